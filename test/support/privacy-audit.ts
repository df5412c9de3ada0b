import { lnGamma } from "../../workers/stats/gamma.ts";

/** An audit of a mechanism by its outputs alone on two neighbouring inputs. */
export interface Audit {
  /** The largest epsilon that some event proves at the stated confidence. */
  readonly observed: number;
  readonly event: string;
}

/**
 * A lower bound of epsilon from outputs on two neighbouring inputs (Ding, Wang, Wang, Zhang & Kifer, CCS 2018; bounds as in Jagielski,
 * Ullman & Oprea, NeurIPS 2020): for each event, fixed beforehand, exact Clopper-Pearson limits of its two chances, so that with the stated
 * confidence over all events together (Bonferroni) no true epsilon lies below the observed one.
 */
export function auditEpsilon(
  one: readonly number[],
  other: readonly number[],
  thresholds: readonly number[],
  { delta = 0, confidence = 0.999 }: { readonly delta?: number; readonly confidence?: number } = {},
): Audit {
  const events = thresholds.flatMap((at) => [
    { name: `at least ${String(at)}`, holds: (value: number) => value >= at },
    { name: `at most ${String(at)}`, holds: (value: number) => value <= at },
  ]);
  const miss = (1 - confidence) / (4 * events.length);
  let best: Audit = { observed: 0, event: "none" };
  for (const { name, holds } of events) {
    const [p, q] = [one.filter(holds).length, other.filter(holds).length];
    for (const [more, of, less, from] of [
      [p, one.length, q, other.length],
      [q, other.length, p, one.length],
    ] as const) {
      const low = lowerLimit(more, of, miss) - delta;
      if (low <= 0) continue;
      const observed = Math.log(low / (1 - lowerLimit(from - less, from, miss)));
      if (observed > best.observed) best = { observed, event: name };
    }
  }
  return best;
}

/** The lower Clopper-Pearson limit of a share: the chance under which `hits` or more of n have probability `miss`. */
export function lowerLimit(hits: number, n: number, miss: number): number {
  if (hits === 0) return 0;
  let [low, high] = [0, hits / n];
  for (let turn = 0; turn < 60; turn++) {
    const middle = (low + high) / 2;
    if (upperTail(hits, n, middle) < miss) low = middle;
    else high = middle;
  }
  return low;
}

/** Probability of `hits` or more of n, for a chance below hits / n: terms fall from the first on. */
function upperTail(hits: number, n: number, chance: number): number {
  if (chance <= 0) return 0;
  const choose = lnGamma(n + 1) - lnGamma(hits + 1) - lnGamma(n - hits + 1);
  let term = Math.exp(choose + hits * Math.log(chance) + (n - hits) * Math.log1p(-chance));
  let sum = 0;
  for (let k = hits; k <= n && term > 1e-30; k++) {
    sum += term;
    term *= ((n - k) / (k + 1)) * (chance / (1 - chance));
  }
  return sum;
}
