/** A stream of random numbers that depends on its seed alone. */
export interface Random {
  /** Uniform on [0, 1). */
  next(): number;
  /** Whole number from 0 to `below` - 1. */
  whole(below: number): number;
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Index into `weights`, each as likely as its weight. */
  weighted(weights: readonly number[]): number;
  /** Gamma with a shape and a rate. */
  gamma(shape: number, rate: number): number;
  beta(a: number, b: number): number;
  exponential(rate: number): number;
}

/** A stream from a seed: sfc32 (Doty-Humphrey, PractRand), its state filled by a splitmix sequence. */
export function seededRandom(seed: number): Random {
  const next = sfc32(seed);
  const whole = (below: number) => Math.floor(next() * below);
  const gamma = (shape: number, rate: number) => standardGamma(next, shape) / rate;
  return {
    next,
    whole,
    gamma,
    chance: (share) => next() < share,
    pick: (items) => {
      const item = items[whole(items.length)];
      if (item === undefined) throw new RangeError("nothing to pick from");
      return item;
    },
    weighted: (weights) => {
      let left = next() * weights.reduce((sum, weight) => sum + weight, 0);
      const index = weights.findIndex((weight) => (left -= weight) < 0);
      return index < 0 ? weights.length - 1 : index;
    },
    beta: (a, b) => {
      const x = gamma(a, 1);
      return x / (x + gamma(b, 1));
    },
    exponential: (rate) => -Math.log(1 - next()) / rate,
  };
}

function sfc32(seed: number): () => number {
  let mix = seed | 0;
  const word = () => {
    mix = (mix + 0x9e3779b9) | 0;
    let t = mix ^ (mix >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return t ^ (t >>> 15);
  };
  let [a, b, c, d] = [word(), word(), word(), 1];
  return () => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4294967296;
  };
}

/** Marsaglia and Tsang (2000), with their boost for shapes under 1. */
function standardGamma(next: () => number, shape: number): number {
  if (shape < 1) return standardGamma(next, shape + 1) * Math.pow(1 - next(), 1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(next);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Box and Muller (1958). */
function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}
