import { forecastError } from "../../base/forecast-error.ts";
import type { ReviewCheck } from "../../terms/insight.ts";
import type { GammaGammaFit } from "../gamma-gamma/fit.ts";
import { daysPerUnit, type ClockUnit } from "../purchase-histories.ts";
import { atLeast, atMost } from "../review.ts";
import { datesApart } from "./dates-apart.ts";
import type { HoldoutTotals } from "./holdout.ts";

/**
 * Limits below which a repeat-purchase model is not run (`least`, `most`) or only with care (`good`). The good
 * limits of customers, span and recency are those at which a large vendor switches its predictions on: 500
 * buyers, 180 days, an order in the last 30 days, some buyers with three orders. Below `least` the
 * likelihood is close to flat in simulated shops.
 */
const limits = {
  customers: { least: 50, good: 500 },
  repeat: { least: 10, good: 50 },
  threeOrders: { least: 0, good: 10 },
  spanDays: { least: 60, good: 180 },
  silentDays: { good: 30, most: 180 },
  uncertainty: { good: 0.5, most: Infinity },
  correlation: { good: 0.3, most: Infinity },
  holdoutError: { good: 0.2, most: 0.6 },
} as const;

/** What the data offer a repeat-purchase model. */
export function dataChecks(
  {
    frequency,
    recency,
    T,
  }: { readonly frequency: Int32Array; readonly recency: Float64Array; readonly T: Float64Array },
  unit: ClockUnit,
): ReviewCheck[] {
  let [threeOrders, span, silent] = [0, 0, Infinity];
  for (let i = 0; i < frequency.length; i++) {
    if (frequency[i]! >= 2) threeOrders++;
    span = Math.max(span, T[i]!);
    silent = Math.min(silent, T[i]! - recency[i]!);
  }
  const spanDays = Math.round(span * daysPerUnit[unit]);
  const silentDays = Math.round(silent * daysPerUnit[unit]);
  // Where nobody ever bought there is no silence to count.
  const recent =
    frequency.length === 0
      ? []
      : [atMost(silentDays, limits.silentDays, { bad: "no-recent-orders", fine: "recent-orders" })];
  return [
    atLeast(frequency.length, limits.customers, { bad: "too-few-customers", fine: "customers" }),
    ...repeatChecks({ frequency }),
    atLeast(threeOrders, limits.threeOrders, { bad: "too-few-three-orders", fine: "three-orders" }),
    atLeast(spanDays, limits.spanDays, { bad: "span-too-short", fine: "span" }),
    ...recent,
    ...datesApart({ recency, T }, unit),
  ];
}

/** Whether enough people bought again to learn from their repeat purchases. */
export function repeatChecks({ frequency }: { readonly frequency: Int32Array }): ReviewCheck[] {
  const repeat = frequency.reduce((count, x) => count + (x >= 1 ? 1 : 0), 0);
  return [atLeast(repeat, limits.repeat, { bad: "too-few-repeat", fine: "repeat" })];
}

/** What the checks read of any fit. */
export interface CheckedFit<K extends string> {
  readonly parameters: Readonly<Record<K, number>>;
  readonly standardErrors: Readonly<Record<K, number>>;
  readonly converged: boolean;
}

// Of a thousand purchases at most this many as the last one: nobody leaves that one could learn from.
const HARDLY_LEAVING = 1e-3;

/** Whether the search ended at a maximum, and how well the data pin it down. */
export function fitChecks<K extends string>(fit: CheckedFit<K>): ReviewCheck[] {
  const relative = (Object.keys(fit.parameters) as K[]).map(
    (name) => fit.standardErrors[name] / fit.parameters[name],
  );
  const worst = Math.max(...relative.map((value) => (Number.isFinite(value) ? Math.min(value, 99) : 99)));
  const { a, b } = fit.parameters as Readonly<Record<string, number>>;
  const nobodyLeaves = a !== undefined && b !== undefined && a / (a + b) < HARDLY_LEAVING;
  if (nobodyLeaves) return [{ code: "nobody-leaves", verdict: "do-not-use", details: {} }];
  return [
    {
      code: fit.converged ? "ok-converged" : "not-converged",
      verdict: fit.converged ? "use" : "do-not-use",
      details: {},
    },
    atMost(round(worst), limits.uncertainty, { bad: "parameters-uncertain", fine: "parameters" }),
  ];
}

/** Whether spend may be modelled apart from frequency, and has a mean at all. */
export function spendChecks(fit: GammaGammaFit | undefined): ReviewCheck[] {
  if (fit === undefined || !spendUsable(fit))
    return [{ code: "spend-unusable", verdict: "use-with-care", details: {} }];
  // A constant amount has no correlation, and none to fear.
  const strength = Number.isNaN(fit.correlation) ? 0 : round(Math.abs(fit.correlation));
  const independent = atMost(strength, limits.correlation, {
    bad: "spend-correlates",
    fine: "spend-independent",
  });
  // The border with q at its limit gives everyone one mean, that with p alone everyone their own.
  if (fit.held.length === 0) return [independent];
  const code = fit.held.includes("q") ? "ok-spend-alike" : "ok-spend-own";
  return [{ code, verdict: "use", details: {} }, independent];
}

/** A spend model gives finite means only when it converged with q above 1. */
export function spendUsable(fit: GammaGammaFit): boolean {
  return fit.converged && fit.parameters.q > 1;
}

/**
 * How far held-out purchases lie from what was expected of them, and whether a plain rule would have done
 * better. A forecast more than 60 % off must not be used, nor one more than 20 % off that the plain rule beats.
 */
export function holdoutChecks({ actual, expected, naive }: HoldoutTotals): ReviewCheck[] {
  const error = forecastError(expected, actual);
  // Whole purchases, but for a handful.
  const details = { actual, expected: expected < 10 ? round(expected) : Math.round(expected) };
  if (error === undefined) {
    const silent = { code: "holdout-silent", verdict: "do-not-use", details } as const;
    return expected < 1 ? [] : [silent];
  }
  const percent = Math.round(100 * error);
  const far = error > limits.holdoutError.most;
  const check = atMost(
    round(error),
    limits.holdoutError,
    { bad: far ? "holdout-far" : "holdout-off", fine: "holdout" },
    { ...details, percent, most: Math.round(100 * limits.holdoutError.most) },
  );
  const naiveError = forecastError(naive, actual) ?? Infinity;
  // Twice the scatter of a count of independent purchases: closer than that is a tie.
  if (naiveError + 2 / Math.sqrt(actual) >= error) return [check];
  const beaten = {
    code: "worse-than-naive",
    verdict: error > limits.holdoutError.good ? "do-not-use" : "use-with-care",
    details: { percent, naivePercent: Math.round(100 * naiveError) },
  } as const;
  return [check, beaten];
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
