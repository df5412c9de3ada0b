import type { Fault, Outcome } from "../../../workers/base/fault.ts";
import { ok } from "../../../workers/base/result.ts";
import type { Input, VaultApi } from "../../../workers/contract.ts";
import { messageItems, type MessageItem } from "../../../workers/terms/policy.ts";
import { purposeCodes, recipients } from "../../../workers/terms/purpose.ts";
import {
  aggregateDimensions,
  aggregateMeasures,
  countedMeasures,
  defaultK,
  type AggregateRequest,
  type ImportForecast,
  type ReleaseOutcome,
} from "../../../workers/terms/release.ts";
import { resolve } from "node:path";
import { command, misuse, refused, reply, type Reply } from "../core/command.ts";
import { findOrder, findSegment } from "../core/lookup.ts";
import { mapOutcome } from "../core/outcome.ts";
import { destinationOf, platformNames } from "../core/platform.ts";
import { table } from "../core/print.ts";
import { privacyOf, privacyOptions, promiseLines } from "../core/privacy-option.ts";
import { sendingOf, sendingOptions } from "../core/sending-options.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

export const releaseAggregate = command({
  name: "release aggregate",
  summary: {
    ja: `人数や売上の表を書き出します。${String(defaultK)}人に満たない欄は伏せます。`,
    en: `Releases a table of counts and sums; cells of fewer than ${String(defaultK)} people are withheld.`,
  },
  options: {
    ...vaultOption,
    segment: { kind: "text", hint: "NAME|ID" },
    to: { kind: "choice", choices: ["spreadsheet", "csv"] },
    out: { kind: "text", hint: "DIR", required: true },
    by: { kind: "text", hint: "DIMENSION[,DIMENSION]" },
    measures: { kind: "text", hint: "people,orders,revenue,median,..." },
    k: { kind: "whole", hint: "N", least: defaultK, most: 1000 },
    guarded: { kind: "flag" },
    sensitive: { kind: "choice", choices: aggregateDimensions },
    l: { kind: "whole", hint: "N", least: 2, most: 20 },
    attribute: { kind: "whole", hint: "FIELD-ID", least: 1, most: Number.MAX_SAFE_INTEGER },
    page: { kind: "flag" },
    ...privacyOptions,
  },
  run: async ({ io, words, given }) => {
    const dimensions = listOf(given.by ?? "", aggregateDimensions);
    if (dimensions === undefined || dimensions.length > 2)
      return misuse("bad-value", { name: "--by", value: given.by, expected: aggregateDimensions.join(", ") });
    const measures = listOf(given.measures ?? countedMeasures.join(","), aggregateMeasures);
    if (measures === undefined || measures.length === 0)
      return misuse("bad-value", {
        name: "--measures",
        value: given.measures,
        expected: aggregateMeasures.join(", "),
      });
    const privacy = privacyOf(given);
    if (!privacy.ok) return { kind: "misuse", misuse: privacy.error };
    return withVault(io, given.vault, async (api) => {
      const segmentId = await segmentIdOf(api, given.segment, words);
      if (!segmentId.ok) return refused(segmentId.error);
      const request = {
        language: words.language,
        dimensions: [...dimensions],
        measures: [...measures],
        ...(segmentId.value === undefined ? {} : { segmentId: segmentId.value }),
        ...(given.k === undefined ? {} : { k: given.k }),
        guarded: given.guarded,
        page: given.page,
        ...(given.sensitive === undefined
          ? {}
          : {
              sensitive: { dimension: given.sensitive, ...(given.l === undefined ? {} : { l: given.l }) },
            }),
        ...(given.attribute === undefined ? {} : { attributeField: given.attribute }),
        ...privacy.value,
      };
      const released = await api.releaseAggregate({ request, folder: resolve(given.out), job: io.job });
      if (!released.ok && released.error.code === "release-differencing")
        return insteadOf(api, { ...request, job: io.job }, released.error, words);
      return reply(released, (outcome) => describeRelease(outcome, words));
    });
  },
});

