/** Limits of probability outside which an outcome can be excluded at a level. */
export interface ConformalBand {
  /** Share of truths that answers are to hold. */
  readonly level: number;
  /** Yes is possible from this probability on. */
  readonly yesFrom: number;
  /** No is possible up to this probability. */
  readonly noUpTo: number;
  /** Shares of the rows with one answer, with both, and with none. */
  readonly yes: number;
  readonly no: number;
  readonly either: number;
  readonly neither: number;
}

/**
 * Class-conditional conformal limits (Vovk, Gammerman & Shafer 2005, section 4.5) from probabilities of rows the model had not
 * seen: of people with the outcome at least `level` have a probability of `yesFrom` or more, of those without at least
 * `level` have `noUpTo` or less, whatever the model, as long as people to come are like these. Without people of one
 * kind nothing is excluded.
 */
export function conformalBand(probability: Float64Array, labels: Uint8Array, level = 0.9): ConformalBand {
  const of = (label: number) => probability.filter((_, i) => labels[i] === label).sort();
  const [zeros, ones] = [of(0), of(1)];
  // The k-th smallest nonconformity with k = ceil((n + 1) level), beyond the largest when n is too small.
  const rank = (n: number) => Math.ceil((n + 1) * level - 1e-9);
  const yesFrom = rank(ones.length) > ones.length ? 0 : ones[ones.length - rank(ones.length)]!;
  const noUpTo = rank(zeros.length) > zeros.length ? 1 : zeros[rank(zeros.length) - 1]!;
  const counts = { yes: 0, no: 0, either: 0, neither: 0 };
  for (const p of probability) counts[answerAt(p, yesFrom, noUpTo)]++;
  const n = Math.max(1, probability.length);
  const { yes, no, either, neither } = counts;
  return { level, yesFrom, noUpTo, yes: yes / n, no: no / n, either: either / n, neither: neither / n };
}

function answerAt(p: number, yesFrom: number, noUpTo: number): "yes" | "no" | "either" | "neither" {
  if (p >= yesFrom) return p <= noUpTo ? "either" : "yes";
  return p <= noUpTo ? "no" : "neither";
}
