import { describe, expect, test } from "vitest";
import { chiSquareTail } from "../../stats/chi-square.ts";
import { randomStream } from "../../stats/random.ts";
import { UniformSource } from "./random-bits.ts";
import { divided, exactly, numberOf, roundedUp, times, wholeRoot } from "./rational.ts";
import { bernoulliExp, discreteGaussian, discreteLaplace } from "./samplers.ts";

function seeded(seed: number): UniformSource {
  const stream = randomStream(seed);
  return new UniformSource((bytes) => {
    for (let at = 0; at < bytes.length; at++) bytes[at] = stream.below(256);
  });
}

/** Chance of a chi-square as large by draws of the mass function itself; values with few expected draws are put together. */
function goodness(draws: readonly number[], mass: (z: number) => number, reach: number): number {
  const counts = new Map<number, number>();
  for (const draw of draws) counts.set(draw, (counts.get(draw) ?? 0) + 1);
  let norm = 0;
  for (let z = -reach; z <= reach; z++) norm += mass(z);
  let [chi, cells, restSeen, restExpected] = [0, 0, draws.length, draws.length];
  for (let z = -reach; z <= reach; z++) {
    const expected = (draws.length * mass(z)) / norm;
    if (expected < 10) continue;
    const seen = counts.get(z) ?? 0;
    chi += (seen - expected) ** 2 / expected;
    cells++;
    restSeen -= seen;
    restExpected -= expected;
  }
  if (restExpected > 1) {
    chi += (restSeen - restExpected) ** 2 / restExpected;
    cells++;
  }
  return chiSquareTail(chi, cells - 1);
}

const n = 20_000;

describe("samplers against their exact mass functions", () => {
  test.each([
    [1, 1, 1],
    [7, 3, 2],
    [20, 1, 3],
    [1, 4, 4],
    [5_242_881, 1_048_576, 5],
  ])("discrete Laplace of scale %i / %i", (of, over, seed) => {
    const scale = { of: BigInt(of), over: BigInt(over) };
    const source = seeded(seed);
    const draws = Array.from({ length: n }, () => Number(discreteLaplace(source, scale)));
    const size = numberOf(scale);
    expect(goodness(draws, (z) => Math.exp(-Math.abs(z) / size), 400)).toBeGreaterThan(1e-4);
  });

  test.each([
    [1, 1, 11],
    [1, 9, 12],
    [40, 3, 13],
    [10_000, 1, 14],
    [104_857_601, 1_048_576, 15],
  ])("discrete Gaussian of variance %i / %i", (of, over, seed) => {
    const variance = { of: BigInt(of), over: BigInt(over) };
    const source = seeded(seed);
    const draws = Array.from({ length: n }, () => Number(discreteGaussian(source, variance)));
    const size = numberOf(variance);
    expect(goodness(draws, (z) => Math.exp((-z * z) / (2 * size)), 1200)).toBeGreaterThan(1e-4);
  });

  test("a slightly wrong scale is seen", () => {
    const source = seeded(21);
    const draws = Array.from({ length: n }, () => Number(discreteLaplace(source, { of: 21n, over: 10n })));
    expect(goodness(draws, (z) => Math.exp(-Math.abs(z) / 2), 400)).toBeLessThan(1e-4);
  });

  test.each([
    [0, 1, 1],
    [1, 1, Math.exp(-1)],
    [7, 10, Math.exp(-0.7)],
    [5, 2, Math.exp(-2.5)],
  ])("exp(-%i / %i) as a coin", (of, over, chance) => {
    const gamma = { of: BigInt(of), over: BigInt(over) };
    const source = seeded(31);
    let hits = 0;
    for (let draw = 0; draw < n; draw++) if (bernoulliExp(source, gamma)) hits++;
    expect(Math.abs(hits - n * chance)).toBeLessThanOrEqual(5 * Math.sqrt(n * chance * (1 - chance)));
  });

  test("whole numbers are uniform, beyond 32 bits too, and used bits are wiped", () => {
    const source = seeded(41);
    const large = 3n * (1n << 40n);
    const counts = [0, 0, 0];
    for (let draw = 0; draw < n; draw++) counts[Number(source.below(large) >> 40n)]!++;
    const chi = counts.reduce((so, seen) => so + (seen - n / 3) ** 2 / (n / 3), 0);
    expect(chiSquareTail(chi, 2)).toBeGreaterThan(1e-4);
    let buffer = new Uint8Array(0);
    const wiped = new UniformSource((bytes) => {
      buffer = bytes.fill(7);
    });
    wiped.below(1n << 20n);
    expect([...buffer.subarray(0, 5)]).toEqual([0, 0, 0, 0, 7]);
  });
});

describe("fractions", () => {
  test("a double is a fraction exactly; rounding goes up only", () => {
    expect(exactly(0.75)).toEqual({ of: 3n, over: 4n });
    expect(numberOf(exactly(0.1))).toBe(0.1);
    const third = divided(exactly(1), exactly(3));
    const rounded = roundedUp(third, 20n);
    expect(rounded.of * third.over).toBeGreaterThan(third.of * rounded.over);
    expect(numberOf(rounded)).toBeCloseTo(1 / 3, 5);
    expect(numberOf(times(exactly(1e200), exactly(1e200)))).toBe(Infinity);
    expect(numberOf(divided(times(exactly(1e200), exactly(1e200)), times(exactly(1e200), exactly(1e199))))).toBeCloseTo(10, 10); // prettier-ignore
  });

  test("whole roots", () => {
    for (const value of [0n, 1n, 2n, 3n, 4n, 99n, 100n, 10n ** 30n, 10n ** 30n - 1n]) {
      const root = wholeRoot(value);
      expect(root * root <= value && (root + 1n) * (root + 1n) > value).toBe(true);
    }
  });
});
