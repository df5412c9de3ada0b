import { describe, expect, test } from "vitest";
import { randomStream, type RandomStream } from "../../stats/random.ts";
import { safeRatio, type LiftDay } from "./safe-logrank.ts";

const ALPHA = 0.05;

/** Binomial by counting: n is small. */
function binomial(random: RandomStream, n: number, p: number): number {
  let hits = 0;
  for (let i = 0; i < n; i++) if (random.uniform() < p) hits++;
  return hits;
}

/** The days of one campaign: each day each person left buys with a chance of their arm. */
function campaign(
  random: RandomStream,
  people: readonly [number, number],
  daily: number,
  ratio: number,
): LiftDay[] {
  let [treatedAtRisk, controlAtRisk] = people;
  const odds = (daily / (1 - daily)) * ratio;
  return Array.from({ length: 40 }, () => {
    const treated = binomial(random, treatedAtRisk, odds / (1 + odds));
    const control = binomial(random, controlAtRisk, daily);
    const day = { treatedAtRisk, controlAtRisk, treated, control };
    treatedAtRisk -= treated;
    controlAtRisk -= control;
    return day;
  });
}

/** What is seen by somebody who looks after every fifth day. */
function looks(days: readonly LiftDay[]) {
  return [5, 10, 15, 20, 25, 30, 35, 40].map((n) => safeRatio(days.slice(0, n), ALPHA));
}

describe("the always-valid interval of a release's lift", () => {
  test("of no effect: looked at again and again, it is wrong in no more than alpha of the campaigns", () => {
    const random = randomStream(20_261_122);
    const campaigns = 200;
    let wrong = 0;
    for (let c = 0; c < campaigns; c++)
      if (looks(campaign(random, [160, 40], 0.02, 1)).some(({ low, high }) => low > 1 || high < 1)) wrong++;
    expect(wrong / campaigns).toBeLessThanOrEqual(ALPHA);
  });

  test("a fixed-sample interval looked at as often would be wrong far more often", () => {
    const random = randomStream(7);
    const campaigns = 300;
    let wrong = 0;
    for (let c = 0; c < campaigns; c++) {
      const days = campaign(random, [160, 40], 0.02, 1);
      let [observed, expected, variance] = [0, 0, 0];
      const crossed = days.some(({ treatedAtRisk: t, controlAtRisk: k, treated, control }, index) => {
        const [n, d] = [t + k, treated + control];
        observed += treated;
        expected += (d * t) / n;
        if (n > 1) variance += (d * t * k * (n - d)) / (n * n * (n - 1));
        return index % 5 === 4 && variance > 0 && Math.abs(observed - expected) / Math.sqrt(variance) > 1.96;
      });
      if (crossed) wrong++;
    }
    expect(wrong / campaigns).toBeGreaterThan(2 * ALPHA);
  });

  test("of a true effect: it holds the true ratio at every look in at least 1 - alpha of the campaigns, and finds a large one", () => {
    const random = randomStream(3);
    let [missed, found] = [0, 0];
    const campaigns = 100;
    for (let c = 0; c < campaigns; c++) {
      const seen = looks(campaign(random, [300, 150], 0.02, 2));
      if (seen.some(({ low, high }) => low > 2 || high < 2)) missed++;
      if (seen.some(({ low }) => low > 1)) found++;
    }
    expect(missed / campaigns).toBeLessThanOrEqual(ALPHA);
    expect(found / campaigns).toBeGreaterThan(0.7);
  });

  test("the mixture is a fair bet: whatever the day, its likelihood ratio is 1 on the average when there is no effect", () => {
    const [treatedAtRisk, controlAtRisk, bought] = [7, 4, 5];
    const choose = (n: number, k: number): number =>
      k < 0 || k > n ? 0 : Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1);
    let mean = 0;
    for (let treated = 0; treated <= bought; treated++) {
      const p = (choose(7, treated) * choose(4, bought - treated)) / choose(11, bought);
      if (p === 0) continue;
      const day = { treatedAtRisk, controlAtRisk, treated, control: bought - treated };
      mean += p * safeRatio([day], ALPHA).evidence;
    }
    expect(mean).toBeCloseTo(1, 10);
  });

  test("says nothing where nothing is known, and the ratio of a 2 by 2 table where there is one day", () => {
    const nothing = safeRatio([], ALPHA);
    expect(nothing).toMatchObject({ ratio: NaN, low: 0, high: Infinity });
    expect(nothing.evidence).toBeCloseTo(1, 12);
    const alone = { treatedAtRisk: 10, controlAtRisk: 0, treated: 3, control: 0 };
    expect(safeRatio([alone], ALPHA)).toMatchObject({ low: 0, high: Infinity });
    // Odds 300/700 against 100/900.
    const big = safeRatio([{ treatedAtRisk: 1000, controlAtRisk: 1000, treated: 300, control: 100 }], ALPHA);
    expect(big.ratio).toBeCloseTo((300 * 900) / (100 * 700), 12);
    expect(big.low).toBeGreaterThan(2);
    expect(big.high).toBeLessThan(7);
  });
});
