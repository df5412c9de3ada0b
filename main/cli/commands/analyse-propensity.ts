import type { Outcome } from "../../../workers/base/fault.ts";
import type { VaultApi } from "../../../workers/contract.ts";
import {
  behaviourFields,
  type PropensityOptions,
  type PropensityPage,
  type PropensityReport,
} from "../../../workers/terms/propensity.ts";
import type { Language } from "../../../workers/terms/language.ts";
import { numberOf, typedSettings, type SettingKind, type Typed } from "../analysis/column-settings.ts";
import { describeDocument } from "../analysis/describe.ts";
import { describeFairness } from "../analysis/describe-fairness.ts";
import type { Document } from "../analysis/vault-models.ts";
import { fairnessOptions, readFairness, withFairness } from "../core/fairness-option.ts";
import { command, misuse, reply, type Misuse } from "../core/command.ts";
import type { Io } from "../core/io.ts";
import { mapOutcome } from "../core/outcome.ts";
import { withVault } from "../core/session.ts";

/** People listed with their reasons, those with the highest chance. */
const LISTED = 100;

interface Analysis<N extends string> {
  readonly name: "lookalike" | "email" | "propensity";
  readonly summary: Readonly<Record<Language, string>>;
  readonly settings: Readonly<Record<N, SettingKind>>;
  /** What is asked, or what about the settings cannot be. */
  readonly options: (
    typed: Typed<N>,
    api: VaultApi,
    language: Language,
  ) => Promise<PropensityOptions | Misuse>;
}

/** `analyse NAME --vault FILE`: answers a question from the vault, keeps the run there, and lists the likeliest people. */
function analysis<N extends string>({ name, summary, settings, options }: Analysis<N>) {
  return command({
    name: `analyse ${name}`,
    summary,
    notes: "fairness-notes",
    options: {
      vault: { kind: "text", hint: "FILE", required: true },
      set: { kind: "many", hint: "NAME=VALUE" },
      ...fairnessOptions,
    },
    run: ({ io, words, given }) => {
      const typed = typedSettings(given.set, settings);
      if (!typed.ok) return Promise.resolve({ kind: "misuse", misuse: typed.error } as const);
      const fairness = readFairness(given);
      if ("key" in fairness) return Promise.resolve(misuse(fairness.key, fairness.facts));
      return withVault(io, given.vault, async (api) => {
        const asked = await options(typed.value, api, words.language);
        if ("key" in asked) return misuse(asked.key, asked.facts);
        const whole = await withFairness(() => documentOf(name, api, asked, io), {
          api,
          model: asked.question,
          asked: fairness,
          words,
          io,
        });
        return reply(whole, (found) => [
          ...describeDocument(found, words),
          ...describeFairness(found, words),
        ]);
      });
    },
  });
}

async function documentOf(
  name: Analysis<string>["name"],
  api: VaultApi,
  options: PropensityOptions,
  io: Io,
): Promise<Outcome<Document>> {
  const fitted = await api.fitPropensity({ options, job: io.job });
  if (!fitted.ok) return fitted;
  const { question } = options;
  return mapOutcome(await api.listPropensity({ question, offset: 0, limit: LISTED }), (page) =>
    document(name, fitted.value, page),
  );
}

/** The field's own names, as of `analyse churn`: the figures of the check on rows not shown, then people by chance. */
function document(
  name: string,
  { validation, horizonDays, fields, pairs = [], ...report }: PropensityReport,
  page: PropensityPage,
): Document {
  const { people = 0, positives = 0, auc, ...figures } = validation ?? {};
  return {
    model: name,
    horizon: horizonDays,
    n: people,
    positives,
    ...report,
    scored: report.people,
    auc: auc === undefined ? null : { mean: auc.value, low: auc.low, high: auc.high },
    logLoss: null,
    brier: null,
    calibration: [],
    gains: [],
    ...figures,
    fields: fields.map(({ field, ...own }) => ({ ...own, column: behaviourFields[field] })),
    pairs: pairs.map(({ fields: both, ...own }) => ({
      ...own,
      columns: both.map((field) => behaviourFields[field]),
    })),
    customers: page.rows.map(({ customerId, chance, base, reasons, others, reach }) => ({
      customer: String(customerId),
      chance,
      base,
      reasons: reasons.map(({ field, adds }) => ({ term: behaviourFields[field], adds })),
      others,
      ...(reach?.hour !== undefined && { bestHour: reach.hour, ownHour: reach.own }),
      ...(reach?.channel !== undefined && { bestChannel: reach.channel }),
    })),
  };
}

