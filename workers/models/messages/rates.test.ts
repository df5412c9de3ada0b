import { describe, expect, test } from "vitest";
import { randomStream } from "../../stats/random.ts";
import { wilson } from "../../stats/wilson.ts";
import { shrunkenRates } from "./rates.ts";

describe("rates drawn towards all together", () => {
  test("a single group is known as well as its messages allow, not for certain", () => {
    const [rate] = shrunkenRates([{ hits: 1330, n: 3909 }]);
    const plain = wilson(1330, 3909);
    expect(rate!.value).toBeCloseTo(plain.value, 3);
    expect(rate!.low).toBeCloseTo(plain.low, 3);
    expect(rate!.high).toBeCloseTo(plain.high, 3);
  });

  test("of groups that are alike, 95 of 100 ranges hold the rate", () => {
    const random = randomStream(4);
    let held = 0;
    const trials = 400;
    for (let trial = 0; trial < trials; trial++) {
      const tallies = Array.from({ length: 5 }, () => ({
        n: 100,
        hits: Array.from({ length: 100 }, () => random.uniform() < 0.3).filter(Boolean).length,
      }));
      const { low, high } = shrunkenRates(tallies)[trial % 5]!;
      if (low <= 0.3 && 0.3 <= high) held++;
    }
    expect(held / trials).toBeGreaterThan(0.91);
    expect(held / trials).toBeLessThan(0.99);
  });

  test("where groups differ, few messages are drawn to all of them, many are not", () => {
    const [few, many] = shrunkenRates([
      { hits: 2, n: 4 },
      { hits: 60, n: 100 },
      { hits: 10, n: 100 },
      { hits: 15, n: 100 },
      { hits: 35, n: 100 },
    ]);
    expect(few!.value).toBeLessThan(0.42);
    expect(Math.abs(many!.value - 0.6)).toBeLessThan(0.05);
    expect(few!.high - few!.low).toBeGreaterThan(many!.high - many!.low);
  });
});
