import { dirichletPrecision } from "../../stats/dirichlet.ts";
import { z975 } from "../../stats/normal.ts";
import type { Ranged } from "../../terms/ranged.ts";

/** Messages of a group, and how many had the outcome. */
interface Tally {
  readonly hits: number;
  readonly n: number;
}

/**
 * Rates of several groups, each drawn towards all together by a Beta prior whose precision is the likeliest, with 95 % ranges. The
 * mean they are drawn to is itself only estimated, and its error comes in by the part of it that a group takes over (Morris 1983):
 * groups that are all alike, or a single one, are known as well as all together and no better.
 */
export function shrunkenRates(tallies: readonly Tally[]): Ranged[] {
  const { prior, mean } = betaPrior(tallies);
  const total = tallies.reduce((sum, { n }) => sum + n, 0);
  const ofMean = (mean * (1 - mean)) / (total + 1);
  return tallies.map(({ hits, n }) => {
    const a = prior * mean + hits;
    const all = prior + n;
    const value = a / all;
    const half = z975 * Math.sqrt((value * (1 - value)) / (all + 1) + (prior / all) ** 2 * ofMean);
    return { value, low: Math.max(0, value - half), high: Math.min(1, value + half) };
  });
}

/** A Beta distribution by its mean and the sum of its two counts. */
export interface BetaPrior {
  readonly prior: number;
  readonly mean: number;
}

/** Mean and precision of the Beta prior of rates, from the groups they were seen in. */
export function betaPrior(tallies: readonly Tally[]): BetaPrior {
  const total = tallies.reduce((sum, { n }) => sum + n, 0);
  const hits = tallies.reduce((sum, own) => sum + own.hits, 0);
  const mean = (hits + 0.5) / (total + 1);
  const start = Int32Array.from({ length: tallies.length + 1 }, (_, g) => 2 * g);
  const kind = Int32Array.from({ length: 2 * tallies.length }, (_, e) => e % 2);
  const count = new Float64Array(kind.length);
  for (const [g, own] of tallies.entries()) count.set([own.hits, own.n - own.hits], 2 * g);
  return { prior: dirichletPrecision({ start, kind, count }, Float64Array.of(mean, 1 - mean)), mean };
}