const day = /^\d{4}-\d{2}-\d{2}$/;

/** The day the clock stops at, where one was given; undefined for one that is none. */
function endOf(text: string | undefined): { readonly end?: string } | undefined {
  if (text === undefined) return {};
  return day.test(text) ? { end: text } : undefined;
}

function unreadable(setting: string, expected: string): Misuse {
  return { key: "bad-setting", facts: { setting, expected } };
}

const lookalike = analysis({
  name: "lookalike",
  summary: {
    ja: "優良顧客に似ている人を、最初の期間だけから推定します（segmentかshareを指定）。",
    en: "Names people who begin as the best customers began (seed: segment, or share of spend).",
  },
  settings: { segment: "column", share: "number", early: "whole", horizon: "whole", end: "column" },
  options: async ({ segment, share = "0.2", early, horizon, end }, api, language) => {
    const until = endOf(end);
    if (until === undefined) return unreadable(`end=${end ?? ""}`, "end=YYYY-MM-DD");
    const days = { ...until, ...(early !== undefined && { earlyDays: Math.min(180, Number(early)) }) };
    if (segment !== undefined) {
      const list = await api.listSegments({ language });
      const found = list.ok
        ? list.value.find(({ id, name }) => name === segment || String(id) === segment)
        : undefined;
      if (found === undefined) return unreadable(`segment=${segment}`, "segment=NAME");
      return { question: "lookalike", ...days, seed: { kind: "segment", segmentId: found.id } };
    }
    const part = numberOf(share) ?? NaN;
    if (!(part >= 0.01 && part <= 0.5)) return unreadable(`share=${share}`, "share=0.01..0.5");
    const value = horizon === undefined ? {} : { valueDays: clamped(horizon) };
    return { question: "lookalike", ...days, seed: { kind: "best", share: part, ...value } };
  },
});

const email = analysis({
  name: "email",
  summary: {
    ja: "次のメールを開封・クリックしそうな人と、最適な時刻・チャネルを推定します。",
    en: "Names who opens or clicks the next e-mail, the best hour and channel (outcome, zone).",
  },
  settings: { outcome: ["open", "click"], zone: "column", end: "column" },
  options: ({ outcome = "open", zone, end }) => {
    const until = endOf(end);
    if (until === undefined) return Promise.resolve(unreadable(`end=${end ?? ""}`, "end=YYYY-MM-DD"));
    if (zone !== undefined && !knownZone(zone))
      return Promise.resolve(unreadable(`zone=${zone}`, "zone=Asia/Tokyo"));
    const question = outcome.toLowerCase() === "click" ? "click" : "open";
    return Promise.resolve({ question, ...until, ...(zone !== undefined && { zone }) });
  },
});

const asked = { "first-purchase": "firstPurchase", renewal: "renewal", "new-product": "newProduct" } as const;

const propensity = analysis({
  name: "propensity",
  summary: {
    ja: "初回購入、予定どおりの注文、新しい商品の購入の見込みを推定します（question、期間は日数でhorizon）。",
    en: "Chances of a first purchase, an order in time, or something new (question; horizon in days).",
  },
  settings: { question: Object.keys(asked), horizon: "whole", end: "column" },
  options: ({ question = "first-purchase", horizon, end }) => {
    const until = endOf(end);
    if (until === undefined) return Promise.resolve(unreadable(`end=${end ?? ""}`, "end=YYYY-MM-DD"));
    const name = (Object.keys(asked) as (keyof typeof asked)[]).find((one) => one === question.toLowerCase());
    const ahead = horizon === undefined ? {} : { horizonDays: clamped(horizon) };
    return Promise.resolve({ question: asked[name ?? "first-purchase"], ...until, ...ahead });
  },
});

/** Days ahead, within what can be asked. */
function clamped(days: string): number {
  return Math.max(7, Math.min(730, Number(days)));
}

function knownZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).format(0) !== "";
  } catch {
    return false;
  }
}

/** `analyse lookalike`, `email` and `propensity`: what people will do next, beside leaving. */
export const analysePropensity = [lookalike, email, propensity];
