import type { JobControl } from "../../base/job.ts";
import { z975 } from "../../stats/normal.ts";
import { checkEvery } from "../cancel.ts";

/** People by how long they were seen, and whether they left then (1) or were still there (0). */
export interface SurvivalData {
  /** Any unit, 0 or more. */
  readonly time: Float64Array;
  readonly event: Uint8Array;
}

/** A survival curve: one entry a different time, ascending. */
export interface SurvivalCurve {
  readonly n: number;
  readonly totalEvents: number;
  readonly time: Float64Array;
  readonly atRisk: Float64Array;
  readonly events: Float64Array;
  readonly survival: Float64Array;
  /** Greenwood's standard error of the survival. */
  readonly standardError: Float64Array;
  /** 95 % interval on the log scale, R's default; NaN where nobody is left. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly median: Median;
}

/** NaN where the curve does not come down to a half. */
export interface Median {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Kaplan & Meier's (1958) product-limit estimate with Greenwood's (1926) variance. People who were last seen at the
 * time of an event count as at risk for it. `include` holds 1 for the people to count. O(n log n).
 * @throws Cancelled
 */
export function kaplanMeier(data: SurvivalData, job: JobControl, include?: Uint8Array): SurvivalCurve {
  const rows = timeOrder(data, include);
  const n = rows.length;
  const steps: [number, number, number][] = [];
  let totalEvents = 0;
  for (let from = 0; from < n;) {
    const time = data.time[rows[from]!]!;
    let [to, events] = [from, 0];
    for (; to < n && data.time[rows[to]!] === time; to++) {
      checkEvery(job, to);
      events += data.event[rows[to]!]!;
    }
    steps.push([time, n - from, events]);
    totalEvents += events;
    from = to;
  }
  return { n, totalEvents, ...estimates(steps) };
}

function estimates(steps: readonly (readonly [number, number, number])[]) {
  const column = (pick: (step: readonly [number, number, number]) => number) =>
    Float64Array.from(steps, pick);
  const curve = {
    time: column(([time]) => time),
    atRisk: column(([, atRisk]) => atRisk),
    events: column(([, , events]) => events),
    survival: new Float64Array(steps.length),
    standardError: new Float64Array(steps.length),
    low: new Float64Array(steps.length),
    high: new Float64Array(steps.length),
  };
  let [survival, greenwood] = [1, 0];
  steps.forEach(([, atRisk, events], i) => {
    survival *= (atRisk - events) / atRisk;
    if (events > 0) greenwood += events / (atRisk * (atRisk - events));
    const relative = Math.sqrt(greenwood);
    curve.survival[i] = survival;
    curve.standardError[i] = survival === 0 ? NaN : survival * relative;
    curve.low[i] = survival === 0 ? NaN : survival * Math.exp(-z975 * relative);
    curve.high[i] = survival === 0 ? NaN : Math.min(1, survival * Math.exp(z975 * relative));
  });
  const median = {
    value: halfTime(curve.time, curve.survival),
    low: halfTime(curve.time, curve.low),
    high: halfTime(curve.time, curve.high),
  };
  return { ...curve, median };
}

/** First time a curve is at or below a half; the middle of the flat part when it is exactly there. */
function halfTime(time: Float64Array, curve: Float64Array): number {
  const at = curve.findIndex((value) => value <= 0.5 + 1e-12);
  if (at < 0) return NaN;
  if (Math.abs(curve[at]! - 0.5) > 1e-12) return time[at]!;
  const next = curve.findIndex((value) => value < 0.5 - 1e-12);
  return next < 0 ? time[at]! : (time[at]! + time[next]!) / 2;
}

/** Rows by ascending time. */
export function timeOrder({ time }: SurvivalData, include?: Uint8Array): Int32Array {
  return Int32Array.from(time.keys())
    .filter((row) => include === undefined || include[row] === 1)
    .sort((a, b) => time[a]! - time[b]!);
}

/** Survival at a time: that of the last step not after it; 1 before the first. */
export function survivalAt(curve: SurvivalCurve, time: number): number {
  let [low, high] = [0, curve.time.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (curve.time[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 1 : curve.survival[low - 1]!;
}
