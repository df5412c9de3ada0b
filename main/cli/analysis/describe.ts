import * as v from "valibot";
import { verdicts } from "../../../workers/terms/insight.ts";
import { facts, table } from "../core/print.ts";
import type { Words } from "../core/words.ts";
import { rowTable } from "./row-table.ts";
import type { Document } from "./vault-models.ts";

const numbers = v.record(v.string(), v.number());
const rows = v.array(v.record(v.string(), v.unknown()));
const ranged = { rate: v.number(), low: v.number(), high: v.number() };

/** A review in a document. */
export const reviewShape = v.object({
  verdict: v.picklist(verdicts),
  checks: v.array(
    v.object({ code: v.string(), details: v.record(v.string(), v.union([v.string(), v.number()])) }),
  ),
});

const shape = v.object({
  model: v.string(),
  end: v.optional(v.string()),
  n: v.optional(v.number()),
  withheld: v.optional(v.number()),
  skipped: v.optional(v.number()),
  parameters: v.nullish(numbers),
  standardErrors: v.nullish(numbers),
  logLikelihood: v.nullish(v.number()),
  converged: v.optional(v.boolean()),
  currency: v.optional(v.string()),
  total: v.optional(v.object({ value: v.number(), low: v.number(), high: v.number() })),
  cohortRates: v.optional(
    v.object({
      windowDays: v.number(),
      people: v.number(),
      overall: v.object(ranged),
      cohorts: v.array(v.object({ start: v.string(), size: v.number(), repeated: v.number(), ...ranged })),
    }),
  ),
  customers: v.optional(rows),
  groups: v.optional(rows),
  cohorts: v.optional(
    v.array(v.object({ start: v.string(), size: v.number(), retained: v.array(v.number()) })),
  ),
  review: v.optional(reviewShape),
});
type Shape = v.InferOutput<typeof shape>;

/** A model's document in words: figures, tables, and last how far it may be trusted. */
export function describeDocument(document: Document, words: Words): readonly string[] {
  const known = v.parse(shape, document);
  return [
    ...facts(headFacts(known, words)),
    ...section(parameterTable(known, words)),
    ...section(cohortTable(known, words)),
    ...section(ratesTable(known, words)),
    ...section(rowTable(known.groups, words)),
    ...section(rowTable(known.customers, words)),
    ...section(reviewLines(known, words)),
  ];
}

function headFacts(known: Shape, words: Words): readonly (readonly [string, string])[] {
  const { model, end, n, withheld, skipped = 0, logLikelihood, converged, total, currency = "" } = known;
  const money = (value: number) => words.money(value, currency);
  return [
    [words.say("model"), model],
    ...pair(words.say("as-of"), end),
    ...pair(words.say("customers"), n && words.number(n)),
    ...pair(words.say("withheld"), withheld && words.number(withheld)),
    ...pair(words.say("skipped-rows"), skipped > 0 ? words.number(skipped) : undefined),
    ...pair(words.say("log-likelihood"), logLikelihood ? words.number(logLikelihood, 3) : undefined),
    ...pair(
      words.say("converged"),
      converged === undefined ? undefined : words.say(converged ? "yes" : "no"),
    ),
    ...pair(
      words.say("total-value"),
      total && `${money(total.value)} (${money(total.low)} – ${money(total.high)})`,
    ),
  ];
}

/** A fact to show, or none. */
export function pair(
  name: string,
  value: string | number | undefined,
): readonly (readonly [string, string])[] {
  return typeof value === "string" ? [[name, value]] : [];
}

function parameterTable({ parameters, standardErrors }: Shape, words: Words): readonly string[] {
  if (parameters === undefined || parameters === null) return [];
  return table(
    [words.say("parameter"), words.say("estimate"), words.say("standard-error")],
    Object.entries(parameters).map(([name, value]) => [
      name,
      words.number(value, 4),
      words.number(standardErrors?.[name] ?? NaN, 4),
    ]),
  );
}

function cohortTable({ cohorts }: Shape, words: Words): readonly string[] {
  if (cohorts === undefined) return [];
  const longest = Math.max(...cohorts.map(({ retained }) => retained.length));
  return table(
    [
      words.say("cohort"),
      words.say("size"),
      ...Array.from({ length: longest }, (_, period) => String(period)),
    ],
    cohorts.map(({ start, size, retained }) => [
      start,
      words.number(size),
      ...retained.map((count) => words.number(count)),
    ]),
  );
}

/** Repeat rates by cohort, the rate of all in the last line. */
function ratesTable({ cohortRates }: Shape, words: Words): readonly string[] {
  if (cohortRates === undefined) return [];
  const { windowDays, people, overall, cohorts } = cohortRates;
  const percent = (share: number) => `${words.number(100 * share, 1)} %`;
  const line = (name: string, size: number, repeated: number, rate: typeof overall) => [
    name,
    words.number(size),
    words.number(repeated),
    percent(rate.rate),
    `${percent(rate.low)} – ${percent(rate.high)}`,
  ];
  const repeated = cohorts.reduce((sum, cohort) => sum + cohort.repeated, 0);
  return [
    words.say("cohort-rates", { days: words.number(windowDays) }),
    ...table(
      [
        words.say("cohort"),
        words.say("size"),
        words.say("bought-again"),
        words.say("rate"),
        words.say("range-95"),
      ],
      [
        ...cohorts.map((cohort) => line(cohort.start, cohort.size, cohort.repeated, cohort)),
        line(words.say("all-cohorts"), people, repeated, overall),
      ],
    ),
  ];
}

/** The verdict and its reasons. */
export function reviewLines({ review }: Pick<Shape, "review">, words: Words): readonly string[] {
  if (review === undefined) return [];
  return [
    `${words.say("verdict")}: ${words.say(review.verdict)}`,
    ...review.checks.map(({ code, details }) => `  ${words.label("reviews", code, details)}`),
  ];
}

/** Lines with a blank one before them. */
export function section(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", ...lines];
}