export const releaseConsented = command({
  name: "release consented",
  summary: {
    ja: "この目的と渡し先に同意した人だけの一覧を書き出します。",
    en: "Releases the rows of people who agreed to this purpose and recipient, and of nobody else.",
  },
  options: {
    ...vaultOption,
    segment: { kind: "text", hint: "NAME|ID", required: true },
    to: { kind: "text", hint: platformNames.join("|"), required: true },
    out: { kind: "text", hint: "DIR", required: true },
    purpose: { kind: "choice", choices: purposeCodes },
    recipient: { kind: "choice", choices: recipients },
    country: { kind: "text", hint: "COUNTRY" },
    order: { kind: "text", hint: "NAME" },
    holdout: { kind: "whole", hint: "PERCENT", least: 1, most: 50 },
    seed: { kind: "whole", hint: "N", least: 0, most: 4_294_967_295 },
    "control-days": { kind: "whole", hint: "N", least: 1, most: 365 },
    "reach-controls": { kind: "flag" },
    "list-name": { kind: "text", hint: "NAME" },
    ...sendingOptions,
    confirm: { kind: "text", hint: `all|${messageItems.join(",")}` },
  },
  run: async ({ io, words, given }) => {
    const confirmed = confirmedItems(given.confirm);
    if (confirmed === undefined)
      return misuse("bad-value", {
        name: "--confirm",
        value: given.confirm,
        expected: `all, ${messageItems.join(", ")}`,
      });
    const destination = destinationOf(given.to);
    if (destination === undefined)
      return misuse("bad-value", { name: "--to", value: given.to, expected: platformNames.join(", ") });
    const sending = sendingOf(given);
    if (!sending.ok) return { kind: "misuse", misuse: sending.error };
    return withVault(io, given.vault, async (api) => {
      const segment = await findSegment(api, given.segment, words.language);
      if (!segment.ok) return refused(segment.error);
      const order = given.order === undefined ? undefined : await findOrder(api, given.order);
      if (order?.ok === false) return refused(order.error);
      const request = {
        language: words.language,
        ...(order === undefined ? {} : { priorityId: order.value }),
        ...(given["reach-controls"] && { reachControls: true }),
        ...(given["list-name"] !== undefined && { listName: given["list-name"] }),
        ...(given.holdout === undefined
          ? {}
          : {
              holdout: {
                share: given.holdout / 100,
                ...(given.seed === undefined ? {} : { seed: given.seed }),
                ...(given["control-days"] !== undefined && { days: given["control-days"] }),
              },
            }),
        ...sending.value,
        segmentId: segment.value.id,
        purpose: given.purpose ?? destination.purpose,
        recipient: given.recipient ?? destination.recipient,
        platform: destination.platform,
        ...(given.country !== undefined && { country: given.country }),
      };
      const released = await api.releaseConsented({
        request: { ...request, ...(confirmed.length > 0 && { confirmed: [...confirmed] }) },
        folder: resolve(given.out),
        job: io.job,
      });
      return reply(released, (outcome) => [
        ...describeRelease(outcome, words),
        ...Object.entries(outcome.adjustments ?? {}).map(
          ([code, people]) => `  ${words.label("release", `adjustment.${code}`)} (${words.number(people)})`,
        ),
        ...(outcome.manifest.message ?? []).map(({ item, confirmed: said }) =>
          words.say(said ? "message-confirmed" : "message-unconfirmed", {
            item: words.label("words", `messageItem.${item}`),
          }),
        ),
      ]);
    });
  },
});

/** What somebody confirms a message says, by names with commas between; undefined where one is no such thing. */
function confirmedItems(text: string | undefined): readonly MessageItem[] | undefined {
  if (text === undefined) return [];
  if (text === "all") return messageItems;
  const found = text.split(",").map((name) => messageItems.find((item) => item === name.trim()));
  return found.includes(undefined) ? undefined : found.filter((item) => item !== undefined);
}

