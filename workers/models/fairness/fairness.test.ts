import { describe, expect, test } from "vitest";
import en from "../../words/en/reviews.json";
import { fairnessChecks } from "./checks.ts";
import { fairnessMeasures, judgeFairness } from "./fairness.ts";
import { ratesByGroup } from "./rates.ts";

/** Rows from counts of [true positive, false positive, true negative, false negative] of each group. */
function rates(...groups: readonly (readonly [number, number, number, number])[]) {
  const rows = groups.flatMap(([tp, fp, tn, fn], g) => [
    ...Array.from({ length: tp }, () => [g, 1, 1] as const),
    ...Array.from({ length: fp }, () => [g, 0, 1] as const),
    ...Array.from({ length: tn }, () => [g, 0, 0] as const),
    ...Array.from({ length: fn }, () => [g, 1, 0] as const),
  ]);
  return ratesByGroup(
    Int32Array.from(rows, ([g]) => g),
    groups.length,
    Uint8Array.from(rows, ([, y]) => y),
    Uint8Array.from(rows, ([, , said]) => said),
  );
}

// ProPublica's COMPAS analysis, two-year file: counts and percentages as printed in its notebook.
const compas = rates([1369, 805, 990, 532], [505, 349, 1139, 461]);

describe("rates by group", () => {
  test("COMPAS: false positives 44.85 and 23.45 %, false negatives 27.99 and 47.72 %", () => {
    const percent = compas.map(({ falsePositive, falseNegative, precision }) =>
      [falsePositive, falseNegative, precision].map(({ value }) => (100 * value).toFixed(2)),
    );
    expect(percent).toEqual([
      ["44.85", "27.99", "62.97"],
      ["23.45", "47.72", "59.13"],
    ]);
    expect(compas.map(({ n }) => n)).toEqual([3696, 2454]);
  });

  test("rows without a group, an outcome or a prediction do not count", () => {
    const [only] = ratesByGroup(
      Int32Array.of(0, -1, 0, 0),
      1,
      Uint8Array.of(1, 1, 2, 0),
      Uint8Array.of(1, 1, 1, 2),
    );
    expect(only).toMatchObject({ n: 1, truePositives: 1 });
    expect(only!.falsePositive).toEqual({ value: NaN, low: 0, high: 1 });
  });
});

describe("the verdict", () => {
  test("COMPAS fails on both errors and on selection, and passes on precision", () => {
    const { verdict, reference, comparisons } = judgeFairness(compas, true);
    expect(verdict).toBe("fail");
    expect(reference).toBe(0);
    expect(Object.fromEntries(comparisons.map((one) => [one.measure, one.verdict]))).toEqual({
      selection: "fail",
      falsePositive: "fail",
      falseNegative: "fail",
      precision: "pass",
    });
    expect(comparisons[1]!.gap.value).toBeCloseTo(349 / 1488 - 805 / 1795, 12);
  });

  test("equal large groups pass, the same shares of few people are too little evidence", () => {
    expect(judgeFairness(rates([800, 200, 900, 100], [800, 200, 900, 100]), true).verdict).toBe("pass");
    expect(judgeFairness(rates([800, 200, 900, 100], [8, 2, 9, 1]), true).verdict).toBe(
      "too-little-evidence",
    );
    expect(judgeFairness(rates([800, 200, 900, 100], [1, 0, 0, 0]), true).verdict).toBe(
      "too-little-evidence",
    );
  });

  test("a large difference of few people is still a failure when chance cannot explain it", () => {
    expect(judgeFairness(rates([900, 50, 50, 0], [0, 0, 15, 15]), false).verdict).toBe("fail");
  });

  test("one group alone is never called fair", () => {
    const alone = judgeFairness(rates([10, 10, 10, 10]), true);
    expect(alone.verdict).toBe("too-little-evidence");
    expect(fairnessChecks(alone, ["a"]).map(({ code }) => code)).toEqual(["fairness-one-group"]);
  });

  test("every check has its sentence", () => {
    for (const groups of [
      compas,
      rates([800, 200, 900, 100], [800, 200, 900, 100]),
      rates([800, 200, 900, 100], [8, 2, 9, 1]),
    ]) {
      const checks = fairnessChecks(judgeFairness(groups, true), ["a", "b"]);
      expect(checks).toHaveLength(fairnessMeasures.length);
      for (const { code, details } of checks) {
        expect(en).toHaveProperty(code);
        for (const [, name] of en[code as keyof typeof en].matchAll(/\{\{(\w+)\}\}/g))
          expect(details).toHaveProperty(name!);
      }
    }
  });
});
