import { describe, expect, test } from "vitest";
import { chiSquareTail } from "./chi-square.ts";
import { randomStream } from "./random.ts";
import { partialCholesky, partialInverse, partialSolve } from "./rank-deficient.ts";
import { shareDifference, shareRatio, wilson } from "./wilson.ts";

describe("shares", () => {
  test("score intervals of Newcombe (1998): 81 of 263, 15 of 148, 0 of 20, 1 of 29", () => {
    const limits = (hits: number, n: number) => {
      const { low, high } = wilson(hits, n);
      return [low.toFixed(4), high.toFixed(4)];
    };
    expect(limits(81, 263)).toEqual(["0.2553", "0.3662"]);
    expect(limits(15, 148)).toEqual(["0.0624", "0.1605"]);
    expect(limits(0, 20)).toEqual(["0.0000", "0.1611"]);
    expect(limits(1, 29)).toEqual(["0.0061", "0.1718"]);
  });

  test("differences of Newcombe (1998), method 10: 56/70 and 48/80, 9/10 and 3/10", () => {
    const limits = (a: number, m: number, b: number, n: number) => {
      const { low, high } = shareDifference(wilson(a, m), wilson(b, n));
      return [low.toFixed(4), high.toFixed(4)];
    };
    expect(limits(56, 70, 48, 80)).toEqual(["0.0524", "0.3339"]);
    expect(limits(9, 10, 3, 10)).toEqual(["0.1705", "0.8090"]);
  });
});

describe("ratio of shares", () => {
  test("covers the true ratio about as often as it says, also of few people", () => {
    const random = randomStream(8);
    const [p, q, m, n] = [0.9, 0.5, 12, 200];
    const count = (share: number, size: number) =>
      Array.from({ length: size }, () => (random.uniform() < share ? 1 : 0)).reduce<number>(
        (a, b) => a + b,
        0,
      );
    let covered = 0;
    for (let round = 0; round < 500; round++) {
      const { low, high } = shareRatio(wilson(count(p, m), m), wilson(count(q, n), n));
      if (low <= p / q && high >= p / q) covered++;
    }
    expect(covered / 500).toBeGreaterThan(0.91);
    expect(covered / 500).toBeLessThan(0.99);
  });

  test("one person proves nothing, and nobody selected has a lower limit only", () => {
    const { low, high } = shareRatio(wilson(1, 1), wilson(1000, 2000));
    expect(low).toBeLessThan(0.8);
    expect(high).toBeGreaterThan(1.25);
    const above = shareRatio(wilson(50, 100), wilson(0, 100));
    expect(above.low).toBeGreaterThan(5);
    expect(above.high).toBe(Infinity);
    expect(shareRatio(wilson(0, 9), wilson(0, 9)).value).toBeNaN();
  });
});

describe("chi-square tail", () => {
  test.each([
    [3.841458820694124, 1, 0.05],
    [9.21034037197618, 2, 0.01],
    [18.307038053275146, 10, 0.05],
    [0.103, 1, 0.7482587927],
    [0, 3, 1],
  ])("P(X > %s) with %s degrees is %s", (x, df, p) => {
    expect(chiSquareTail(x, df)).toBeCloseTo(p, 6);
  });

  test("two degrees are exponential, far into the tail", () => {
    for (const x of [0.01, 1, 5, 50, 500]) expect(chiSquareTail(x, 2) / Math.exp(-x / 2)).toBeCloseTo(1, 11);
    expect(chiSquareTail(-1, 2)).toBeNaN();
  });
});

describe("systems short of rank", () => {
  // The third unknown is the sum of the first two.
  const matrix = Float64Array.of(2, 1, 3, 1, 3, 4, 3, 4, 7);

  test("the dependent unknown is left out, the others solved", () => {
    const factor = partialCholesky(matrix, 3, 1e-10);
    expect([...factor.dropped]).toEqual([0, 0, 1]);
    const x = partialSolve(factor, Float64Array.of(4, 7, 11));
    expect([...x]).toEqual([expect.closeTo(1, 12), expect.closeTo(2, 12), 0]);
    expect([...partialInverse(factor)].map((value) => Math.round(value * 1e9) / 1e9 + 0)).toEqual([
      0.6, -0.2, 0, -0.2, 0.4, 0, 0, 0, 0,
    ]);
  });
});
