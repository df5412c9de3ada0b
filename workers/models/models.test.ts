import { describe, expect, test } from "vitest";
import { epochDay } from "../base/calendar.ts";
import { unwatched } from "../base/job.ts";
import en from "../words/en/reviews.json";
import ja from "../words/ja/reviews.json";
import { cohorts, mondayOf, periodOf } from "./cohorts.ts";
import { lifetime, type LifetimeInput } from "./lifetime/lifetime.ts";
import { schedule } from "./lifetime/values.ts";
import { purchaseHistories } from "./purchase-histories.ts";
import { review } from "./review.ts";
import { rfm, rfmGroup, rfmGroups } from "./rfm.ts";
import { randomStream } from "../stats/random.ts";

/** Orders from lists of [day, amount] a person. */
function ordersOf(people: readonly (readonly (readonly [number, number])[])[]) {
  const flat = people.flat();
  const start = Int32Array.from({ length: people.length + 1 }, (_, p) => people.slice(0, p).flat().length);
  return {
    start,
    day: Int32Array.from(flat, ([day]) => day),
    amount: Float64Array.from(flat, ([, amount]) => amount),
    mask: new Uint8Array(people.length).fill(1),
  };
}

describe("purchase histories", () => {
  const orders = ordersOf([
    [
      [10, 100],
      [10, 50],
      [24, 30],
      [24, 10],
      [38, 60],
    ],
    [[12, 80]],
    [
      [20, 90],
      [27, 40],
      [27, -40],
    ],
    [[30, -5]],
    [
      [5, 0],
      [19, 0],
    ],
    [],
  ]);

  test("orders of a day are one purchase; days of returns are none; a free order is one", () => {
    const found = purchaseHistories(orders, { end: 38, unit: "week" }, unwatched);
    expect([...found.person]).toEqual([0, 1, 2, 4]);
    expect([...found.frequency]).toEqual([2, 0, 0, 1]);
    expect([...found.recency]).toEqual([4, 0, 0, 2]);
    expect([...found.T]).toEqual([4, 26 / 7, 18 / 7, 33 / 7]);
    expect([...found.spend]).toEqual([50, NaN, NaN, 0]);
  });

  test("what lies after the end is not seen, who is outside the mask neither", () => {
    const masked = { ...orders, mask: Uint8Array.of(1, 0, 1, 1, 1, 1) };
    const found = purchaseHistories(masked, { end: 24, unit: "day" }, unwatched);
    expect([...found.person]).toEqual([0, 2, 4]);
    expect([...found.frequency]).toEqual([1, 0, 1]);
    expect([...found.T]).toEqual([14, 4, 19]);
  });
});

describe("RFM", () => {
  const people = Array.from({ length: 10 }, (_, p) =>
    Array.from({ length: p + 1 }, (_, k) => [100 + 3 * p - k, 10 * (p + 1)] as const).reverse(),
  );

  test("days since, orders and revenue, each scored by fifths", () => {
    const found = rfm({ ...ordersOf(people), end: 130 }, unwatched);
    expect([...found.recency]).toEqual(people.map((_, p) => 30 - 3 * p));
    expect([...found.frequency]).toEqual(people.map((_, p) => p + 1));
    expect([...found.monetary]).toEqual(people.map((_, p) => 10 * (p + 1) ** 2));
    for (const score of [found.r, found.f, found.m])
      expect([...score]).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    expect(rfmGroups[found.group[9]!]).toBe("champions");
    expect(rfmGroups[found.group[0]!]).toBe("lost");
  });

  test("a return lowers revenue and is no order; who only returned has no score", () => {
    const found = rfm(
      {
        ...ordersOf([
          [
            [1, 100],
            [5, -30],
          ],
          [[3, -10]],
        ]),
        end: 9,
      },
      unwatched,
    );
    expect([found.people, found.frequency[0], found.monetary[0], found.recency[0]]).toEqual([1, 1, 70, 8]);
    expect([found.recency[1], found.r[1], found.group[1]]).toEqual([-1, 0, 255]);
  });

  test("every pair of scores has a group and every group a pair", () => {
    const pairs = [1, 2, 3, 4, 5].flatMap((r) => [1, 2, 3, 4, 5].map((f) => rfmGroup(r, f)));
    expect(new Set(pairs)).toEqual(new Set(rfmGroups));
    expect(() => rfmGroup(0, 3)).toThrow(RangeError);
  });
});

