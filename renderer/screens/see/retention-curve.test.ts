import { describe, expect, test } from "vitest";
import { heatOf } from "./heat.ts";
import { curveFinding, retentionCurve } from "./retention-curve.ts";

const cohort = (size: number, ...retained: number[]) => ({ start: "2024-01", size, retained });

describe("the mean retention curve", () => {
  test("weighs cohorts by size and leaves out the period that is not over", () => {
    const curve = retentionCurve([cohort(100, 100, 40, 20, 3), cohort(50, 50, 5, 1), cohort(900, 900)]);
    expect(curve.map(({ after, people, active }) => [after, people, active])).toEqual([
      [0, 150, 150],
      [1, 150, 45],
      [2, 100, 20],
    ]);
    expect(curve[1]?.share).toBeCloseTo(0.3, 12);
  });

  test("ends where too few people are left behind a point", () => {
    expect(retentionCurve([cohort(29, 29, 10, 5, 2)])).toEqual([]);
    expect(retentionCurve([])).toEqual([]);
  });

  test("finds when the share has halved, or that it has not", () => {
    const halves = retentionCurve([cohort(100, 100, 40, 30, 20, 0)]);
    expect(curveFinding(halves)).toEqual({ kind: "halves", first: 0.4, after: 3, share: 0.2 });
    const holds = retentionCurve([cohort(100, 100, 40, 30, 0)]);
    expect(curveFinding(holds)).toEqual({ kind: "holds", first: 0.4, after: 2, share: 0.3 });
    expect(curveFinding(retentionCurve([cohort(100, 100, 0, 0, 0)]))).toEqual({ kind: "none" });
    expect(curveFinding([])).toEqual({ kind: "none" });
  });
});

test("shades run from nothing to the most", () => {
  expect([0, 1, 20, 21, 99, 100].map((value) => heatOf(value, 100))).toEqual([0, 1, 1, 2, 5, 5]);
  expect(heatOf(-5, 100)).toBe(0);
  expect(heatOf(0, 0)).toBe(0);
});
