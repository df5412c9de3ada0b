import type { QuantileMeasure } from "../../../terms/release.ts";
import { quantileShares } from "./measures.ts";

/** Quantiles of a group that may be told, and the amounts at which telling them divides the group. */
export interface ToldQuantiles {
  readonly values: Readonly<Partial<Record<QuantileMeasure, number>>>;
  /** Ascending: a person's part is the number of edges at or below their amount. */
  readonly edges: readonly number[];
}

/** Digits a quantile keeps: the fewer, the more people lie within the rounding. */
const digits = [2, 1];

/** The median first: where the others would make parts too small, it is what stays. */
const order: readonly QuantileMeasure[] = ["median", "lowerQuartile", "upperQuartile"];

/**
 * Quantiles of the amounts of one cell's people (lowest amount with at least that share of people at or below it; Hyndman & Fan
 * 1996, type 1), rounded to two digits, or to one. One is told only where at least k people lie within its rounding, at least k below
 * and at least k above; with several, where every part between two roundings holds nobody or k people too. An extreme
 * or a value of one person is never told (Hundepool et al., Statistical Disclosure Control, 2012, 4.2: medians and percentiles
 * stand for the people around them; Brandt et al., Guidelines for the checking of output, ESSnet SDC 2010, class 5).
 *
 * @param amounts of each person of the cell, in minor units, in any order.
 */
export function toldQuantiles(
  amounts: Float64Array,
  asked: readonly QuantileMeasure[],
  k: number,
): ToldQuantiles {
  const sorted = amounts.toSorted();
  const values: Partial<Record<QuantileMeasure, number>> = {};
  let edges: readonly number[] = [];
  for (const measure of order) {
    if (!asked.includes(measure)) continue;
    for (const kept of digits) {
      const rounding = roundingOf(sorted[Math.ceil(quantileShares[measure] * sorted.length) - 1] ?? 0, kept);
      const { low, high } = rounding;
      const together = [...new Set([...edges, low, high])].sort((a, b) => a - b);
      if (!isWide(sorted, low, high, k) || !areLarge(sorted, together, k)) continue;
      values[measure] = rounding.value;
      edges = together;
      break;
    }
  }
  return { values, edges };
}

/** The part of a group an amount lies in: the number of edges at or below it. */
export function partOf(amount: number, edges: readonly number[]): number {
  let part = 0;
  while (part < edges.length && edges[part]! <= amount) part++;
  return part;
}

/** A value to so many digits, and the amounts that round to it: from `low`, below `high`. */
function roundingOf(value: number, kept: number) {
  const unit =
    Math.abs(value) < 1 ? 1 : 10 ** Math.max(0, Math.floor(Math.log10(Math.abs(value))) + 1 - kept);
  const at = Math.floor(value / unit + 0.5);
  return { value: at * unit + 0, low: (at - 0.5) * unit, high: (at + 0.5) * unit };
}

function isWide(sorted: Float64Array, low: number, high: number, k: number): boolean {
  const below = countBelow(sorted, low);
  const upTo = countBelow(sorted, high);
  return below >= k && upTo - below >= k && sorted.length - upTo >= k;
}

function areLarge(sorted: Float64Array, edges: readonly number[], k: number): boolean {
  const places = [0, ...edges.map((edge) => countBelow(sorted, edge)), sorted.length];
  return places.slice(1).every((place, at) => place === places[at]! || place - places[at]! >= k);
}

function countBelow(sorted: Float64Array, edge: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < edge) low = middle + 1;
    else high = middle;
  }
  return low;
}
