import { describe, expect, test } from "vitest";
import { z975 } from "../../stats/normal.ts";
import { randomStream } from "../../stats/random.ts";
import { adviseOffers, type ComparedOffer } from "./compare-offers.ts";

const offer = (
  value: number,
  low: number,
  high: number,
  more: Partial<ComparedOffer> = {},
): ComparedOffer => ({
  value: { value, low, high },
  assumed: false,
  neverPays: false,
  ...more,
});
const unknown: ComparedOffer = { assumed: false, neverPays: false };
const hopeless: ComparedOffer = { assumed: false, neverPays: true };

describe("the offer to make", () => {
  test("is ahead where it gains, and gains more than each other one", () => {
    const advice = adviseOffers([offer(100, 80, 130), offer(300, 250, 360), hopeless]);
    expect(advice).toMatchObject({ verdict: "ahead", best: 1, doubts: [] });
    // MOVER by hand: 200 - hypot(300 - 250, 130 - 100), 200 + hypot(360 - 300, 100 - 80).
    expect(advice.ahead[0]?.low).toBeCloseTo(200 - Math.hypot(50, 30), 10);
    expect(advice.ahead[0]?.high).toBeCloseTo(200 + Math.hypot(60, 20), 10);
    expect(advice.ahead.slice(1)).toEqual([undefined, undefined]);
  });

  test("is not known where ranges overlap, it may lose, a value is missing, or an effect is one number somebody gave", () => {
    expect(adviseOffers([offer(200, 100, 300), offer(250, 150, 350)])).toMatchObject({
      verdict: "too-little-evidence",
      best: 1,
      doubts: ["ranges-overlap"],
    });
    expect(adviseOffers([offer(50, -5, 105), offer(-300, -400, -200)]).doubts).toEqual(["may-lose"]);
    expect(adviseOffers([offer(50, 40, 60), unknown]).doubts).toEqual(["no-value"]);
    expect(adviseOffers([unknown, unknown])).toMatchObject({
      verdict: "too-little-evidence",
      doubts: ["no-value"],
    });
    expect(adviseOffers([offer(50, 40, 60), offer(9, 8, 10, { assumed: true })]).doubts).toEqual([
      "assumed-response",
    ]);
  });

  test("is none where all lose, and a number somebody gave does not prove it", () => {
    expect(adviseOffers([offer(-50, -90, -10), hopeless])).toMatchObject({
      verdict: "none-pays",
      doubts: [],
    });
    expect(adviseOffers([hopeless, hopeless])).toMatchObject({ verdict: "none-pays" });
    expect(adviseOffers([offer(-50, -90, -10, { assumed: true }), hopeless]).verdict).toBe(
      "too-little-evidence",
    );
  });
});

test("of offers that are worth the same, one is called ahead in few cases of a hundred", () => {
  const random = randomStream(3);
  let wrong = 0;
  const times = 4000;
  for (let time = 0; time < times; time++) {
    const offers = [40, 60, 80].map((error) => {
      const value = 1000 + error * random.normal();
      return offer(value, value - z975 * error, value + z975 * error);
    });
    if (adviseOffers(offers).verdict === "ahead") wrong++;
  }
  expect(wrong / times).toBeLessThan(0.05);
  expect(wrong).toBeGreaterThan(0);
});