export const releaseList = command({
  name: "release list",
  summary: { ja: "このパソコンから出たものを並べます。", en: "Lists what has left this computer." },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) =>
      reply(
        mapOutcome(await api.listReleases({}), (releases) => ({ releases })),
        ({ releases }) =>
          table(
            [
              "id",
              words.say("time"),
              words.say("kind"),
              words.say("segment"),
              words.say("recipient"),
              words.say("people"),
              words.say("files"),
            ],
            releases.map((entry) => [
              String(entry.id),
              entry.at,
              entry.kind,
              entry.segment,
              entry.recipient,
              words.number(entry.people),
              entry.files.join(" "),
            ]),
          ),
      ),
    ),
});

/** The segment somebody named, undefined where nobody named one. */
export async function segmentIdOf(
  api: VaultApi,
  asked: string | undefined,
  words: Words,
): Promise<Outcome<number | undefined>> {
  if (asked === undefined) return ok(undefined);
  return mapOutcome(await findSegment(api, asked, words.language), ({ id }) => id);
}

/** A refusal for what was released before, with the options that would ask for a table that may leave. */
async function insteadOf(
  api: VaultApi,
  request: Input<"previewAggregate">,
  fault: Fault,
  words: Words,
): Promise<Reply> {
  const preview = await api.previewAggregate(request);
  if (!preview.ok && preview.error.code === "cancelled") return refused(preview.error);
  const differencing = preview.ok ? preview.value.differencing : undefined;
  if (differencing === undefined) return refused(fault);
  const { alternatives, wait } = differencing;
  return {
    kind: "refused",
    fault,
    json: { differencing },
    lines: [
      ...(alternatives.length === 0 ? [] : [words.say("safe-instead")]),
      ...alternatives.map(
        (one) =>
          `  ${optionsOf(one.request)} (${words.say("withheld-cells")}: ${words.number(one.withheldCells)})`,
      ),
      ...(wait === undefined ? [] : [words.say("safe-wait", { people: words.number(wait) })]),
    ],
  };
}

function optionsOf({ dimensions, measures, guarded = false }: AggregateRequest): string {
  return [
    ...(dimensions.length === 0 ? [] : ["--by", dimensions.join(",")]),
    "--measures",
    measures.join(","),
    ...(guarded ? ["--guarded"] : []),
  ].join(" ");
}

/** A release in words: what left, what stayed and why, and where the files lie. */
export function describeRelease(
  { manifest, release, paths, forecast }: ReleaseOutcome,
  words: Words,
): readonly string[] {
  const withheld = Object.entries(release.withheld).filter(([, count]) => count > 0);
  return [
    words.say("released", { people: words.number(manifest.people), rows: words.number(manifest.rows) }),
    ...promiseLines(manifest.privacy, words),
    ...withheld.map(([reason, count]) => `  ${reasonLabel(reason, words)}: ${words.number(count)}`),
    ...paths.map((path) => `  ${path}`),
    ...(forecast === undefined ? [] : foretold(forecast, words)),
  ];
}

/** What the platform's importer would do with the files; nothing where there is no importer. */
function foretold({ accepted, refused, altered, findings }: ImportForecast, words: Words): readonly string[] {
  if (accepted + refused + altered === 0) return [];
  const counts = {
    accepted: words.number(accepted),
    refused: words.number(refused),
    altered: words.number(altered),
  };
  return [
    words.label("release", "forecastSummary", counts),
    ...findings.map(({ code, rows }) => {
      const sentence = words.label("release", `forecast.${code}`);
      return rows === 0 ? `  ${sentence}` : `  ${sentence} (${words.number(rows)})`;
    }),
  ];
}

/** Why people of a list, or cells of a table, stay in the vault. */
export function reasonLabel(reason: string, words: Words): string {
  if (reason === "cells") return words.say("withheld-cells");
  // A count follows the sentence: its full stop would stand before the colon.
  return words.label("release", `reason.${reason}`).replace(/[.。]$/u, "");
}

/** Names with commas between, undefined where one is not among those allowed. */
export function listOf<T extends string>(text: string, allowed: readonly T[]): readonly T[] | undefined {
  const asked = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const known = asked.flatMap((name) => allowed.filter((one) => one === name));
  return known.length === asked.length ? known : undefined;
}
