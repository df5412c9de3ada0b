import { z975 } from "../../stats/normal.ts";
import type { Ranged } from "../../terms/ranged.ts";

/**
 * The share c of all positives that carry a label, from the chances g of being labelled that a model not shown them says of
 * rows: the mean of g over the labelled (Elkan & Noto 2008, estimator e1), with the range from its sampling error below to
 * the largest g (their e3) above. Where positives and others overlap, e1 is too low and e3 the better bound.
 */
export function namedShare(chance: Float64Array, labels: Uint8Array): Ranged {
  const own = chance.filter((_, row) => labels[row] === 1);
  const n = own.length;
  if (n === 0) return { value: NaN, low: NaN, high: NaN };
  const value = own.reduce((sum, g) => sum + g, 0) / n;
  const variance = own.reduce((sum, g) => sum + (g - value) ** 2, 0) / Math.max(1, n - 1);
  const high = chance.reduce((most, g) => Math.max(most, g), value);
  return { value, low: Math.max(1e-6, value - z975 * Math.sqrt(variance / n)), high };
}

/**
 * How many of the unlabelled are positive: each weighs (1 - c) / c * g / (1 - g), at most 1 (Elkan & Noto 2008, section 3).
 * The fewer the labels name (c), the more there are.
 */
export function hiddenAmong(chance: Float64Array, named: Ranged): Ranged {
  const count = (c: number) =>
    chance.reduce((sum, g) => sum + Math.min(1, (((1 - c) / c) * g) / Math.max(1e-12, 1 - g)), 0);
  return { value: count(named.value), low: count(Math.min(1, named.high)), high: count(named.low) };
}
