import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { figureOf, toldBy } from "./measures.ts";
import { partOf, toldQuantiles } from "./quantiles.ts";
import { groupsToPool, isDiverse } from "./diversity.ts";

const all = ["lowerQuartile", "median", "upperQuartile"] as const;

describe("quantiles that are told", () => {
  test("are rounded to two digits where enough people lie about them", () => {
    const amounts = Float64Array.from({ length: 400 }, (_, at) => 10_000 + 25 * at);
    expect(toldQuantiles(amounts, all, 10).values).toEqual({
      lowerQuartile: 12_000,
      median: 15_000,
      upperQuartile: 17_000,
    });
  });

  test("of few people are not told, nor is the amount of one", () => {
    const few = Float64Array.from({ length: 29 }, (_, at) => 1000 + at);
    expect(toldQuantiles(few, all, 10)).toEqual({ values: {}, edges: [] });
    const alike = Float64Array.from({ length: 200 }, () => 5000);
    expect(toldQuantiles(alike, all, 10).values).toEqual({});
  });

  test("hold true within their rounding, and divide people into parts of nobody or k", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 9_000, max: 11_000 })), {
          minLength: 20,
          maxLength: 300,
        }),
        fc.integer({ min: 10, max: 20 }),
        (list, k) => {
          const { values, edges } = toldQuantiles(Float64Array.from(list), all, k);
          const counts = new Array<number>(edges.length + 1).fill(0);
          for (const amount of list) counts[partOf(amount, edges)]!++;
          expect(counts.every((count) => count === 0 || count >= k || edges.length === 0)).toBe(true);
          const sorted = list.toSorted((a, b) => a - b);
          for (const [at, measure] of all.entries()) {
            const value = values[measure];
            if (value === undefined) continue;
            const exact = sorted[Math.ceil(((at + 1) / 4) * list.length) - 1]!;
            expect(partOf(exact, edges)).toBe(partOf(value, edges));
            expect(
              list.filter((one) => partOf(one, edges) < partOf(value, edges)).length,
            ).toBeGreaterThanOrEqual(k);
            expect(
              list.filter((one) => partOf(one, edges) > partOf(value, edges)).length,
            ).toBeGreaterThanOrEqual(k);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("figures that follow from sums", () => {
  test("means, shares and what they tell", () => {
    expect(toldBy(["people", "orderValue", "median"])).toEqual(["people", "orders", "revenue"]);
    const sums = { told: ["people", "orders", "revenue"], values: [40, 100, 250_001] } as const;
    const whole = [160, 900, 1_000_000];
    const figures = (["peopleShare", "revenueShare", "meanOrders", "meanRevenue", "orderValue"] as const).map(
      (one) => figureOf(one, sums, whole),
    );
    expect(figures).toEqual([0.25, 0.25, 2.5, 6250, 2500]);
    expect(figureOf("orderValue", { ...sums, values: [40, 0, 0] }, whole)).toBeNull();
  });
});

describe("diversity", () => {
  test("asks for values that are well represented", () => {
    expect(isDiverse([10], 2)).toBe(false);
    expect(isDiverse([30, 10], 2)).toBe(false);
    expect(isDiverse([29, 10], 2)).toBe(true);
    expect(isDiverse([20, 10, 4], 3)).toBe(false);
    expect(isDiverse([11, 10, 4], 3)).toBe(true);
  });

  test("every line told is diverse, pooled ones together; nothing is told where nobody is", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 3, maxLength: 3 }), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.integer({ min: 2, max: 3 }),
        (groups, l) => {
          const pool = groupsToPool(groups, l);
          if (pool === undefined) {
            const everybody = [0, 1, 2].map((value) => groups.reduce((sum, group) => sum + group[value]!, 0));
            expect(isDiverse(everybody, l)).toBe(false);
            return;
          }
          for (const [at, group] of groups.entries())
            if (!pool.has(at)) expect(isDiverse(group, l)).toBe(true);
          const together = [0, 1, 2].map((value) =>
            [...pool].reduce((sum, at) => sum + groups[at]![value]!, 0),
          );
          expect(isDiverse(together, l)).toBe(true);
          expect(pool.size).not.toBe(1);
        },
      ),
    );
  });
});
