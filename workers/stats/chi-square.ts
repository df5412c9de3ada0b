import { lnGamma } from "./gamma.ts";

/** P(X > x) for a chi-square with `df` degrees of freedom; NaN for x < 0 or df <= 0. */
export function chiSquareTail(x: number, df: number): number {
  if (!(x >= 0) || !(df > 0)) return NaN;
  return x === 0 ? 1 : gammaTail(df / 2, x / 2);
}

/**
 * Regularised upper incomplete gamma Q(a, x): the series below a + 1, Legendre's continued fraction by Lentz's method
 * above (Abramowitz & Stegun 6.5.29, 6.5.31).
 */
function gammaTail(a: number, x: number): number {
  const front = Math.exp(a * Math.log(x) - x - lnGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let k = 1; k < 10_000 && term > 1e-17 * sum; k++) {
      term *= x / (a + k);
      sum += term;
    }
    return 1 - front * sum;
  }
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < 10_000; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / nonZero(numerator * d + b, tiny);
    c = nonZero(b + numerator / c, tiny);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return front * fraction;
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}
