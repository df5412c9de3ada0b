import type { JobControl } from "../../base/job.ts";
import type { ContactDecision, HeldOutFigures } from "../../terms/propensity.ts";
import type { CalibrationDrift } from "../drift/calibration-drift.ts";
import { aucInterval } from "../validation/auc.ts";
import { expectedOutcomes } from "../validation/gains.ts";
import type { Validation } from "../validation/validated.ts";

/** How many of the labels are 1. */
export function sumOf(labels: Uint8Array): number {
  return labels.reduce((sum, y) => sum + y, 0);
}

/** A part of a job, from one per cent of the whole to another. */
export function part(job: JobControl, from: number, to: number): JobControl {
  return {
    ...(job.helpers && { helpers: job.helpers }),
    check: () => job.check(),
    progress: ({ done, total = 1 }) =>
      job.progress({ phase: "learn", done: Math.round(from + ((to - from) * done) / total), total: 100 }),
  };
}

/** What a report tells of the check on held-out rows; `plainAuc` is the area of a plain rule. */
export function heldOutFigures(validation: Validation, labels: Uint8Array, plainAuc: number): HeldOutFigures {
  const [low, high] = aucInterval(validation.auc);
  const { scores, plain, slope, lift, bins, gains } = validation;
  return {
    people: labels.length,
    positives: sumOf(labels),
    auc: { value: validation.auc.value, low, high },
    plainAuc,
    logLoss: scores.logLoss,
    brier: scores.brier,
    plainRate: { logLoss: plain.logLoss, brier: plain.brier },
    calibrationSlope: Number.isFinite(slope) ? slope : null,
    liftTopTenth: lift,
    calibration: bins.map(({ n, expected, observed }) => ({
      n,
      expected,
      observed: observed.value,
      low: observed.low,
      high: observed.high,
    })),
    gains: gains.map(({ contacted, found, precision, recall, lift: own }) => ({
      contacted,
      found,
      precision: precision.value,
      low: precision.low,
      high: precision.high,
      recall,
      lift: own,
    })),
  };
}

/** What was found among the same shares of the rows judged, carried over to the people of today. */
export function decisionsOf({ gains }: Validation, labels: Uint8Array, people: number): ContactDecision[] {
  const rate = sumOf(labels) / labels.length;
  const known = new Set<number>();
  return gains.flatMap((gain) => {
    const contact = Math.round((people * gain.contacted) / labels.length);
    if (contact < 1 || known.has(contact)) return [];
    known.add(contact);
    return [{ contact, ...expectedOutcomes(gain, contact), blindly: contact * rate }];
  });
}

/**
 * Sum of the chances; its range holds the luck of the draw and how far the sum was off on the time held out (the range of the
 * shift of all log-odds, `calibrationDrift`).
 */
export function expectedSum(chance: Float64Array, { shift }: CalibrationDrift) {
  const shifted = (by: number) =>
    chance.reduce((sum, p) => sum + 1 / (1 + ((1 - p) / Math.max(1e-12, p)) * Math.exp(-by)), 0);
  const value = chance.reduce((sum, p) => sum + p, 0);
  const draw = 1.96 * Math.sqrt(chance.reduce((sum, p) => sum + p * (1 - p), 0));
  return {
    value,
    low: Math.max(0, shifted(Math.min(0, shift.low)) - draw),
    high: Math.min(chance.length, shifted(Math.max(0, shift.high)) + draw),
  };
}

/** People by chance, in ten bins of .1. */
export function histogramOf(chance: Float64Array): number[] {
  const bins = new Array<number>(10).fill(0);
  for (const p of chance) {
    const bin = Math.min(9, Math.floor(10 * p));
    bins[bin] = bins[bin]! + 1;
  }
  return bins;
}
