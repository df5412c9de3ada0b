import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Cancelled, unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import { churn, type ChurnOutput } from "./churn.ts";
import { keptReasons } from "./churn-scores.ts";
import type { PersonHistory } from "./person-history.ts";
import { horizonsOf, shopRhythm } from "./rhythm.ts";
import { activeSnapshot } from "./snapshot.ts";

interface Person {
  readonly days: readonly number[];
  readonly visits?: readonly number[];
  readonly source?: number;
}

const amountOf = (day: number) => 1000 + (day % 7) * 100;

function historyOf(people: readonly Person[], words: readonly string[] = ["shop", "list"]): PersonHistory {
  const log = (of: (person: Person) => readonly number[]) => {
    const start = new Int32Array(people.length + 1);
    people.forEach((person, p) => (start[p + 1] = start[p]! + of(person).length));
    return { start, day: Int32Array.from(people.flatMap((person) => [...of(person)])) };
  };
  const orders = log(({ days }) => days);
  return {
    ...orders,
    amount: Float64Array.from(orders.day, amountOf),
    mask: new Uint8Array(people.length).fill(1),
    visits: log(({ visits = [] }) => visits),
    source: { codes: Int32Array.from(people, ({ source = 0 }) => source), words },
  };
}

const END = 1000;

/** People who buy about every month and stop at some day; they stop visiting the shop's page a while before. */
function shop(count: number, seed: number): Person[] {
  const random = randomStream(seed);
  return Array.from({ length: count }, () => {
    const first = 400 + random.below(300);
    const stop = random.uniform() < 0.5 ? first + 60 + random.below(600) : Infinity;
    const days: number[] = [];
    for (let at = first; at <= Math.min(END, stop); at += 15 + random.below(30)) days.push(at);
    const visits = days.flatMap((day) => (day + 60 < stop ? [day - 1, day + 3] : []));
    return { days, visits: visits.filter((day) => day <= END) };
  });
}

const run = (people: readonly Person[], horizonDays = 60) =>
  churn({ history: historyOf(people), end: END, horizonDays, rhythm: "shop" }, unwatched);
const codes = (output: ChurnOutput) => output.review.checks.map(({ code }) => code);

describe("what is known at a cut", () => {
  test("nothing that happens after it makes a difference", () => {
    const day = fc.integer({ min: 1, max: 200 });
    const person = fc.record({
      days: fc.array(day, { minLength: 1, maxLength: 8 }),
      visits: fc.array(day, { maxLength: 8 }),
    });
    const sorted = (list: readonly number[]) => [...list].sort((a, b) => a - b);
    fc.assert(
      fc.property(
        fc.array(person, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 200 }),
        (people, cut) => {
          const all = people.map(({ days, visits }) => ({ days: sorted(days), visits: sorted(visits) }));
          const before = (list: readonly number[]) => list.filter((one) => one <= cut);
          const past = all.map(({ days, visits }) => ({ days: before(days), visits: before(visits) }));
          const at = (list: readonly Person[]) =>
            activeSnapshot(historyOf(list), { cut, activeDays: 90 }, unwatched);
          expect(at(all)).toEqual(at(past));
        },
      ),
    );
  });

  test("recency, pace, trend and visits of one person, by hand", () => {
    const history = historyOf([{ days: [100, 130, 290, 300], visits: [95, 250, 299] }]);
    const { table, person, gone } = activeSnapshot(history, { cut: 310, activeDays: 60 }, unwatched);
    const entry = (name: string) => {
      const column = table.columns.find((one) => one.name === name);
      return column?.kind === "number" ? column.values[0] : undefined;
    };
    expect([person.length, gone]).toEqual([1, 0]);
    expect(entry("sinceLast")).toBe(10);
    expect(entry("sinceFirst")).toBe(210);
    expect(entry("orders")).toBe(4);
    expect(entry("recentOrders")).toBe(2);
    expect(entry("orderTrend")).toBe(2);
    expect(entry("gap")).toBeCloseTo(200 / 3, 12);
    expect(entry("sinceLastAgainstGap")).toBeCloseTo(0.15, 12);
    expect(entry("recentVisits")).toBe(2);
    expect(entry("visitTrend")).toBe(2);
    expect(entry("sinceVisit")).toBe(11);
    expect(activeSnapshot(history, { cut: 200, activeDays: 60 }, unwatched)).toMatchObject({ gone: 1 });
  });

  test("the shop's rhythm: nine of ten repeat orders, rounded up, within a third of the time", () => {
    const people = Array.from({ length: 10 }, (_, p) => ({ days: p < 9 ? [0, 40, 80] : [0, 100, 200, 900] }));
    expect(shopRhythm(historyOf(people), END, unwatched)).toEqual({
      usualGap: 100,
      horizon: 120,
      span: 1000,
    });
    expect(shopRhythm(historyOf(people), 250, unwatched).horizon).toBe(45);
    expect(shopRhythm(historyOf([{ days: [0, 300] }]), 300, unwatched).horizon).toBe(90);
    expect(horizonsOf(Float64Array.of(NaN, 10, 2, 90), 4, 120)).toEqual(Int32Array.of(120, 20, 7, 120));
  });
});

