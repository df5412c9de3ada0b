import { describe, expect, test } from "vitest";
import { backtestOf, naiveLine } from "./backtest.ts";

// Twelve weeks at ten repeat purchases a week, then four at five.
const tracking = Array.from({ length: 16 }, (_, index) => {
  const week = index + 1;
  return { week, actual: week <= 12 ? week * 10 : 120 + (week - 12) * 5, expected: week * 9 };
});
const holdout = {
  fromDay: "2024-03-03",
  bins: [
    { frequency: 0, people: 10, actual: 0.5, expected: 0.8 },
    { frequency: 1, people: 5, actual: 3, expected: 2.8 },
  ],
};

describe("the held-out check", () => {
  test("adds up the bins and continues the pace so far", () => {
    expect(backtestOf({ end: "2024-03-31", holdout, tracking })).toMatchObject({
      days: 28,
      people: 15,
      actual: 20,
      expected: 22,
      naive: 40,
    });
  });

  test("draws the naive line only over the time that was held out", () => {
    expect(naiveLine(tracking, 28).slice(10)).toEqual([null, 120, 130, 140, 150, 160]);
  });

  test("is silent without a check or without a pace", () => {
    expect(backtestOf({ end: "2024-03-31", tracking })).toBeUndefined();
    expect(backtestOf({ end: "2024-03-31", holdout, tracking: [] })?.naive).toBeUndefined();
  });
});
