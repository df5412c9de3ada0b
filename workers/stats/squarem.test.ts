import { describe, expect, test } from "vitest";
import { squarem } from "./squarem.ts";

/** Steps towards 3 and -1 that keep so much of the way that is left; the height is less by its square. */
function crawl(rates: readonly [number, number]) {
  const end = [3, -1] as const;
  const tried: number[] = [];
  const step = (point: Float64Array) => {
    const value = -point.reduce((sum, x, i) => sum + (x - end[i]!) ** 2, 0);
    tried.push(value);
    return { value, next: point.map((x, i) => end[i]! + rates[i]! * (x - end[i]!)) };
  };
  return { step, tried };
}

const limits = { enough: 1e-20, maxSteps: 1000 };

describe("leaps along a climb that crawls", () => {
  test("reach the end in tens of steps where single steps take tens of thousands", () => {
    const { step, tried } = crawl([0.999, 0.9]);
    const { point, value, converged } = squarem(Float64Array.of(100, 50), step, limits);
    expect(converged).toBe(true);
    expect(point[0]).toBeCloseTo(3, 8);
    expect(point[1]).toBeCloseTo(-1, 8);
    expect(value).toBeCloseTo(0, 15);
    // ln(1e-10 / 97) / ln 0.999 of single steps.
    expect(tried.length).toBeLessThan(100);
  });

  test("do not end lower than they begin, and come back from where there is no value", () => {
    const { step } = crawl([0.99, 0.5]);
    const cliff = (point: Float64Array) => {
      const taken = step(point);
      return point[0]! < 2.9 ? { value: NaN, next: point.map(() => NaN) } : taken;
    };
    const { point, converged } = squarem(Float64Array.of(100, 50), cliff, limits);
    expect(converged).toBe(true);
    expect(point[0]).toBeCloseTo(3, 6);
  });

  test("stand still at the end, and say when the steps did not suffice", () => {
    const end = squarem(Float64Array.of(3, -1), crawl([0.9, 0.9]).step, limits);
    expect(end).toEqual({ point: Float64Array.of(3, -1), value: -0, converged: true });
    const short = squarem(Float64Array.of(100, 50), crawl([0.999, 0.9]).step, { ...limits, maxSteps: 5 });
    expect(short.converged).toBe(false);
  });
});
