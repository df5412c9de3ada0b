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
 * Population stability index of two lists of codes below `bins`: sum of (p - q) ln(p / q), the divergence of Jeffreys (1946).
 * Each bin is given half a row, so that an empty one does not make it infinite. What chance alone explains (its mean is
 * that of a chi-square, Yurdakul 2018) is taken off before the limits are applied. NaN index where a list is empty.
 */
export function populationStability(before: Uint8Array, after: Uint8Array, bins: number): Drift {
  const [n, m] = [before.length, after.length];
  const count = (codes: Uint8Array) => {
    const counts = new Float64Array(bins).fill(0.5);
    for (const code of codes) counts[code] = counts[code]! + 1;
    return counts.map((own) => own / (codes.length + bins / 2));
  };
  const [p, q] = [count(before), count(after)];
  const index =
    n === 0 || m === 0
      ? NaN
      : p.reduce((sum, own, bin) => sum + (own - q[bin]!) * Math.log(own / q[bin]!), 0);
  const used = p.filter((_, bin) => before.includes(bin) || after.includes(bin)).length;
  const byChance = Math.max(0, used - 1) * (1 / n + 1 / m);
  const sure = index - byChance;
  return { index, byChance, verdict: sure >= MUCH ? "moved-much" : sure >= SOME ? "moved-some" : "steady" };
}
