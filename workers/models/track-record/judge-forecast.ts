import { z975 } from "../../stats/normal.ts";
import type { Ranged } from "../../terms/ranged.ts";
import type { ForecastResult, ForecastVerdict } from "../../terms/track-record.ts";
import { calibrationDrift } from "../drift/calibration-drift.ts";
import { aucDifference } from "../validation/auc-difference.ts";
import { auc, aucInterval } from "../validation/auc.ts";
import { calibrationBins, rowsByScore, scoresOf } from "../validation/scores.ts";

/** What was said of people and what came, one entry a person. */
export interface Followed {
  /** Chances, or counts expected. */
  readonly said: Float64Array;
  readonly happened: Float64Array;
  /** What the plain rule said: any score of the outcome beside chances, a count beside counts. */
  readonly plain?: Float64Array;
  /** The forecast of everybody when it was made; its range is carried over to those followed, in proportion. */
  readonly expected: Ranged;
}

/** Least number of people a group of a calibration speaks of. */
const LEAST = 10;

/** Chances against what happened (0 or 1): counted, ranked, calibrated, and beside the plain rule. */
export function judgeChances({ said, happened, plain, expected }: Followed): ForecastResult {
  const labels = Uint8Array.from(happened);
  const area = auc(said, labels);
  const [low, high] = aucInterval(area);
  const known = Number.isFinite(area.value);
  const rate = sumOf(happened) / Math.max(1, labels.length);
  const scores = scoresOf(said, labels);
  const rated = scoresOf(new Float64Array(labels.length).fill(rate), labels);
  const { shift, slope, drifted } = calibrationDrift(said, labels);
  return {
    ...counted(said, happened, expected),
    ...(known && { auc: { value: area.value, low: known0(low, 0), high: known0(high, 1) } }),
    ...(known && plain && { plainAuc: auc(plain, labels).value }),
    ...(known && plain && against(aucDifference(said, plain, labels))),
    ...(labels.length > 0 && {
      logLoss: scores.logLoss,
      brier: scores.brier,
      plainRate: { logLoss: rated.logLoss, brier: rated.brier },
    }),
    ...(drifted !== undefined && Number.isFinite(shift.value) && { shift }),
    ...(drifted !== undefined && Number.isFinite(slope.value) && { slope }),
    ...(drifted !== undefined && { drifted }),
    calibration: calibrationBins(said, labels, binsFor(labels.length)).map((bin) => ({
      n: bin.n,
      expected: bin.expected,
      observed: bin.observed.value,
      low: bin.observed.low,
      high: bin.observed.high,
    })),
  };
}

/** Counts against what happened: totals, by groups, whether those who came were told apart, and beside the plain rule. */
export function judgeCounts({ said, happened, plain, expected }: Followed): ForecastResult {
  const any = Uint8Array.from(happened, (count) => (count > 0 ? 1 : 0));
  const area = auc(said, any);
  const [low, high] = aucInterval(area);
  const known = Number.isFinite(area.value);
  const nearer = plain && meanRange(happened.map((y, i) => Math.abs(plain[i]! - y) - Math.abs(said[i]! - y)));
  return {
    ...counted(said, happened, expected),
    ...(plain && { plainExpected: sumOf(plain) }),
    ...(known && { auc: { value: area.value, low: known0(low, 0), high: known0(high, 1) } }),
    ...(known && plain && { plainAuc: auc(plain, any).value }),
    ...(nearer && against(nearer)),
    calibration: countGroups(said, happened),
  };
}

function counted(said: Float64Array, happened: Float64Array, whole: Ranged) {
  const value = sumOf(said);
  const part = whole.value > 0 ? value / whole.value : 1;
  // A range around fewer people is wider in proportion: the luck of the draw shrinks with the root of their number only.
  const spread = Math.sqrt(Math.max(1e-12, part));
  const expected = {
    value,
    low: Math.max(0, value - (whole.value - whole.low) * spread),
    high: value + (whole.high - whole.value) * spread,
  };
  const came = sumOf(happened);
  return { people: said.length, expected, happened: came, verdict: verdictOf(came, expected) };
}

/** Whether what happened lies in a range. */
export function verdictOf(happened: number, { low, high }: Ranged): ForecastVerdict {
  if (happened > high) return "more";
  return happened < low ? "fewer" : "as-forecast";
}

function against({ value, low, high }: Ranged): Pick<ForecastResult, "gain" | "comparison"> {
  if (!Number.isFinite(value)) return {};
  return { gain: { value, low, high }, comparison: low > 0 ? "better" : high < 0 ? "worse" : "alike" };
}

function countGroups(said: Float64Array, happened: Float64Array): ForecastResult["calibration"] {
  const order = rowsByScore(said);
  const bins = binsFor(order.length);
  return Array.from({ length: order.length === 0 ? 0 : bins }, (_, bin) => {
    const rows = order.subarray(
      Math.round((bin * order.length) / bins),
      Math.round(((bin + 1) * order.length) / bins),
    );
    const { value, low, high } = meanRange(Float64Array.from(rows, (row) => happened[row]!));
    const expected = rows.reduce((sum, row) => sum + said[row]!, 0) / rows.length;
    return { n: rows.length, expected, observed: value, low: Math.max(0, low), high };
  });
}

/** Mean with its 95 % range (normal approximation). */
function meanRange(values: Float64Array): Ranged {
  const n = values.length;
  const value = sumOf(values) / n;
  const spread = values.reduce((sum, own) => sum + (own - value) ** 2, 0) / Math.max(1, n - 1);
  const half = z975 * Math.sqrt(spread / n);
  return { value, low: value - half, high: value + half };
}

function binsFor(people: number): number {
  return Math.max(1, Math.min(10, Math.floor(people / LEAST)));
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function known0(value: number, otherwise: number): number {
  return Number.isFinite(value) ? value : otherwise;
}
