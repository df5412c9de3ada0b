import { lnGamma } from "./gamma.ts";

/** Counts of few kinds among many groups: entries of group g are `start[g]` to `start[g + 1]`, kinds that did not occur left out. */
export interface SparseCounts {
  readonly start: Int32Array;
  readonly kind: Int32Array;
  readonly count: Float64Array;
}

const LEAST = Math.log(0.05);
const MOST = Math.log(1e5);
const STEPS = 48;

/**
 * Precision of a Dirichlet-multinomial (Polya) distribution whose mean is kept at `mean` (entries above 0): the sum of the prior
 * counts that makes the groups' counts likeliest (Minka 2012, "Estimating a Dirichlet distribution", section 3), by golden
 * section over its logarithm. The end of the range, 1e5, says that the groups do not differ; groups with fewer than two counts
 * tell nothing of it. The same bits whatever the order of the groups.
 */
export function dirichletPrecision(counts: SparseCounts, mean: Float64Array): number {
  const { totals, entries } = tallied(counts, mean.length);
  const likelihood = (log: number) => {
    const s = Math.exp(log);
    let sum = 0;
    for (const [total, groups] of totals) sum += groups * (lnGamma(s) - lnGamma(s + total));
    entries.forEach((own, kind) => {
      const prior = s * mean[kind]!;
      const none = lnGamma(prior);
      for (const [count, groups] of own) sum += groups * (lnGamma(prior + count) - none);
    });
    return sum;
  };
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [LEAST, MOST];
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)];
  let [atA, atB] = [likelihood(a), likelihood(b)];
  for (let step = 0; step < STEPS; step++) {
    if (atA > atB) {
      [high, b, atB] = [b, a, atA];
      a = high - golden * (high - low);
      atA = likelihood(a);
    } else {
      [low, a, atA] = [a, b, atB];
      b = low + golden * (high - low);
      atB = likelihood(b);
    }
  }
  return Math.exp((low + high) / 2);
}

/** How many groups have each total, and of each kind each count, the smaller first: all that the likelihood asks of them. */
function tallied({ start, kind, count }: SparseCounts, kinds: number) {
  const totals = new Map<number, number>();
  const entries = Array.from({ length: kinds }, () => new Map<number, number>());
  const add = (to: Map<number, number>, key: number) => to.set(key, (to.get(key) ?? 0) + 1);
  for (let g = 0; g + 1 < start.length; g++) {
    let total = 0;
    for (let e = start[g]!; e < start[g + 1]!; e++) total += count[e]!;
    if (total < 2) continue;
    add(totals, total);
    for (let e = start[g]!; e < start[g + 1]!; e++) add(entries[kind[e]!]!, count[e]!);
  }
  const sorted = (one: Map<number, number>) => [...one].sort(([a], [b]) => a - b);
  return { totals: sorted(totals), entries: entries.map(sorted) };
}
