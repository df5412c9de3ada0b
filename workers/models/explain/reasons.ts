/** How a chance came about: the chance of everybody, and what each term adds to it. */
export interface Reasons {
  /** Chance before anything is known of the person: that of the intercept alone. */
  readonly base: number;
  readonly chance: number;
  /** What each term adds, in the unit of the chance; `base` and these sum to `chance`. */
  readonly parts: Float64Array;
}

/**
 * Divides a chance among the terms of log-odds that add up to it. Each gets its share of the way from the base along the
 * straight line of all terms together (Aumann & Shapley 1974), which for an additive model of log-odds is the term times the
 * mean slope of the logistic curve: parts sum to the chance exactly and keep the signs of their terms.
 */
export function reasonsOf(intercept: number, terms: Float64Array): Reasons {
  const total = terms.reduce((sum, term) => sum + term, 0);
  const base = logistic(intercept);
  const chance = logistic(intercept + total);
  const slope = Math.abs(total) < 1e-6 ? base * (1 - base) : (chance - base) / total;
  return { base, chance, parts: terms.map((term) => term * slope) };
}

/** Places of the terms that weigh most, most first; terms of no weight are left out. */
export function strongest(terms: Float64Array, count: number): number[] {
  return [...terms.keys()]
    .filter((k) => terms[k] !== 0)
    .sort((a, b) => Math.abs(terms[b]!) - Math.abs(terms[a]!) || a - b)
    .slice(0, count);
}

function logistic(eta: number): number {
  return eta >= 0 ? 1 / (1 + Math.exp(-eta)) : Math.exp(eta) / (1 + Math.exp(eta));
}
