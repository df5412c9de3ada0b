import type { Fault, Outcome } from "../../../workers/base/fault.ts";
import { ok } from "../../../workers/base/result.ts";
import type { VaultApi } from "../../../workers/contract.ts";
import { purposeCodes, recipients } from "../../../workers/terms/purpose.ts";
import {
  aggregateDimensions,
  aggregateMeasures,
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
    measures: { kind: "text", hint: "people,orders,revenue" },
    k: { kind: "whole", hint: "N", least: defaultK, most: 1000 },
    guarded: { kind: "flag" },
    ...privacyOptions,
  },
  run: async ({ io, words, given }) => {
    const dimensions = listOf(given.by ?? "", aggregateDimensions);
    if (dimensions === undefined || dimensions.length > 2)
      return misuse("bad-value", { name: "--by", value: given.by, expected: aggregateDimensions.join(", ") });
    const measures = listOf(given.measures ?? aggregateMeasures.join(","), aggregateMeasures);
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
        ...privacy.value,
      };
      const released = await api.releaseAggregate({ request, folder: resolve(given.out) });
      if (!released.ok && released.error.code === "release-differencing")
        return insteadOf(api, request, released.error, words);
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
    order: { kind: "text", hint: "NAME" },
    holdout: { kind: "whole", hint: "PERCENT", least: 1, most: 50 },
    seed: { kind: "whole", hint: "N", least: 0, most: 4_294_967_295 },
  },
  run: async ({ io, words, given }) => {
    const destination = destinationOf(given.to);
    if (destination === undefined)
      return misuse("bad-value", { name: "--to", value: given.to, expected: platformNames.join(", ") });
    return withVault(io, given.vault, async (api) => {
      const segment = await findSegment(api, given.segment, words.language);
      if (!segment.ok) return refused(segment.error);
      const order = given.order === undefined ? undefined : await findOrder(api, given.order);
      if (order?.ok === false) return refused(order.error);
      const request = {
        language: words.language,
        ...(order === undefined ? {} : { priorityId: order.value }),
        ...(given.holdout === undefined
          ? {}
          : {
              holdout: {
                share: given.holdout / 100,
                ...(given.seed === undefined ? {} : { seed: given.seed }),
              },
            }),
        segmentId: segment.value.id,
        purpose: given.purpose ?? destination.purpose,
        recipient: given.recipient ?? destination.recipient,
        platform: destination.platform,
      };
      // What the form could not carry is known before: the released file no longer tells.
      const preview = await api.previewConsented(request);
      if (!preview.ok) return refused(preview.error);
      const { adjustments } = preview.value;
      const released = await api.releaseConsented({ request, folder: resolve(given.out) });
      const document = mapOutcome(released, (outcome) => ({ ...outcome, adjustments }));
      return reply(document, (outcome) => [
        ...describeRelease(outcome, words),
        ...Object.entries(adjustments).map(
          ([code, people]) => `  ${words.label("release", `adjustment.${code}`)} (${words.number(people)})`,
        ),
      ]);
    });
  },
});

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
  request: AggregateRequest,
  fault: Fault,
  words: Words,
): Promise<Reply> {
  const preview = await api.previewAggregate(request);
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
  { manifest, paths, forecast }: ReleaseOutcome,
  words: Words,
): readonly string[] {
  const withheld = Object.entries(manifest.withheld).filter(([, count]) => count > 0);
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
