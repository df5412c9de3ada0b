import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Cancelled, unwatched } from "../../base/job.ts";
import { randomStream, type RandomStream } from "../../stats/random.ts";
import { auc } from "../validation/auc.ts";
import { keptReasons } from "./churn-scores.ts";
import { leadSnapshot } from "./lead-snapshot.ts";
import type { DatedLog, PersonHistory } from "./person-history.ts";
import { propensity } from "./propensity.ts";
import { regulars } from "./regulars.ts";

interface Person {
  readonly days: readonly number[];
  readonly since?: number;
  readonly visits?: readonly number[];
  readonly products?: readonly number[];
  readonly source?: number;
}

function historyOf(people: readonly Person[]): PersonHistory {
  const log = (of: (person: Person) => readonly number[]): DatedLog => {
    const start = new Int32Array(people.length + 1);
    people.forEach((person, p) => (start[p + 1] = start[p]! + of(person).length));
    return { start, day: Int32Array.from(people.flatMap((person) => [...of(person)])) };
  };
  const orders = log(({ days }) => days);
  return {
    ...orders,
    amount: Float64Array.from(orders.day, () => 1000),
    mask: new Uint8Array(people.length).fill(1),
    since: Int32Array.from(people, ({ since, days }) => since ?? days[0] ?? 0),
    visits: log(({ visits = [] }) => visits),
    newProducts: log(({ products = [] }) => products),
    source: { codes: Int32Array.from(people, ({ source = 0 }) => source), words: ["shop", "list"] },
  };
}

const END = 1000;
const HORIZON = 60;

/** Poisson days with a daily rate between two days. */
function poisson(random: RandomStream, rate: number, from: number, to: number): number[] {
  const days: number[] = [];
  for (
    let at = from - Math.log(1 - random.uniform()) / rate;
    at <= to;
    at -= Math.log(1 - random.uniform()) / rate
  )
    days.push(Math.floor(at));
  return days;
}

/** Leads who visit at a pace of their own; the daily chance of a first order is proportional to it. */
function leads(count: number, seed: number) {
  const random = randomStream(seed);
  const people: Person[] = [];
  const chance: number[] = [];
  for (let i = 0; i < count; i++) {
    const since = 500 + random.below(400);
    const pace = 0.002 + 0.15 * random.uniform() ** 3;
    const daily = 0.0002 + 0.06 * pace;
    const [order] = poisson(random, daily, since, END);
    people.push({
      days: order === undefined ? [] : [order],
      since,
      visits: poisson(random, pace, since, END),
    });
    chance.push(1 - Math.exp(-daily * HORIZON));
  }
  return { people, chance };
}

const codes = (output: ReturnType<typeof propensity>) => output.review.checks.map(({ code }) => code);
const ask = (
  question: "firstPurchase" | "renewal" | "newProduct",
  people: readonly Person[],
  horizonDays = HORIZON,
) => propensity({ question, history: historyOf(people), end: END, horizonDays }, unwatched);

describe("a lead's first order", () => {
  const { people, chance } = leads(4000, 5);
  const found = ask("firstPurchase", people);

  test("is told nearly as well as by who knew each one's true chance, and to the right number", () => {
    expect(found.review.verdict).not.toBe("do-not-use");
    const cut = END - HORIZON;
    const known = leadSnapshot(historyOf(people), cut, unwatched).person;
    const truth = Float64Array.from(known, (p) => chance[p]!);
    const labels = Uint8Array.from(known, (p) => (people[p]!.days.length > 0 ? 1 : 0));
    const bayes = auc(truth, labels).value;
    expect(found.validation!.people).toBe(known.length);
    expect(found.validation!.positives).toBe(labels.reduce((sum, y) => sum + y, 0));
    expect(bayes).toBeGreaterThan(0.6);
    // The pace itself is not seen, only visits drawn from it.
    expect(found.validation!.auc.value).toBeGreaterThan(bayes - 0.06);
    const expected = Array.from(found.scores.person, (p) => chance[p]!).reduce((sum, one) => sum + one, 0);
    expect(found.expected!.low).toBeLessThan(expected);
    expect(found.expected!.high).toBeGreaterThan(expected);
  });

  test("whoever has ordered is not asked about, nor whoever is known only later", () => {
    const some = [
      { days: [100] },
      { days: [], since: 50 },
      { days: [300], since: 300 },
      { days: [250], since: 90 },
    ];
    expect([...leadSnapshot(historyOf(some), 200, unwatched).person]).toEqual([1, 3]);
  });

  test("each chance is the base, three reasons and the rest", () => {
    const { scores } = found;
    expect(scores.person.length).toBe(found.histogram.reduce((sum, n) => sum + n, 0));
    scores.chance.forEach((own, row) => {
      expect(own).toBeGreaterThan(0);
      expect(own).toBeLessThan(1);
      for (const add of scores.adds.subarray(keptReasons * row, keptReasons * (row + 1)))
        if (!Number.isNaN(add)) expect(Math.abs(add)).toBeLessThan(1);
    });
  });

  test("a list of those who bought, planted as a source, is found and left out", () => {
    const planted = people.map((person) => ({ ...person, source: person.days.length > 0 ? 1 : 0 }));
    const output = ask("firstPurchase", planted);
    expect(codes(output)).toContain("propensity-leak");
    expect(output.fields.map(({ field }) => field)).not.toContain("source");
  });
});

