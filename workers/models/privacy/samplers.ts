import type { UniformSource } from "./random-bits.ts";
import { wholeRoot, type Rational } from "./rational.ts";

// Exact samplers of Canonne, Kamath & Steinke, "The Discrete Gaussian for Differential Privacy" (NeurIPS 2020): whole numbers and
// fractions only. Floating-point samplers leave gaps and uneven steps in their output that undo the guarantee (Mironov, CCS 2012).

/** 1 with probability of / over, which lies in 0 … 1. */
function bernoulli(source: UniformSource, { of, over }: Rational): boolean {
  return source.below(over) < of;
}

/** 1 with probability exp(-gamma), gamma at least 0 (algorithm 1). */
export function bernoulliExp(source: UniformSource, { of, over }: Rational): boolean {
  for (let whole = of / over; whole > 0n; whole--) if (!bernoulliExpUnit(source, 1n, 1n)) return false;
  return bernoulliExpUnit(source, of % over, over);
}

/** Algorithm 1 for gamma in 0 … 1: the first k at which a coin of gamma / k fails is odd with probability exp(-gamma). */
function bernoulliExpUnit(source: UniformSource, of: bigint, over: bigint): boolean {
  let k = 1n;
  while (bernoulli(source, { of, over: over * k })) k++;
  return (k & 1n) === 1n;
}

/** A whole number with probability proportional to exp(-|z| / scale), scale above 0 (algorithm 2). */
export function discreteLaplace(source: UniformSource, scale: Rational): bigint {
  const { of: t, over: s } = scale;
  for (;;) {
    const u = source.below(t);
    if (!bernoulliExpUnit(source, u, t)) continue;
    let v = 0n;
    while (bernoulliExpUnit(source, 1n, 1n)) v++;
    const size = (u + t * v) / s;
    const negative = source.bit() === 1;
    // Zero has no sign: counted once.
    if (negative && size === 0n) continue;
    return negative ? -size : size;
  }
}

/** A whole number with probability proportional to exp(-z^2 / (2 variance)), variance above 0 (algorithm 3). */
export function discreteGaussian(source: UniformSource, variance: Rational): bigint {
  const { of: a, over: b } = variance;
  const t = wholeRoot(a / b) + 1n;
  const over = 2n * a * b * t * t;
  for (;;) {
    const z = discreteLaplace(source, { of: t, over: 1n });
    const away = (z < 0n ? -z : z) * b * t - a;
    if (bernoulliExp(source, { of: away * away, over })) return z;
  }
}
