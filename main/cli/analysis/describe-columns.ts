import * as v from "valibot";
import { facts, table } from "../core/print.ts";
import type { Words } from "../core/words.ts";
import { pair, reviewLines, reviewShape, section } from "./describe.ts";
import { rowTable } from "./row-table.ts";
import type { Document } from "./vault-models.ts";

const perName = v.nullish(v.record(v.string(), v.nullable(v.number())));
const range = v.object({ low: v.nullable(v.number()), high: v.nullable(v.number()) });
const shape = v.object({
  model: v.string(),
  n: v.number(),
  unusedRows: v.optional(v.number()),
  converged: v.optional(v.boolean()),
  logLikelihood: v.nullish(v.number()),
  auc: v.nullish(v.object({ mean: v.number(), ...range.entries })),
  accuracy: v.nullish(v.number()),
  logLoss: v.nullish(v.number()),
  concordance: v.nullish(v.number()),
  inertia: v.nullish(v.number()),
  silhouette: v.nullish(v.number()),
  bic: v.nullish(v.number()),
  adjustedRand: v.nullish(v.number()),
  median: v.optional(v.object({ value: v.nullable(v.number()), ...range.entries })),
  verdict: v.optional(v.picklist(["pass", "fail", "too-little-evidence"])),
  intercept: v.nullish(v.number()),
  coefficients: perName,
  standardErrors: perName,
  groups: v.optional(v.array(v.record(v.string(), v.unknown()))),
  review: v.optional(reviewShape),
});
type Shape = v.InferOutput<typeof shape>;

/** The document of a model of any columns in words: figures, tables, and last how far it may be trusted. */
export function describeColumns(document: Document, words: Words): readonly string[] {
  const known = v.parse(shape, document);
  return [
    ...facts(headFacts(known, words)),
    ...section(coefficientTable(known, words)),
    ...section(rowTable(known.groups?.map(flat), words)),
    ...section(reviewLines(known, words)),
  ];
}

function headFacts(known: Shape, words: Words): readonly (readonly [string, string])[] {
  const { auc, median, verdict, converged, unusedRows = 0 } = known;
  const number = (value: number | null | undefined, digits: number) =>
    value === null || value === undefined ? undefined : words.number(value, digits);
  const between = (
    value: number | null | undefined,
    { low, high }: v.InferOutput<typeof range>,
    digits: number,
  ) =>
    words.say("range", {
      value: number(value, digits) ?? "–",
      low: number(low, digits) ?? "–",
      high: number(high, digits) ?? "–",
    });
  return [
    [words.say("model"), known.model],
    [words.say("rows"), words.number(known.n)],
    ...pair(words.say("unused-rows"), unusedRows > 0 ? words.number(unusedRows) : undefined),
    ...pair(words.say("log-likelihood"), number(known.logLikelihood, 3)),
    ...pair(
      words.say("converged"),
      converged === undefined ? undefined : words.say(converged ? "yes" : "no"),
    ),
    ...pair(words.say("area-under-curve"), auc ? between(auc.mean, auc, 4) : undefined),
    ...pair(words.say("share-right"), number(known.accuracy, 4)),
    ...pair(words.say("log-loss"), number(known.logLoss, 4)),
    ...pair(words.say("concordance"), number(known.concordance, 4)),
    ...pair(words.say("median-time"), median ? between(median.value, median, 1) : undefined),
    ...pair(words.say("inertia"), number(known.inertia, 4)),
    ...pair(words.say("silhouette"), number(known.silhouette, 4)),
    ...pair(words.say("bic"), number(known.bic, 2)),
    ...pair(words.say("adjusted-rand"), number(known.adjustedRand, 4)),
    ...pair(words.say("fairness-verdict"), verdict && words.say(`fair-${verdict}`)),
  ];
}

function coefficientTable(
  { intercept, coefficients, standardErrors }: Shape,
  words: Words,
): readonly string[] {
  if (coefficients === undefined || coefficients === null) return [];
  const own = Object.entries(coefficients);
  const all = typeof intercept === "number" ? [["(Intercept)", intercept] as const, ...own] : own;
  const cell = (value: number | null | undefined) =>
    typeof value === "number" ? words.number(value, 5) : "–";
  return table(
    [words.say("parameter"), words.say("estimate"), words.say("standard-error")],
    all.map(([name, value]) => [name, cell(value), cell(standardErrors?.[name])]),
  );
}

/** A group in one line: what is nested is left to --json, but means by column. */
function flat(group: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const means = v.safeParse(v.record(v.string(), v.unknown()), group["means"]);
  const plain = Object.entries(group).filter(([, value]) => typeof value !== "object" || value === null);
  return { ...Object.fromEntries(plain), ...(means.success ? means.output : {}) };
}
