/** Weights of this size against the largest are nothing. */
const NEGLIGIBLE = 1e-18;

/**
 * The least numbers of `n` draws whose beta-binomial distribution function reaches the given shares (ascending): draws whose
 * common chance is Beta(a, b), of which at most one is below 1. Sums the probabilities outwards from the mode by their ratios,
 * so that nothing underflows; linear in the spread of the number.
 */
export function betaBinomialQuantiles(n: number, a: number, b: number, shares: readonly number[]): number[] {
  // P(k + 1) / P(k).
  const ratio = (k: number) => (((n - k) / (k + 1)) * (a + k)) / (b + n - k - 1);
  const mode = a + b > 2 ? ((n + 1) * (a - 1)) / (a + b - 2) : a > b ? n : 0;
  const top = Math.min(n, Math.max(0, Math.floor(mode)));
  const down: number[] = [];
  for (let k = top, weight = 1; k > 0; k--) {
    weight /= ratio(k - 1);
    if (weight < NEGLIGIBLE) break;
    down.push(weight);
  }
  const weights = [...down.reverse(), 1];
  const first = top - down.length;
  for (let k = top, weight = 1; k < n; k++) {
    weight *= ratio(k);
    if (weight < NEGLIGIBLE) break;
    weights.push(weight);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let at = 0;
  let sum = weights[0]!;
  return shares.map((share) => {
    while (sum < share * total && at < weights.length - 1) sum += weights[++at]!;
    return first + at;
  });
}
