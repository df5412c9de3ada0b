/** How far a distribution has moved. */
export interface Drift {
  /** Population stability index: 0 the same, above .1 some, above .25 much (Siddiqi 2006). */
  readonly index: number;
  /** What chance alone gives on the mean where nothing moved: (bins - 1) (1 / n + 1 / m). */
  readonly byChance: number;
  readonly verdict: "steady" | "moved-some" | "moved-much";
}

const SOME = 0.1;
const MUCH = 0.25;

/**
 * Population stability index of two lists of codes below `bins`. See `stabilityOfCounts`; NaN index where a list is empty.
 */
export function populationStability(before: Uint8Array, after: Uint8Array, bins: number): Drift {
  const count = (codes: Uint8Array) => {
    const counts = new Float64Array(bins);
    for (const code of codes) counts[code] = counts[code]! + 1;
    return counts;
  };
  return stabilityOfCounts(count(before), count(after));
}

/**
 * Population stability index of rows counted by bin: sum of (p - q) ln(p / q), the divergence of Jeffreys (1946). Where a bin
 * is empty on one side each is given half a row, so that it does not make the index infinite. What chance alone explains (its
 * mean is that of a chi-square, Yurdakul 2018) is taken off before the limits are applied. NaN index where a side is empty.
 */
export function stabilityOfCounts(before: ArrayLike<number>, after: ArrayLike<number>): Drift {
  const bins = Array.from({ length: before.length }, (_, bin) => [before[bin]!, after[bin] ?? 0] as const);
  const used = bins.filter(([p, q]) => p + q > 0);
  const [n, m] = [0, 1].map((side) => used.reduce((sum, bin) => sum + bin[side]!, 0)) as [number, number];
  if (n === 0 || m === 0) return { index: NaN, byChance: NaN, verdict: "steady" };
  const more = used.some(([p, q]) => p === 0 || q === 0) ? 0.5 : 0;
  const index = used.reduce((sum, [own, other]) => {
    const p = (own + more) / (n + more * used.length);
    const q = (other + more) / (m + more * used.length);
    return sum + (p - q) * Math.log(p / q);
  }, 0);
  const byChance = (used.length - 1) * (1 / n + 1 / m);
  const sure = index - byChance;
  return { index, byChance, verdict: sure >= MUCH ? "moved-much" : sure >= SOME ? "moved-some" : "steady" };
}
