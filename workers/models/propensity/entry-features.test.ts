import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import { churn } from "./churn.ts";
import type { PersonHistory } from "./person-history.ts";
import { activeSnapshot } from "./snapshot.ts";

interface Written {
  readonly day: number;
  readonly tone: number;
  readonly parting: number;
}

interface Person {
  readonly days: readonly number[];
  readonly logins?: readonly number[];
  /** Days with minutes of use. */
  readonly use?: readonly (readonly [number, number])[];
  readonly texts?: readonly Written[];
  readonly fresh?: readonly number[];
}

function historyOf(people: readonly Person[]): PersonHistory {
  const log = (of: (person: Person) => readonly number[]) => {
    const start = new Int32Array(people.length + 1);
    people.forEach((person, p) => (start[p + 1] = start[p]! + of(person).length));
    return { start, day: Int32Array.from(people.flatMap((person) => [...of(person)])) };
  };
  const texts = people.flatMap(({ texts = [] }) => texts);
  const orders = log(({ days }) => days);
  return {
    ...orders,
    amount: Float64Array.from(orders.day, () => 1000),
    mask: new Uint8Array(people.length).fill(1),
    logins: log(({ logins = [] }) => logins),
    newProducts: log(({ fresh = [] }) => fresh),
    use: {
      ...log(({ use = [] }) => use.map(([day]) => day)),
      seconds: Float64Array.from(
        people.flatMap(({ use = [] }) => use),
        ([, minutes]) => 60 * minutes,
      ),
    },
    texts: {
      ...log(({ texts: own = [] }) => own.map(({ day }) => day)),
      tone: Float64Array.from(texts, ({ tone }) => tone),
      parting: Float64Array.from(texts, ({ parting }) => parting),
    },
  };
}

function entries(people: readonly Person[], cut: number) {
  const { table } = activeSnapshot(historyOf(people), { cut, activeDays: 400 }, unwatched);
  return (name: string) => {
    const column = table.columns.find((one) => one.name === name);
    return column?.kind === "number" ? column.values[0] : undefined;
  };
}

describe("log-ins, time of use, texts and novelty at a cut", () => {
  test("of one person, by hand", () => {
    const entry = entries(
      [
        {
          days: [10, 300],
          logins: [150, 200, 230, 390],
          use: [
            [180, 30],
            [310, 5],
            [390, 4],
          ],
          texts: [
            { day: 100, tone: 0.5, parting: 1 },
            { day: 250, tone: -0.5, parting: 0 },
            { day: 390, tone: NaN, parting: 1 },
            { day: 400, tone: 0, parting: 0 },
          ],
          fresh: [10, 10, 250],
        },
      ],
      400,
    );
    expect([entry("loginTrend"), entry("sinceLogin")]).toEqual([0, 10]);
    // Ninety days before day 400 end with day 310: five minutes before, four since, and thirty before both.
    expect(entry("useTrend")).toBe(4 - 5);
    expect(entry("tone")).toBeCloseTo(-0.25, 12);
    expect(entry("partingTexts")).toBe(1);
    expect([entry("breadth"), entry("sinceNew")]).toEqual([3, 150]);
  });

  test("who wrote nothing has no tone, who never logged in no days since; none is a number made up", () => {
    const entry = entries([{ days: [10, 300] }], 400);
    for (const field of ["tone", "sinceNew"]) expect(entry(field)).toBeNaN();
    for (const field of ["loginTrend", "sinceLogin", "useTrend"]) expect(entry(field) ?? NaN).toBeNaN();
    expect(entry("partingTexts")).toBe(0);
  });

  test("nothing that happens after the cut makes a difference", () => {
    const day = fc.integer({ min: 1, max: 200 });
    const sorted = (list: readonly number[]) => [...list].sort((a, b) => a - b);
    const person = fc.record({
      days: fc.array(day, { minLength: 1, maxLength: 6 }).map(sorted),
      logins: fc.array(day, { maxLength: 6 }).map(sorted),
      use: fc.array(fc.tuple(day, day), { maxLength: 6 }).map((list) => list.sort(([a], [b]) => a - b)),
      texts: fc
        .array(fc.record({ day, tone: fc.constantFrom(-0.5, 0.5, NaN), parting: fc.constantFrom(0, 1) }), {
          maxLength: 6,
        })
        .map((list) => list.sort((a, b) => a.day - b.day)),
      fresh: fc.array(day, { maxLength: 6 }).map(sorted),
    });
    fc.assert(
      fc.property(fc.array(person, { minLength: 1, maxLength: 5 }), day, (people, cut) => {
        const past = people.map((one) => ({
          days: one.days.filter((own) => own <= cut),
          logins: one.logins.filter((own) => own <= cut),
          use: one.use.filter(([own]) => own <= cut),
          texts: one.texts.filter((own) => own.day <= cut),
          fresh: one.fresh.filter((own) => own <= cut),
        }));
        const at = (list: readonly Person[]) =>
          activeSnapshot(historyOf(list), { cut, activeDays: 90 }, unwatched);
        expect(at(people)).toEqual(at(past));
      }),
    );
  });
});

test("customers who complain before they leave: the tone of their texts is what weighs, and how much was read is said", () => {
  const random = randomStream(11);
  const END = 1000;
  const people = Array.from({ length: 900 }, (): Person => {
    const stop = random.uniform() < 0.6 ? 500 + random.below(600) : Infinity;
    const days: number[] = [];
    for (let at = random.below(300); at <= Math.min(END, stop); at += 10 + random.below(25)) days.push(at);
    const unhappy = (at: number) => at > stop - 70;
    const texts = days
      .filter(() => random.uniform() < 0.5)
      .map((at) => ({ day: at, tone: unhappy(at) ? -0.5 : random.uniform() < 0.8 ? 0.5 : NaN, parting: 0 }));
    return { days, texts };
  });
  const found = churn({ history: historyOf(people), end: END, horizonDays: 60, rhythm: "shop" }, unwatched);
  expect(found.review.verdict).not.toBe("do-not-use");
  const strongest = [...found.fields].sort((a, b) => b.importance - a.importance)[0]!;
  expect(strongest.field).toBe("tone");
  expect(
    found.review.checks.find(({ code }) => code === "ok-texts-read")?.details["percent"],
  ).toBeGreaterThan(80);
});
