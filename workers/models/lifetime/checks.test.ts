import { describe, expect, test } from "vitest";
import { forecastError } from "../../base/forecast-error.ts";
import { review } from "../review.ts";
import { dataChecks, fitChecks, holdoutChecks } from "./checks.ts";

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

describe("what the data offer", () => {
  // A customer a day for a year and a half before the end, each with a second order a month later.
  const days = Array.from({ length: 500 }, (_, i) => 40 + i);
  const shop = (more: readonly (readonly [number, number])[], later = 0) => {
    const people = [...days.map((age) => [age + later, age - 30 + later] as const), ...more];
    return {
      frequency: Int32Array.from(people, () => 2),
      recency: Float64Array.from(people, ([first, last]) => first - last),
      T: Float64Array.from(people, ([first]) => first),
    };
  };
  const bad = (histories: ReturnType<typeof shop>) =>
    dataChecks(histories, "day")
      .filter(({ verdict }) => verdict !== "use")
      .map(({ code, verdict, details }) => [code, verdict, details["value"], details["count"]]);

  test("years between a few orders and all others are said, on whichever side", () => {
    expect(bad(shop([]))).toEqual([]);
    expect(bad(shop([[45_000, 200]]))).toEqual([["dates-early", "use-with-care", 45_000 - 539, 1]]);
    // Two orders of the year 2099: the clock ends there.
    const late = shop([[27_200, 0], [27_300, 2]], 27_000); // prettier-ignore
    expect(bad(late)).toEqual([["dates-late", "do-not-use", 27_010 - 2, 2]]);
    // A pause of a year, and a shop that opened again after three.
    const again = (pause: number) =>
      shop(days.map((age) => [540 + pause + age, 540 + pause + age - 30] as const));
    expect(bad(again(365))).toEqual([]);
    expect(bad(again(1100))).toEqual([]);
  });

  test("nobody has been silent where nobody bought", () => {
    const none = { frequency: new Int32Array(0), recency: new Float64Array(0), T: new Float64Array(0) };
    expect(bad(none).map(([code]) => code)).not.toContain("no-recent-orders");
    expect(review(dataChecks(none, "day")).verdict).toBe("do-not-use");
  });
});
