import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { epochDay, isoDate } from "../../base/calendar.ts";
import { unwatched } from "../../base/job.ts";
import { clockUnits } from "../purchase-histories.ts";
import { endBefore, occasionHistories, unitsBack } from "./occasion-histories.ts";

const on = (text: string) => epochDay(+text.slice(0, 4), +text.slice(5, 7), +text.slice(8))!;

describe("units counted back from an end", () => {
  test.each([
    ["2026-06-30", "2026-06-01", 0],
    ["2026-06-30", "2026-05-31", 1],
    ["2026-02-28", "2026-01-31", 1],
    ["2026-02-28", "2026-02-01", 0],
    ["2026-06-15", "2026-06-15", 0],
    ["2026-06-15", "2026-05-16", 0],
    ["2026-06-15", "2026-05-15", 1],
    ["2026-03-30", "2026-02-28", 1],
    ["2026-03-30", "2026-03-01", 0],
    ["2026-06-15", "2025-06-15", 12],
  ])("months: end %s, day %s lies %s back", (end, day, back) => {
    expect(unitsBack(on(end), "month")(on(day))).toBe(back);
  });

  test("the end of an earlier unit lies in it, the day after in the next", () => {
    const day = fc.integer({ min: on("1999-01-01"), max: on("2035-01-01") });
    fc.assert(
      fc.property(day, fc.constantFrom(...clockUnits), fc.integer({ min: 1, max: 60 }), (end, unit, back) => {
        const earlier = endBefore(end, unit, back);
        expect(unitsBack(end, unit)(earlier), isoDate(earlier)).toBe(back);
        expect(unitsBack(end, unit)(earlier + 1)).toBe(back - 1);
      }),
    );
  });
});

test("occasions used, the last of them, and how many there were", () => {
  const people = [
    ["2026-01-10", "2026-01-20", "2026-03-02", "2026-03-09", "2026-05-31"],
    ["2026-06-03", "2026-06-20"],
    ["2026-04-01"],
    ["2026-07-01"],
  ].map((days) => days.map(on));
  const start = Int32Array.of(0, 5, 7, 8, 9);
  const orders = {
    start,
    day: Int32Array.from(people.flat()),
    amount: Float64Array.of(5, 7, 10, 20, 60, 1, 1, 1, 1),
    mask: Uint8Array.of(1, 1, 1, 1),
  };
  const found = occasionHistories(orders, { end: on("2026-06-30"), unit: "month" }, unwatched);
  expect([...found.person]).toEqual([0, 1, 2]);
  // Both March days are one occasion; the second January day lies in the first month.
  expect([...found.frequency]).toEqual([2, 0, 0]);
  expect([...found.recency]).toEqual([4, 0, 0]);
  expect([...found.T]).toEqual([5, 0, 2]);
  expect([...found.spend]).toEqual([45, NaN, NaN]);
});
