import { wilson, type Share } from "../../stats/wilson.ts";

/** How well probabilities fit what happened. */
export interface Scores {
  readonly n: number;
  /** Mean negative log-likelihood; probabilities are kept 1e-15 from 0 and 1. */
  readonly logLoss: number;
  /** Mean squared error of the probability (Brier 1950). */
  readonly brier: number;
  /** At a threshold of one half. */
  readonly accuracy: number;
  /** Harmonic mean of precision and recall at one half; 0 when nobody is found. */
  readonly f1: number;
}

/** Scores of probabilities against 0/1 labels. */
export function scoresOf(probability: Float64Array, labels: Uint8Array): Scores {
  const n = labels.length;
  let [loss, square, right, found, said, ones] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const p = Math.min(1 - 1e-15, Math.max(1e-15, probability[i]!));
    const y = labels[i]!;
    loss -= Math.log(y === 1 ? p : 1 - p);
    square += (probability[i]! - y) ** 2;
    const yes = p > 0.5 ? 1 : 0;
    right += yes === y ? 1 : 0;
    found += yes & y;
    said += yes;
    ones += y;
  }
  const f1 = said + ones === 0 ? 0 : (2 * found) / (said + ones);
  return { n, logLoss: loss / n, brier: square / n, accuracy: right / n, f1 };
}

/** One group of a calibration curve: people with near probabilities, what was expected and what happened. */
export interface CalibrationBin {
  readonly n: number;
  readonly expected: number;
  readonly observed: Share;
}

/** Calibration curve in `bins` groups of equal size by probability, lowest first; equal probabilities stay together. */
export function calibrationBins(probability: Float64Array, labels: Uint8Array, bins = 10): CalibrationBin[] {
  const order = rowsByScore(probability);
  const n = order.length;
  const list: CalibrationBin[] = [];
  for (let bin = 0, from = 0; bin < bins && from < n; bin++) {
    let to = Math.max(from + 1, Math.round(((bin + 1) * n) / bins));
    while (to < n && probability[order[to]!] === probability[order[to - 1]!]) to++;
    let [sum, ones] = [0, 0];
    for (let r = from; r < to; r++) {
      sum += probability[order[r]!]!;
      ones += labels[order[r]!]!;
    }
    list.push({ n: to - from, expected: sum / (to - from), observed: wilson(ones, to - from) });
    from = to;
  }
  return list;
}

/** How many more of the outcome the `share` with the highest probabilities holds than as many drawn blindly. */
export function liftAt(probability: Float64Array, labels: Uint8Array, share: number): number {
  const order = rowsByScore(probability);
  const count = Math.max(1, Math.round(share * order.length));
  const ones = labels.reduce((sum, y) => sum + y, 0);
  let found = 0;
  for (let r = order.length - count; r < order.length; r++) found += labels[order[r]!]!;
  return found / count / (ones / labels.length);
}

/** Rows in order of their probability, lowest first. */
export function rowsByScore(probability: Float64Array): Int32Array {
  return Int32Array.from(probability.keys()).sort((a, b) => probability[a]! - probability[b]! || a - b);
}
