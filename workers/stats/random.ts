/**
 * A seeded stream of random numbers: xoshiro128** (Blackman & Vigna 2018), its state filled by
 * splitmix32. The same seed gives the same stream on every machine. Not for keys or secrets.
 */
export interface RandomStream {
  /** Uniform on (0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Exponential with mean 1. */
  exponential(): number;
  /** Gamma with this shape and scale 1 (Marsaglia & Tsang 2000). */
  gamma(shape: number): number;
  /** Beta(a, b). */
  beta(a: number, b: number): number;
  /** Whole number from 0 to n - 1, n up to 2^32. */
  below(n: number): number;
}

/** A new stream for a whole-number seed. */
export function randomStream(seed: number): RandomStream {
  const next = xoshiro128(seed);
  const uniform = () => ((next() >>> 5) * 67_108_864 + (next() >>> 6) + 0.5) / 9_007_199_254_740_992;
  const exponential = () => -Math.log(uniform());
  const normal = () => Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * uniform());
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const z = normal();
      const v = (1 + c * z) ** 3;
      if (v > 0 && Math.log(uniform()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  const beta = (a: number, b: number) => {
    const x = gamma(a);
    return x / (x + gamma(b));
  };
  const below = (n: number) => Math.floor(uniform() * n);
  return { uniform, normal, exponential, gamma, beta, below };
}

function xoshiro128(seed: number): () => number {
  let fill = seed | 0;
  const splitmix = () => {
    fill = (fill + 0x9e3779b9) | 0;
    let z = fill ^ (fill >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let [a, b, c, d] = [splitmix(), splitmix(), splitmix(), splitmix()];
  return () => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  };
}
