import { betaBinomialQuantiles } from "../../stats/beta-binomial.ts";
import { wilson, type Share } from "../../stats/wilson.ts";
import { rowsByScore } from "./scores.ts";

/** What contacting the people with the highest probabilities would have found. */
export interface Gain {
  readonly contacted: number;
  readonly found: number;
  /** Share of the contacted with the outcome (precision at n). */
  readonly precision: Share;
  /** Share of all with the outcome that were found. */
  readonly recall: number;
  /** Precision over the rate among all. */
  readonly lift: number;
}

const usualShares = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;

/**
 * Gains of contacting the best-scored shares of the rows, smallest share first. Among equal scores the outcome is taken to
 * be spread evenly, so that no order of the rows flatters the model.
 */
export function gainsTable(
  probability: Float64Array,
  labels: Uint8Array,
  shares: readonly number[] = usualShares,
): Gain[] {
  const n = labels.length;
  const ones = labels.reduce((sum, y) => sum + y, 0);
  const counts = [...new Set(shares.map((share) => Math.max(1, Math.round(share * n))))].filter(
    (count) => count <= n,
  );
  const found = foundAmongBest(probability, labels, counts);
  return counts.map((contacted, k) => ({
    contacted,
    found: found[k]!,
    precision: wilson(found[k]!, contacted),
    recall: found[k]! / ones,
    lift: found[k]! / contacted / (ones / n),
  }));
}

/** Rows with the outcome among the best `counts` (ascending); of equal scores a part counts as a part of their outcomes. */
function foundAmongBest(probability: Float64Array, labels: Uint8Array, counts: readonly number[]): number[] {
  const order = rowsByScore(probability).reverse();
  const found: number[] = [];
  let sum = 0;
  for (let from = 0, to = 0; from < order.length; from = to) {
    let ones = 0;
    for (to = from; to < order.length && probability[order[to]!] === probability[order[from]!]; to++)
      ones += labels[order[to]!]!;
    while (found.length < counts.length && counts[found.length]! <= to)
      found.push(sum + (ones * (counts[found.length]! - from)) / (to - from));
    sum += ones;
  }
  return found;
}

/** How many of a number of people to contact will have the outcome. */
export interface Expectation {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Outcomes expected among `contacted` people as good as those behind a gain: beta-binomial with Jeffreys' prior, so that the
 * 95 % range holds both what is not known of the rate and the chance of the draw. Its ends are whole people.
 */
export function expectedOutcomes(
  { found, contacted: seen }: Pick<Gain, "found" | "contacted">,
  contacted: number,
): Expectation {
  const a = found + 0.5;
  const b = seen - found + 0.5;
  const expected = (contacted * a) / (a + b);
  const [low, high] = betaBinomialQuantiles(contacted, a, b, [0.025, 0.975]) as [number, number];
  // A mean of a rare outcome may lie beyond nearly all of its distribution.
  return { expected, low: Math.min(low, Math.floor(expected)), high: Math.max(high, Math.ceil(expected)) };
}
