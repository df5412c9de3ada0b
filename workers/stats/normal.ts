/** 0.975 quantile of the standard normal: half-width of a 95 % range in standard errors. */
export const z975 = 1.959963984540054;

/**
 * Standard normal distribution function, with full relative accuracy in both tails: series of the
 * error function near 0, Laplace's continued fraction outside (Abramowitz & Stegun 26.2.10, 26.2.14).
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return NaN;
  const x = Math.abs(z);
  const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  if (x < 3) {
    let term = x;
    let sum = x;
    for (let k = 1; Math.abs(term) > 1e-17 * sum; k++) {
      term *= (x * x) / (2 * k + 1);
      sum += term;
    }
    const half = density * sum;
    return z < 0 ? 0.5 - half : 0.5 + half;
  }
  let fraction = x;
  for (let k = 80; k >= 1; k--) fraction = x + k / fraction;
  const tail = density / fraction;
  return z < 0 ? tail : 1 - tail;
}

const A = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
];
const B = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
  1,
];
const C = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const D = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1];

/**
 * Quantile of the standard normal: Acklam's rational approximation and one Halley step on
 * `normalCdf`, error near machine precision. -Infinity at 0, Infinity at 1, NaN outside.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  const start = p < 0.02425 ? lowerTail(p) : central(p);
  const density = Math.exp(-0.5 * start * start) / Math.sqrt(2 * Math.PI);
  const u = (normalCdf(start) - p) / density;
  return start - u / (1 + 0.5 * start * u);
}

function lowerTail(p: number): number {
  const q = Math.sqrt(-2 * Math.log(p));
  return horner(C, q) / horner(D, q);
}

function central(p: number): number {
  const q = p - 0.5;
  return (q * horner(A, q * q)) / horner(B, q * q);
}

function horner(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