describe("cohorts", () => {
  const on = (month: number, day: number) => [epochDay(2025, month, day)!, 10] as const;

  test("people by month of the first order, counted once in each month they come back", () => {
    const orders = ordersOf([
      [on(1, 5), on(1, 20), on(3, 1), on(3, 9)],
      [on(1, 31), on(2, 1)],
      [on(3, 15)],
      [on(4, 2)],
    ]);
    const found = cohorts({ ...orders, end: epochDay(2025, 3, 31)!, unit: "month" }, unwatched);
    expect(found.cohorts.map(({ size, retained }) => [size, retained])).toEqual([
      [2, [2, 1, 1]],
      [1, [1]],
    ]);
  });

  test("weeks start on Monday", () => {
    const monday = epochDay(2026, 11, 16)!;
    expect(mondayOf(periodOf(monday, "week"))).toBe(monday);
    expect(mondayOf(periodOf(monday + 6, "week"))).toBe(monday);
    expect(mondayOf(periodOf(monday - 1, "week"))).toBe(monday - 7);
  });

  test("a date mistyped by centuries is a cohort of one and costs no more than its own row", () => {
    const orders = ordersOf([[[-700_000, 10]], [on(1, 5), on(3, 1)]]);
    const found = cohorts({ ...orders, end: epochDay(2025, 3, 31)!, unit: "week" }, unwatched);
    expect(found.cohorts.map(({ size }) => size)).toEqual([1, 1]);
    expect(found.cohorts[0]!.retained.length).toBeGreaterThan(100_000);
    expect(found.cohorts[1]!.retained.reduce((sum, n) => sum + n, 0)).toBe(2);
  });

  test("no orders, no cohorts", () => {
    expect(cohorts({ ...ordersOf([[]]), end: 100, unit: "month" }, unwatched).cohorts).toEqual([]);
  });
});

/** Orders of a shop over `days`, `share` of its customers buying again at their own pace. */
function shop(customers: number, days: number, seed: number): LifetimeInput {
  const stream = randomStream(seed);
  const people = Array.from({ length: customers }, () => {
    const list: [number, number][] = [];
    let day = stream.below(Math.max(1, Math.floor(days / 2)));
    const pace = 10 / stream.gamma(0.7);
    const leave = stream.beta(0.8, 2.5);
    const level = 15_000 / stream.gamma(4);
    for (;;) {
      list.push([day, Math.max(1, Math.round((level * stream.gamma(6)) / 6))]);
      if (list.length > 1 && stream.uniform() < leave) break;
      day += Math.ceil(stream.exponential() * pace);
      if (!(day <= days)) break;
    }
    return list;
  });
  const end = days;
  return { ...ordersOf(people), end, unit: "week", moneyUnit: 1, horizonDays: 365, annualDiscount: 0.1 };
}

