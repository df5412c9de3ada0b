import type { Json } from "../base/canonical-json.ts";
import { fault, type Outcome } from "../base/fault.ts";
import type { JobControl } from "../base/job.ts";
import { ok } from "../base/result.ts";
import { designOf } from "../models/design/design.ts";
import { blankOutcome, outcomesOf } from "../models/design/outcome.ts";
import type { DataColumn, DataTable } from "../models/design/table.ts";
import { designChecks } from "../models/logistic/checks.ts";
import { review } from "../models/review.ts";
import { coxChecks, survivalChecks } from "../models/survival/checks.ts";
import { fitCox, type CoxFit } from "../models/survival/cox.ts";
import type { TieMethod } from "../models/survival/cox-likelihood.ts";
import { kaplanMeier, type SurvivalCurve } from "../models/survival/kaplan-meier.ts";
import { logRank } from "../models/survival/log-rank.ts";
import { leakCheck } from "../models/validation/checks.ts";
import { stratifiedFolds } from "../models/validation/folds.ts";
import { leakLimit, soloAuc } from "../models/validation/leak.ts";
import { byName, finite, reviewJson } from "./document.ts";

/** What a survival analysis of a table is asked. Columns by position. */
export interface SurvivalRequest {
  readonly time: number;
  /** Whether somebody left (then `time` is when) or was only seen so long. */
  readonly event: number;
  /** Entries of the event column that mean yes; guessed when left out. */
  readonly positive?: readonly string[];
  /** Groups of Kaplan-Meier (the first), covariates of Cox. */
  readonly by: readonly number[];
  readonly ties?: TieMethod;
}

/** Curves of more groups than this are a column of amounts or names, not of groups. */
const MOST_GROUPS = 100;

interface Known {
  readonly time: Float64Array;
  readonly event: Uint8Array;
  /** The table's rows that have a time of 0 or more and a known event. */
  readonly rows: Int32Array;
  readonly unusable: number;
  readonly positive: readonly string[];
}

function knownTimes(table: DataTable, { time, event, positive }: SurvivalRequest): Outcome<Known> {
  const times = table.columns[time]!;
  const outcomes = outcomesOf(table.columns[event]!, positive);
  if (outcomes === undefined || times.kind !== "number") return fault("bad-arguments");
  const { labels } = outcomes;
  const rows = Int32Array.from(labels.keys()).filter(
    (row) => labels[row] !== blankOutcome && times.values[row]! >= 0,
  );
  if (rows.length === 0) return fault("model-no-data");
  return ok({
    time: Float64Array.from(rows, (row) => times.values[row]!),
    event: Uint8Array.from(rows, (row) => labels[row]!),
    rows,
    unusable: table.rows - rows.length,
    positive: outcomes.positive,
  });
}

/**
 * The document of `kurabito analyse kaplanmeier`: the curve of all, and with `by` one a group and the log-rank test. Faults:
 * "model-no-data", and "bad-arguments" for a time that is no number or an event that is not yes or no.
 */
export function kaplanMeierDocument(
  table: DataTable,
  request: SurvivalRequest,
  job: JobControl,
): Outcome<Json> {
  const known = knownTimes(table, request);
  if (!known.ok) return known;
  const { time, event, rows, unusable, positive } = known.value;
  const whole = kaplanMeier({ time, event }, job);
  const by = request.by[0];
  const count = by === undefined ? 0 : groupsOf(table.columns[by]!).names.length;
  const groups =
    by === undefined || count > MOST_GROUPS ? {} : groupMembers(table.columns[by]!, known.value, job);
  const checks = survivalChecks(whole.totalEvents, unusable);
  if (count > MOST_GROUPS)
    checks.push({
      code: "survival-groups-many",
      verdict: "use-with-care",
      details: { count, most: MOST_GROUPS },
    });
  return ok({
    model: "kaplanmeier",
    positive: [...positive],
    n: rows.length,
    events: whole.totalEvents,
    median: medianJson(whole),
    ...groups,
    review: reviewJson(review(checks)),
    curve: curveJson(whole),
  });
}

function groupMembers(
  column: DataColumn,
  { time, event, rows }: Known,
  job: JobControl,
): Record<string, Json> {
  const { names, codes } = groupsOf(column);
  const group = Int32Array.from(rows, (row) => codes[row]!);
  const test = logRank({ time, event }, group, names.length);
  const groups = names.map((name, g) => {
    const include = Uint8Array.from(group, (own) => (own === g ? 1 : 0));
    const curve = kaplanMeier({ time, event }, job, include);
    return {
      group: name,
      n: curve.n,
      events: curve.totalEvents,
      observed: test.observed[g]!,
      expected: test.expected[g]!,
      median: medianJson(curve),
      curve: curveJson(curve),
    };
  });
  const { chiSquare, degrees, p } = test;
  return { groups, logRank: { chiSquare, degrees, p: finite(p) } };
}

