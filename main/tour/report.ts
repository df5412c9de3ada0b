import { basename } from "node:path";
import { languages } from "../../workers/terms/language.ts";
import { describeSegment } from "../cli/commands/segment.ts";
import { reasonLabel } from "../cli/commands/release.ts";
import type { Words } from "../cli/core/words.ts";
import { wordsOf } from "../cli/core/words.ts";
import { escapeHtml, htmlPage, htmlTable, paragraph } from "./html.ts";
import type { Screenshot } from "./screenshots.ts";
import type { TourResults, VerifiedRelease } from "./steps.ts";

const RAW_SHOWN = 60;

/** The tour's report: one page, Japanese and English, without anything it would have to fetch. */
export function tourReport(results: TourResults, screenshots: readonly Screenshot[]): string {
  const parts = languages.map((language) => section(results, screenshots, wordsOf(language)));
  return htmlPage("Kurabito", parts.join("\n"));
}

function section(results: TourResults, screenshots: readonly Screenshot[], words: Words): string {
  const shown = screenshots.filter(({ language }) => language === words.language);
  const heading = (key: Parameters<Words["say"]>[0]) => `<h2>${escapeHtml(words.say(key))}</h2>`;
  return [
    `<section lang="${words.language}"><h1>${escapeHtml(words.say("tour-title"))}</h1>`,
    paragraph(words.say("tour-lead")),
    heading("tour-imports"),
    importTable(results, words),
    heading("tour-quarantine"),
    quarantineTable(results, words),
    heading("tour-overview"),
    overviewText(results, words),
    heading("tour-rfm"),
    groupTable(results, words),
    heading("tour-cohorts"),
    cohortTable(results, words),
    heading("tour-lifetime"),
    lifetimeText(results, words),
    heading("tour-segment"),
    ...describeSegment(results.segment[words.language], words).map(paragraph),
    heading("tour-releases"),
    ...results.releases.map((release) => releaseText(release, words)),
    heading("tour-record"),
    paragraph(words.say("record-intact", { count: words.number(results.record.verification.lines) })),
    ...(shown.length === 0 ? [] : [heading("tour-screens")]),
    ...shown.map(
      ({ file, title }) =>
        `<p>${escapeHtml(title)}<br><img src="${escapeHtml(file)}" alt="${escapeHtml(title)}"></p>`,
    ),
    "</section>",
  ].join("\n");
}

function importTable({ imports }: TourResults, words: Words): string {
  return htmlTable(
    [
      words.say("file"),
      words.say("read"),
      words.say("stored"),
      words.say("quarantined"),
      words.say("new-customers"),
      words.say("new-orders"),
    ],
    imports.map((one) => [
      one.name,
      ...[one.read, one.stored, one.quarantined, one.customersNew, one.ordersNew].map((count) =>
        words.number(count),
      ),
    ]),
  );
}

function quarantineTable({ quarantine }: TourResults, words: Words): string {
  return htmlTable(
    [words.say("reason"), words.say("raw")],
    quarantine.map(({ line, column, reason, raw }) => [
      words.label("quarantine", reason, { line, column }),
      raw.length > RAW_SHOWN ? `${raw.slice(0, RAW_SHOWN)}…` : raw,
    ]),
  );
}

function overviewText({ overview, consent }: TourResults, words: Words): string {
  const { customers, orders, revenue, currency, repeatRate, firstDay = "", lastDay = "" } = overview;
  const email = consent.find(({ purpose }) => purpose === "email_marketing");
  return [
    paragraph(
      words.say("tour-overview-text", {
        customers: words.number(customers),
        orders: words.number(orders),
        revenue: words.money(revenue, currency),
        repeat: words.number(100 * repeatRate, 1),
        from: firstDay,
        to: lastDay,
      }),
    ),
    paragraph(
      words.say("tour-consent-text", {
        granted: words.number(email?.granted ?? 0),
        denied: words.number(email?.denied ?? 0),
        unknown: words.number(email?.unknown ?? 0),
      }),
    ),
  ].join("");
}

function groupTable({ rfm }: TourResults, words: Words): string {
  return htmlTable(
    [words.say("group"), words.say("people"), words.say("revenue")],
    rfm.groups.map(({ code, people, revenue }) => [
      words.label("release", `value.rfmGroup.${code}`),
      words.number(people),
      words.money(revenue, rfm.currency),
    ]),
  );
}

function cohortTable({ cohorts }: TourResults, words: Words): string {
  const longest = Math.max(0, ...cohorts.cohorts.map(({ retained }) => retained.length));
  return htmlTable(
    [
      words.say("cohort"),
      words.say("size"),
      ...Array.from({ length: longest }, (_, period) => String(period)),
    ],
    cohorts.cohorts.map(({ start, size, retained }) => [
      start,
      words.number(size),
      ...retained.map((count) => words.number(count)),
    ]),
  );
}

function lifetimeText({ lifetime }: TourResults, words: Words): string {
  const { purchases, spend, total, currency, horizonDays, review } = lifetime;
  const rows = [purchases, spend].flatMap((fit) =>
    fit === undefined
      ? []
      : Object.entries(fit.parameters).map(([name, value]) => {
          const errors: Readonly<Record<string, number>> = fit.standardErrors;
          return [name, words.number(value, 4), words.number(errors[name] ?? NaN, 4)];
        }),
  );
  return [
    paragraph(`${words.say("verdict")}: ${words.say(review.verdict)}`),
    ...review.checks.map(({ code, details }) => paragraph(words.label("reviews", code, details))),
    htmlTable([words.say("parameter"), words.say("estimate"), words.say("standard-error")], rows),
    total === undefined
      ? ""
      : paragraph(
          words.say("tour-lifetime-text", {
            days: horizonDays,
            value: words.money(total.value, currency),
            low: words.money(total.low, currency),
            high: words.money(total.high, currency),
          }),
        ),
  ].join("");
}

function releaseText({ outcome, report }: VerifiedRelease, words: Words): string {
  const { manifest, paths } = outcome;
  const withheld = Object.entries(manifest.withheld).filter(([, count]) => count > 0);
  return [
    paragraph(
      words.say("released", { people: words.number(manifest.people), rows: words.number(manifest.rows) }),
    ),
    htmlTable(
      [words.say("files"), ""],
      [
        ...paths.map((path) => [basename(path), ""]),
        ...withheld.map(([reason, count]) => [reasonLabel(reason, words), words.number(count)]),
        ...report.checks.map(({ code, file, passed }) => [
          words.label("release", `check.${code}`, { name: file }),
          words.say(passed ? "passed" : "failed"),
        ]),
      ],
    ),
  ].join("");
}