describe("a shop whose leavers stop visiting first", () => {
  const people = shop(1200, 3);
  const found = run(people);

  test("is told well before, better than by recency alone, and may be used", () => {
    expect(found.review.verdict).not.toBe("do-not-use");
    expect(found.validation!.auc.value).toBeGreaterThan(found.validation!.recencyAuc);
    expect(found.validation!.auc.low).toBeGreaterThan(0.6);
    expect(found.validation!.logLoss).toBeLessThan(found.validation!.plainRate.logLoss);
    const strongest = [...found.fields].sort((a, b) => b.importance - a.importance).slice(0, 5);
    expect(strongest.map(({ field }) => field).some((field) => /visit/i.test(field))).toBe(true);
  });

  test("each chance is the base, three reasons and the rest, in one scale", () => {
    const { scores, base = NaN } = found;
    expect(scores.person).toHaveLength(found.people);
    expect(found.histogram.reduce((sum, count) => sum + count, 0)).toBe(found.people);
    scores.chance.forEach((chance, row) => {
      const adds = scores.adds.subarray(keptReasons * row, keptReasons * (row + 1));
      expect(chance).toBeGreaterThan(0);
      expect(chance).toBeLessThan(1);
      // The three strongest never say more than all together could: each lies within the scale of chances.
      for (const add of adds) expect(Math.abs(add)).toBeLessThan(1);
      const others = adds.reduce((rest, add) => rest - (Number.isNaN(add) ? 0 : add), chance - base);
      expect(Math.abs(others)).toBeLessThan(1);
    });
    expect(scores.ifOrdered.every((own, row) => Number.isNaN(own) || own < scores.chance[row]!)).toBe(true);
  });

  test("what a decision promises lies within its range, and more contacts find more", () => {
    let before = 0;
    for (const { contact, expected, low, high } of found.decisions) {
      expect(low).toBeLessThanOrEqual(expected);
      expect(high).toBeLessThanOrEqual(contact);
      expect(expected).toBeGreaterThanOrEqual(before);
      before = expected;
    }
    expect(found.decisions.at(-1)!.contact).toBe(found.people);
  });

  test("the order of the people makes no difference", () => {
    const turned = run([...people].reverse());
    expect(turned.validation!.auc.value).toBeCloseTo(found.validation!.auc.value, 12);
    expect([...turned.scores.chance].sort()).toEqual([...found.scores.chance].sort());
  });
});

describe("bad input gives a verdict and no number of a person", () => {
  const silent = (output: ChurnOutput, code: string) => {
    expect(output.review.verdict).toBe("do-not-use");
    expect(codes(output)).toContain(code);
    expect(output.scores.person).toHaveLength(0);
    expect(output).not.toHaveProperty("expected");
    expect([output.fields, output.histogram, output.decisions]).toEqual([[], [], []]);
  };

  test("nobody, one customer, ninety customers", () => {
    silent(run([]), "churn-too-few-customers");
    silent(run([{ days: [1, 500, 990] }]), "churn-too-few-customers");
    silent(run(shop(90, 4)), "churn-too-few-customers");
  });

  test("under three hundred: with care at most", () => {
    const found = run(shop(300, 5));
    expect(codes(found)).toContain("churn-too-few-customers");
    expect(found.review.verdict).not.toBe("use");
  });

  test("all stay, or all have left", () => {
    const loyal = Array.from({ length: 400 }, (_, p) => ({
      days: Array.from({ length: 90 }, (_day, n) => (p % 9) + 11 * n).filter((day) => day <= END),
    }));
    silent(run(loyal), "outcome-too-few");
    silent(run(loyal.map(({ days }) => ({ days: days.filter((day) => day < 850) }))), "no-recent-orders");
  });

  test("outcomes by chance are not sold as knowledge", () => {
    const random = randomStream(8);
    const coin = Array.from({ length: 600 }, () => ({
      days: [10, ...[700, 850, 910, 970].filter(() => random.uniform() < 0.5)],
    }));
    const found = run(coin);
    expect(found.review.verdict).not.toBe("use");
  });

  test("too short a time for the days asked", () => {
    silent(
      churn({ history: historyOf(shop(400, 6)), end: END, horizonDays: 365, rhythm: "shop" }, unwatched),
      "churn-span-short",
    );
  });
});

test("a list of those who left, planted as a source, is named and left out", () => {
  const people = shop(900, 9).map((person) => {
    const known = person.days.filter((day) => day <= END - 120).length;
    const came = person.days.some((day) => day > END - 120 && day <= END - 60);
    return { ...person, source: known > 0 && !came ? 1 : 0 };
  });
  const found = run(people);
  expect(codes(found)).toContain("churn-source-leak");
  expect(found.review.verdict).not.toBe("use");
  expect(found.fields.map(({ field }) => field)).not.toContain("source");
});

test("stops when asked to, in the middle of learning", () => {
  let asked = 0;
  const job = {
    check: () => {
      if (++asked > 200) throw new Cancelled();
    },
    progress: () => undefined,
  };
  const history = historyOf(shop(900, 3));
  expect(() => churn({ history, end: END, horizonDays: 60, rhythm: "own" }, job)).toThrow(Cancelled);
});
