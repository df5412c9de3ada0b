import { describe, expect, test } from "vitest";
import { unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import type { FeatureShift, ForecastResult } from "../../terms/track-record.ts";
import { retrainAdvice, type RunToday } from "./retrain-due.ts";
import { reference, shift } from "./shift.ts";

/** Newcomers every day who order at a pace of their own until they stop; from `change` on, orders cost `factor` as much. */
function shop(days: number, change = Infinity, factor = 1) {
  const random = randomStream(8);
  const rows: { readonly day: number; readonly amount: number }[][] = [];
  for (let first = 0; first < days; first++) {
    const pace = 10 + 30 * random.uniform();
    const orders = [];
    for (
      let day = first;
      day < days && random.uniform() < 0.93;
      day += Math.ceil(pace * random.exponential())
    )
      orders.push({ day, amount: (1000 + 3000 * random.uniform()) * (day >= change ? factor : 1) });
    if (orders.length > 0) rows.push(orders);
  }
  const start = Int32Array.from([0, ...rows.map((orders) => orders.length)]);
  for (let p = 1; p < start.length; p++) start[p] = start[p]! + start[p - 1]!;
  const all = rows.flat();
  return {
    start,
    day: Int32Array.from(all, ({ day }) => day),
    amount: Float64Array.from(all, ({ amount }) => amount),
    mask: new Uint8Array(rows.length).fill(1),
  };
}

const scope = { activeDays: 365, newDays: 365 };
const fields = ["orders", "sinceLast", "meanAmount", "gap"];

function moved(change: number, factor: number): readonly FeatureShift[] {
  const history = shop(2000, change, factor);
  const features = reference({ history, end: 1000, scope, fields }, unwatched);
  return shift({ history, end: 1999, scope, features }, unwatched).features;
}

describe("whether customers have moved", () => {
  test("a shop that goes on as before has not", () => {
    for (const { feature, verdict, before, now } of moved(Infinity, 1)) {
      expect([feature, verdict]).toEqual([feature, "steady"]);
      for (const shares of [before, now]) expect(shares.reduce((sum, own) => sum + own, 0)).toBeCloseTo(1, 9);
    }
  });

  test("a planted move is found, and only where it was planted", () => {
    const verdicts = Object.fromEntries(moved(1500, 1.6).map(({ feature, verdict }) => [feature, verdict]));
    expect(verdicts).toEqual({
      orders: "steady",
      sinceLast: "steady",
      meanAmount: "moved-much",
      gap: "steady",
    });
  });
});

const feature = (verdict: FeatureShift["verdict"], weight: number): FeatureShift => ({
  feature: "meanAmount",
  weight,
  index: 0.4,
  byChance: 0.01,
  verdict,
  before: [],
  now: [],
});
const result = (part: Partial<ForecastResult>): ForecastResult => ({
  people: 500,
  expected: { value: 100, low: 80, high: 120 },
  happened: 100,
  verdict: "as-forecast",
  calibration: [],
  ...part,
});
const calm: RunToday = { horizonDays: 90, age: 10, erased: false, features: [], result: undefined };
const said = (part: Partial<RunToday>) => {
  const { verdict, reasons } = retrainAdvice({ ...calm, ...part });
  return [verdict, ...reasons.map(({ code }) => code)];
};

test("when to learn anew, and why", () => {
  expect(said({})).toEqual(["fine", "steady"]);
  expect(said({ age: 45 })).toEqual(["soon", "ageing"]);
  expect(said({ age: 90 })).toEqual(["now", "horizon-over"]);
  expect(said({ erased: true })).toEqual(["soon", "erased"]);
  expect(said({ features: [feature("moved-much", 0.2)] })).toEqual(["now", "moved-much"]);
  expect(said({ features: [feature("moved-much", 0.01)] })).toEqual(["fine", "steady"]);
  expect(said({ features: [feature("moved-some", 0.2)], age: 90 })).toEqual([
    "now",
    "horizon-over",
    "moved-some",
  ]);
  expect(said({ result: result({ verdict: "more", happened: 160 }) })).toEqual(["now", "missed"]);
  expect(
    said({
      result: result({ verdict: "more", happened: 110, expected: { value: 100, low: 95, high: 105 } }),
    }),
  ).toEqual(["soon", "missed"]);
  const slope = { value: 0.4, low: 0.3, high: 0.5 };
  expect(said({ result: result({ drifted: true, slope }) })).toEqual(["now", "calibration-off"]);
});
