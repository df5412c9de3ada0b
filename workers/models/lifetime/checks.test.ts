import { describe, expect, test } from "vitest";
import { forecastError } from "../../base/forecast-error.ts";
import { review } from "../review.ts";
import { fitChecks, holdoutChecks } from "./checks.ts";

test("the error of a forecast is a share of what happened", () => {
  expect(forecastError(129, 100)).toBeCloseTo(0.29, 12);
  expect(forecastError(71, 100)).toBeCloseTo(0.29, 12);
  expect(forecastError(5, 0)).toBeUndefined();
});

describe("the verdict of held-out time", () => {
  const checked = (expected: number, naive = 2 * expected) => {
    const checks = holdoutChecks({ actual: 1000, expected, naive });
    return [review(checks).verdict, checks.map(({ code }) => code).join(" "), checks[0]!.details["percent"]];
  };
  test.each([
    [1150, "use", "ok-holdout", 15],
    [800, "use", "ok-holdout", 20],
    [1290, "use-with-care", "holdout-off", 29],
    [780, "use-with-care", "holdout-off", 22],
    [1610, "do-not-use", "holdout-far", 61],
    [390, "do-not-use", "holdout-far", 61],
  ])("1,000 happened, %s were expected: %s", (expected, verdict, code, percent) => {
    expect(checked(expected, 5000)).toEqual([verdict, code, percent]);
  });

  test("a plain rule that does better takes the model's place, one that ties does not", () => {
    expect(checked(1300, 1010)).toEqual(["do-not-use", "holdout-off worse-than-naive", 30]);
    expect(checked(1300, 1250)).toEqual(["use-with-care", "holdout-off", 30]);
    expect(checked(1150, 1010)).toEqual(["use-with-care", "ok-holdout worse-than-naive", 15]);
    expect(checked(1020, 1010)).toEqual(["use", "ok-holdout", 2]);
  });

  test("nothing happened", () => {
    expect(holdoutChecks({ actual: 0, expected: 0.4, naive: 0 })).toEqual([]);
    const [check] = holdoutChecks({ actual: 0, expected: 30, naive: 10 });
    expect(check).toMatchObject({ code: "holdout-silent", verdict: "do-not-use" });
  });
});

test("a model in which nobody leaves is not used, whatever its search says", () => {
  const parameters = { r: 0.5, alpha: 4, a: 1e-7, b: 3 };
  const fit = { parameters, standardErrors: { r: 0.01, alpha: 0.1, a: 1e-8, b: 0.1 }, converged: true };
  expect(fitChecks(fit)).toEqual([{ code: "nobody-leaves", verdict: "do-not-use", details: {} }]);
  const leaving = { ...fit, parameters: { ...parameters, a: 0.8 } };
  expect(review(fitChecks(leaving)).verdict).toBe("use");
});
