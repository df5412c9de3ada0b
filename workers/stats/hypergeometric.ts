const MAX_TERMS = 200_000;
const TINY = 1e-17;

/**
 * Sum over n >= 1 of (a)_n (e + 1)_{n-1} / ((c + 1)_{n-1} n!) z^n, 0 <= z < 1: the Gauss series without
 * its first term, multiplied by c / e, so that e = 0 and c = 0 are ordinary points.
 */
export function gaussTail(a: number, e: number, c: number, z: number): number {
  let term = a * z;
  let sum = term;
  for (let n = 1; n < MAX_TERMS; n++) {
    const ratio = (((a + n) * (e + n)) / ((c + n) * (n + 1))) * z;
    term *= ratio;
    sum += term;
    // Once ratios stay below 1 the rest is at most term * ratio / (1 - ratio).
    if (Math.abs(term) <= TINY * Math.abs(sum) * (1 - Math.min(0.999999, Math.abs(ratio)))) break;
  }
  return sum;
}

/**
 * ln 2F1(a, b; c; z) for a, b, c > 0 and 0 <= z < 1: all terms are positive, nothing cancels, and the sum is
 * rescaled on the way so that it never overflows (Gauss series, Abramowitz & Stegun 15.1.1).
 */
export function lnHypergeometric(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  let scale = 0;
  for (let n = 0; n < MAX_TERMS; n++) {
    const ratio = (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    term *= ratio;
    sum += term;
    if (ratio < 1 && term <= TINY * sum * (1 - ratio)) break;
    if (sum > 1e200) {
      term *= 1e-200;
      sum *= 1e-200;
      scale += 200 * Math.LN10;
    }
  }
  return Math.log(sum) + scale;
}