/** People who order in their own rhythm; some lose it for good some day, and visit no more from a month before. */
function subscribers(count: number, seed: number): Person[] {
  const random = randomStream(seed);
  return Array.from({ length: count }, () => {
    const gap = 20 + random.below(25);
    const stop = random.uniform() < 0.6 ? 500 + random.below(700) : Infinity;
    const days: number[] = [];
    for (let at = 300 + random.below(200); at <= Math.min(END, stop); at += gap + random.below(7) - 3)
      days.push(at);
    const visits = days
      .map((day) => day + 5 + random.below(10))
      .filter((day) => day < stop - 30 && day <= END);
    return { days, visits };
  });
}

describe("whose regular order comes in time", () => {
  const people = subscribers(2500, 8);
  const found = ask("renewal", people);

  test("is told better than by chance, by who stopped visiting", () => {
    expect(found.review.verdict).not.toBe("do-not-use");
    expect(found.validation!.auc.low).toBeGreaterThan(0.6);
    const strongest = [...found.fields].sort((a, b) => b.importance - a.importance).slice(0, 5);
    expect(strongest.some(({ field }) => /visit/i.test(field))).toBe(true);
  });

  test("only who has a rhythm and is not yet late is asked about; the days left are one and a half gaps", () => {
    const some = [
      { days: [900, 930, 960, 990] },
      { days: [900, 930] },
      { days: [700, 705, 900, 980] },
      { days: [800, 830, 860] },
    ];
    const { person, due } = regulars(historyOf(some), { cut: END, horizon: HORIZON }, unwatched);
    expect([...person]).toEqual([0]);
    expect([...due]).toEqual([35]);
  });
});

describe("who buys something new", () => {
  test("those whose basket keeps widening; without order lines it says so", () => {
    const random = randomStream(4);
    const people = Array.from({ length: 1500 }, () => {
      const curious = random.uniform() < 0.4;
      const days: number[] = [];
      for (let at = 500 + random.below(100); at <= END; at += 20 + random.below(20)) days.push(at);
      return { days, products: days.filter((_, k) => k === 0 || random.uniform() < (curious ? 0.6 : 0.05)) };
    });
    const found = ask("newProduct", people);
    expect(found.validation!.auc.low).toBeGreaterThan(0.7);
    expect(found.validation!.auc.value).toBeGreaterThan(found.validation!.plainAuc + 0.1);
    const { newProducts, ...without } = historyOf(people);
    const silent = propensity(
      { question: "newProduct", history: without, end: END, horizonDays: 60 },
      unwatched,
    );
    expect(codes(silent)).toContain("propensity-no-lines");
    expect(silent.scores.person).toHaveLength(0);
  });
});

describe("bad input gives a verdict and no number of a person", () => {
  const silent = (output: ReturnType<typeof propensity>) => {
    expect(output.review.verdict).toBe("do-not-use");
    expect(output.scores.person).toHaveLength(0);
    expect(output.base).toBeUndefined();
    expect(output.histogram).toEqual([]);
  };

  test("nobody, one customer, all of one kind, no time", () => {
    for (const question of ["firstPurchase", "renewal", "newProduct"] as const) {
      silent(ask(question, []));
      silent(ask(question, [{ days: [10, 40, 70, 990] }]));
      silent(
        ask(
          question,
          Array.from({ length: 400 }, () => ({ days: [700, 730, 760, 790, 820], since: 600 })),
        ),
      );
      silent(ask(question, leads(500, 1).people, 400));
    }
    silent(
      ask(
        "firstPurchase",
        Array.from({ length: 500 }, (_, i) => ({ days: [], since: 400 + (i % 300) })),
      ),
    );
  });

  test("whatever comes: chances within 0 and 1 or none at all, nothing not a number", () => {
    const day = fc.integer({ min: 1, max: 1200 });
    const person = fc.record({
      days: fc.array(day, { maxLength: 6 }).map((list) => list.sort((a, b) => a - b)),
      since: fc.integer({ min: -100, max: 1200 }),
      visits: fc.array(day, { maxLength: 4 }).map((list) => list.sort((a, b) => a - b)),
    });
    const question = fc.constantFrom("firstPurchase" as const, "renewal" as const, "newProduct" as const);
    fc.assert(
      fc.property(fc.array(person, { maxLength: 120 }), question, (people, asked) => {
        const output = ask(asked, people, 30);
        expect(output.scores.chance.every((own) => own > 0 && own < 1)).toBe(true);
        if (output.review.verdict === "do-not-use") silent(output);
      }),
      { numRuns: 40 },
    );
  });

  test("nothing after the cut makes a difference to what is known at it", () => {
    const day = fc.integer({ min: 1, max: 200 });
    const list = fc.array(day, { maxLength: 6 }).map((days) => days.sort((a, b) => a - b));
    const person = fc.record({ days: list, visits: list, since: day });
    fc.assert(
      fc.property(fc.array(person, { minLength: 1, maxLength: 6 }), day, (people, cut) => {
        const past = people.map(({ days, visits, since }) => ({
          days: days.filter((one) => one <= cut),
          visits: visits.filter((one) => one <= cut),
          since: since <= cut ? since : 10_000,
        }));
        const at = (some: readonly Person[]) => leadSnapshot(historyOf(some), cut, unwatched);
        expect(at(people)).toEqual(at(past));
        const regular = (some: readonly Person[]) =>
          regulars(historyOf(some), { cut, horizon: 60 }, unwatched);
        expect(regular(people)).toEqual(regular(past));
      }),
    );
  });

  test("hears a cancel", () => {
    const stop = {
      check: () => {
        throw new Cancelled();
      },
      progress: () => undefined,
    };
    const history = historyOf(leads(100, 2).people);
    expect(() => propensity({ question: "firstPurchase", history, end: END }, stop)).toThrow(Cancelled);
  });
});
