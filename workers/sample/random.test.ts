import { describe, expect, test } from "vitest";
import { seededRandom } from "./random.ts";

const DRAWS = 40_000;

function moments(draw: () => number): { mean: number; variance: number } {
  const values = Array.from({ length: DRAWS }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS };
}

describe("seeded random numbers", () => {
  test("repeat for a seed", () => {
    const [x, y] = [seededRandom(7), seededRandom(7)];
    expect(Array.from({ length: 100 }, () => x.next())).toEqual(Array.from({ length: 100 }, () => y.next()));
  });

  test.each([
    [0.4, 2],
    [3, 0.5],
  ])("gamma(%f, %f) has its mean and variance", (shape, rate) => {
    const random = seededRandom(1);
    const { mean, variance } = moments(() => random.gamma(shape, rate));
    expect(Math.abs(mean / (shape / rate) - 1)).toBeLessThan(0.03);
    expect(Math.abs(variance / (shape / rate ** 2) - 1)).toBeLessThan(0.06);
  });

  test("beta has its mean", () => {
    const random = seededRandom(2);
    expect(moments(() => random.beta(0.7, 3.2)).mean).toBeCloseTo(0.7 / 3.9, 2);
  });

  test("weighted picks in proportion and never a weight of 0", () => {
    const random = seededRandom(3);
    const counts = [0, 0, 0];
    for (let i = 0; i < DRAWS; i++) {
      const index = random.weighted([1, 0, 3]);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    expect(counts[1]).toBe(0);
    expect((counts[2] ?? 0) / DRAWS).toBeCloseTo(0.75, 1);
  });
});