describe("lifetime value", () => {
  test("a shop with enough customers gets figures that add up", () => {
    const output = lifetime(shop(1500, 400, 8), unwatched);
    expect(output.review.verdict).not.toBe("do-not-use");
    expect(output.person).toHaveLength(output.people);
    const { value, low, high } = output.total!;
    expect(output.scores.lifetimeValue.reduce((sum, each) => sum + each, 0)).toBeCloseTo(value, 3);
    expect(low).toBeGreaterThan(0);
    expect([low < value, value < high]).toEqual([true, true]);
    expect(output.holdout!.bins.reduce((sum, { people }) => sum + people, 0)).toBeGreaterThan(1000);
    expect(output.tracking.length).toBe(57);
  });

  test("no discount is worth more than some, a longer horizon more than a shorter", () => {
    const input = shop(800, 300, 4);
    const total = (change: Partial<LifetimeInput>) =>
      lifetime({ ...input, ...change }, unwatched).total!.value;
    expect(total({ annualDiscount: 0 })).toBeGreaterThan(total({ annualDiscount: 0.2 }));
    expect(total({ horizonDays: 365 })).toBeGreaterThan(total({ horizonDays: 90 }));
  });

  test("the unit of the clock does not change what is expected", () => {
    const input = shop(800, 300, 4);
    const inWeeks = lifetime(input, unwatched);
    const inDays = lifetime({ ...input, unit: "day" }, unwatched);
    inWeeks.scores.lifetimeValue.forEach((value, i) =>
      expect(Math.abs(inDays.scores.lifetimeValue[i]! / value - 1)).toBeLessThan(1e-5),
    );
  });

  test.each([
    ["too few customers", 30, 400, "too-few-customers"],
    ["too short a time", 600, 40, "span-too-short"],
  ])("%s: do not use, and no figures", (_, customers, days, code) => {
    const output = lifetime(shop(customers, days, 2), unwatched);
    expect(output.review.verdict).toBe("do-not-use");
    expect(output.review.checks.find((check) => check.code === code)?.verdict).toBe("do-not-use");
    expect([output.purchases, output.spend, output.total, output.holdout]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(output.scores.pAlive).toHaveLength(0);
  });

  test("nobody came back: do not use", () => {
    const people = Array.from({ length: 600 }, (_, i) => [[i % 300, 10] as const]);
    const output = lifetime({ ...shop(1, 10, 1), ...ordersOf(people), end: 300 }, unwatched);
    expect(output.review.checks.find(({ code }) => code === "too-few-repeat")?.verdict).toBe("do-not-use");
    expect(output.purchases).toBeUndefined();
  });

  test("in a shop with one price every purchase to come is worth that price", () => {
    const input = shop(800, 300, 4);
    const once = { ...input, amount: input.amount.map(() => 500), annualDiscount: 0 };
    const { scores, spend, total, review: found } = lifetime(once, unwatched);
    expect(found.checks.map(({ code }) => code)).toContain("ok-spend-alike");
    expect(spend?.converged).toBe(true);
    scores.lifetimeValue.forEach((value, i) =>
      expect(value / scores.expectedPurchases[i]! / 500).toBeCloseTo(1, 4),
    );
    const sum = scores.lifetimeValue.reduce((before, value) => before + value, 0);
    expect(total!.value / sum).toBeCloseTo(1, 12);
    // What is left to be unsure of is how often people will buy.
    expect(total!.low).toBeLessThan(sum);
    expect(total!.high).toBeGreaterThan(sum);
    expect(total!.high / total!.low).toBeLessThan(2);
  });

  test("every detail of every check is a finite number or a word", () => {
    for (const input of [shop(30, 400, 2), shop(800, 300, 4), { ...shop(1, 10, 1), ...ordersOf([]) }])
      for (const { details } of lifetime(input, unwatched).review.checks)
        for (const value of Object.values(details))
          expect(typeof value === "string" || Number.isFinite(value)).toBe(true);
  });

  test("a schedule ends at its horizon", () => {
    const { ends, discounts } = schedule(10, 4, 0.01);
    expect([...ends]).toEqual([4, 8, 10]);
    expect(discounts[1]).toBeCloseTo(1.01 ** -2, 15);
  });
});

describe("reviews", () => {
  test("the verdict is the worst of the checks", () => {
    expect(review([]).verdict).toBe("use");
    const check = (verdict: "use" | "use-with-care" | "do-not-use") => ({ code: "x", verdict, details: {} });
    expect(review([check("use-with-care"), check("do-not-use"), check("use")]).verdict).toBe("do-not-use");
  });

  test("both languages have the same sentences with the same facts", () => {
    expect(Object.keys(ja).sort()).toEqual(Object.keys(en).sort());
    const facts = (sentence: string) =>
      [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
    for (const [code, sentence] of Object.entries(en))
      expect(facts(ja[code as keyof typeof ja])).toEqual(facts(sentence));
  });

  test("every check of the models has a sentence whose facts it holds", () => {
    const inputs = [shop(30, 40, 2), shop(1500, 400, 8), shop(800, 300, 4)];
    for (const input of inputs)
      for (const { code, details } of lifetime(input, unwatched).review.checks) {
        const sentence = en[code as keyof typeof en] as string | undefined;
        expect(sentence, code).toBeDefined();
        for (const [, name] of sentence!.matchAll(/\{\{(\w+)\}\}/g)) expect(details).toHaveProperty(name!);
      }
  });
});