/** Groups of a column: its levels, or its different numbers. */
export function groupsOf(column: DataColumn): {
  readonly names: readonly string[];
  readonly codes: Int32Array;
} {
  if (column.kind === "category") return { names: column.levels, codes: column.codes };
  const values = [...new Set(column.values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const place = new Map(values.map((value, index) => [value, index]));
  return {
    names: values.map(String),
    codes: Int32Array.from(column.values, (value) => place.get(value) ?? -1),
  };
}

function medianJson({ median }: SurvivalCurve): Json {
  return { value: finite(median.value), low: finite(median.low), high: finite(median.high) };
}

function curveJson(curve: SurvivalCurve): Json {
  return Array.from(curve.time, (time, i) => ({
    time,
    survival: curve.survival[i]!,
    standardError: finite(curve.standardError[i]!),
    low: finite(curve.low[i]!),
    high: finite(curve.high[i]!),
    atRisk: curve.atRisk[i]!,
    events: curve.events[i]!,
  }));
}

/** The document of `kurabito analyse cox`. Faults as `kaplanMeierDocument`, and "bad-arguments" for no covariate. */
export function coxDocument(table: DataTable, request: SurvivalRequest, job: JobControl): Outcome<Json> {
  const known = knownTimes(table, request);
  if (!known.ok) return known;
  const { rows, unusable, positive } = known.value;
  if (request.by.length === 0) return fault("bad-arguments");
  const design = designOf(table, request.by, rows);
  const place = new Int32Array(table.rows);
  rows.forEach((row, i) => (place[row] = i));
  const time = Float64Array.from(design.rows, (row) => known.value.time[place[row]!]!);
  const event = Uint8Array.from(design.rows, (row) => known.value.event[place[row]!]!);
  const events = event.reduce((sum, e) => sum + e, 0);
  const checks = [...survivalChecks(events, unusable), ...designChecks(design)];
  const { ties = "efron" } = request;
  const usable = design.columns.length > 0 && review(checks).verdict !== "do-not-use";
  const fit = usable ? fitCox({ time, event, columns: design.columns, ties }, job) : undefined;
  const leaks = usable ? leaksOf(table, request.by, design.rows, event) : [];
  if (usable) checks.push(leakCheck(leaks));
  if (fit !== undefined) checks.push(...coxChecks(fit, design.names));
  if (design.columns.length === 0)
    checks.push({ code: "nothing-to-learn", verdict: "do-not-use", details: {} });
  return ok({
    model: "cox",
    ties,
    positive: [...positive],
    n: design.rows.length,
    events,
    ...coxMembers(fit?.converged === true ? fit : undefined, design.names),
    leaks: [...leaks],
    review: reviewJson(review(checks)),
  });
}

/** Covariates that alone tell who left: they say what was known only afterwards. */
function leaksOf(table: DataTable, by: readonly number[], rows: Int32Array, event: Uint8Array): string[] {
  const events = event.reduce((sum, e) => sum + e, 0);
  if (Math.min(events, event.length - events) < 2) return [];
  const half = stratifiedFolds(event, 2, 1);
  return by
    .map((at) => table.columns[at]!)
    .filter((column) => soloAuc(column, rows, event, half) > leakLimit)
    .map(({ name }) => name);
}

function coxMembers(fit: CoxFit | undefined, names: readonly string[]): Record<string, Json> {
  if (fit === undefined)
    return { converged: false, coefficients: null, standardErrors: null, logLikelihood: null, curve: [] };
  const out = new Set([...fit.constant, ...fit.repeated]);
  const { logLikelihood, nullLogLikelihood } = fit;
  return {
    converged: true,
    coefficients: byName(names, (j) => (out.has(j) ? null : finite(fit.coefficients[j]!))),
    standardErrors: byName(names, (j) => (out.has(j) ? null : finite(fit.standardErrors[j]!))),
    hazardRatios: byName(names, (j) => (out.has(j) ? null : finite(Math.exp(fit.coefficients[j]!)))),
    logLikelihood,
    nullLogLikelihood,
    likelihoodRatio: 2 * (logLikelihood - nullLogLikelihood),
    concordance: finite(fit.concordance),
    curve: Array.from(fit.curve.time, (time, i) => ({ time, survival: fit.curve.survival[i]! })),
  };
}
