import { describe, expect, test } from "vitest";
import { epochDay, monthIndex } from "../base/calendar.ts";
import { Cancelled, unwatched } from "../base/job.ts";
import { randomStream } from "../stats/random.ts";
import { cohortRates, type CohortRates } from "./cohort-rates.ts";

const end = epochDay(2026, 6, 30)!;

/** A shop of customers by the days of their purchases. */
function shopOf(people: readonly (readonly number[])[]) {
  const start = new Int32Array(people.length + 1);
  people.forEach((days, p) => (start[p + 1] = start[p]! + days.length));
  return {
    start,
    day: Int32Array.from(people.flat()),
    amount: new Float64Array(start[people.length]!).fill(10),
    mask: new Uint8Array(people.length).fill(1),
    end,
  };
}

/** `size` customers first seen on a day, the first `again` of them back 20 days later. */
const cohort = (day: number, size: number, again: number) =>
  Array.from({ length: size }, (_, i) => (i < again ? [day, day + 20] : [day]));

function rates(people: readonly (readonly number[])[]): CohortRates {
  const found = cohortRates(shopOf(people), unwatched);
  if (found === undefined) throw new Error("no rates");
  return found;
}

describe("repeat rates by cohort", () => {
  const months = [1, 2, 3, 4].map((month) => epochDay(2025, month, 5)!);

  test("counts who came back within the window; the longest window that half were seen for", () => {
    const found = rates([
      ...cohort(months[0]!, 40, 10),
      ...cohort(months[1]!, 20, 4),
      ...cohort(end - 10, 9, 0),
    ]);
    expect(found.windowDays).toBe(180);
    expect(found.people).toBe(60);
    expect(found.cohorts.map(({ period, size, repeated }) => [period, size, repeated])).toEqual([
      [monthIndex(months[0]!), 40, 10],
      [monthIndex(months[1]!), 20, 4],
    ]);
  });

  test("a purchase after the window does not count, nor two orders of a day", () => {
    const day = end - 200;
    const found = rates([
      [day, day + 181],
      [day, day],
      [day, day + 180],
    ]);
    expect(found.cohorts[0]).toMatchObject({ size: 3, repeated: 1 });
  });

  test("a small cohort says nearly what all say, a large one speaks for itself", () => {
    const found = rates([
      ...cohort(months[0]!, 2000, 400),
      ...cohort(months[1]!, 1500, 300),
      ...cohort(months[2]!, 1800, 360),
      ...cohort(months[3]!, 3, 3),
    ]);
    const [large, , , small] = found.cohorts;
    expect(large!.rate).toBeCloseTo(0.2, 2);
    expect(small!.rate).toBeLessThan(0.5);
    expect(small!.high - small!.low).toBeGreaterThan(large!.high - large!.low);
    for (const { rate, low, high } of [found.overall, ...found.cohorts]) {
      expect(low).toBeLessThan(rate);
      expect(rate).toBeLessThan(high);
    }
  });

  test("nobody or everybody came back: rates inside 0 and 1, never certain", () => {
    const none = rates(cohort(months[0]!, 12, 0));
    expect(none.cohorts[0]!.rate).toBeGreaterThan(0);
    expect(none.cohorts[0]!.rate).toBeLessThan(0.15);
    const all = rates(cohort(months[0]!, 12, 12));
    expect(all.cohorts[0]!.rate).toBeGreaterThan(0.85);
    expect(all.cohorts[0]!.high).toBeLessThanOrEqual(1);
  });

  test("95 % ranges hold the truth about as often as they say", () => {
    const stream = randomStream(5);
    let [inside, count] = [0, 0];
    for (let shop = 0; shop < 25; shop++) {
      const truths = Array.from({ length: 8 }, () => stream.beta(4, 16));
      const people = truths.flatMap((truth, month) => {
        const size = 5 + stream.below(60);
        const again = Array.from({ length: size }, () => stream.uniform() < truth).filter(Boolean).length;
        return cohort(epochDay(2025, month + 1, 3)!, size, again);
      });
      rates(people).cohorts.forEach(({ low, high }, i) => {
        count++;
        if (low <= truths[i]! && truths[i]! <= high) inside++;
      });
    }
    // 200 ranges: three standard errors of .95 are .046.
    expect(inside / count).toBeGreaterThan(0.9);
  });

  test("the same orders give the same ranges; nobody seen for 30 days gives none", () => {
    const people = cohort(months[0]!, 30, 7);
    expect(rates(people)).toEqual(rates(people));
    expect(cohortRates(shopOf(cohort(end - 5, 30, 0)), unwatched)).toBeUndefined();
    expect(cohortRates(shopOf([]), unwatched)).toBeUndefined();
  });

  test("stops when asked", () => {
    const job = {
      check: () => {
        throw new Cancelled();
      },
      progress: () => undefined,
    };
    expect(() => cohortRates(shopOf(cohort(months[0]!, 3, 1)), job)).toThrow(Cancelled);
  });
});
