import { describe, expect, test } from "vitest";
import { unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import { auc } from "../validation/auc.ts";
import { lookalike } from "./lookalike.ts";
import type { PersonHistory } from "./person-history.ts";
import { hiddenAmong, namedShare } from "./unlabelled.ts";

interface Person {
  readonly orders: readonly (readonly [day: number, amount: number])[];
  readonly source?: number;
}

function historyOf(people: readonly Person[]): PersonHistory {
  const start = new Int32Array(people.length + 1);
  people.forEach(({ orders }, p) => (start[p + 1] = start[p]! + orders.length));
  const flat = people.flatMap(({ orders }) => [...orders]);
  return {
    start,
    day: Int32Array.from(flat, ([day]) => day),
    amount: Float64Array.from(flat, ([, amount]) => amount),
    mask: new Uint8Array(people.length).fill(1),
    source: { codes: Int32Array.from(people, ({ source = 0 }) => source), words: ["shop", "list"] },
  };
}

const END = 1200;

/** Some become good customers; their first order is dearer by a known amount, and later they buy much. */
function shop(count: number, seed: number) {
  const random = randomStream(seed);
  const good: boolean[] = [];
  const people = Array.from({ length: count }, (): Person => {
    const own = random.uniform() < 0.2;
    good.push(own);
    const first = random.below(1150);
    const amount = 1000 + 1000 * random.uniform() + (own ? 600 * random.uniform() : 0);
    const orders: [number, number][] = [[first, Math.round(amount)]];
    for (let at = first + 35 + random.below(60); own && at <= END; at += 20 + random.below(30))
      orders.push([at, 4000]);
    if (!own && random.uniform() < 0.5 && first + 50 <= END) orders.push([first + 50, 900]);
    return { orders };
  });
  return { people, good };
}

const codes = (output: ReturnType<typeof lookalike>) => output.review.checks.map(({ code }) => code);

describe("who is like the best by spend", () => {
  const { people, good } = shop(3000, 3);
  const history = historyOf(people);
  const found = lookalike(
    { history, end: END, earlyDays: 20, seed: { kind: "best", share: 0.2, valueDays: 180 } },
    unwatched,
  );

  test("only the first days are looked at, and the new customers who will be good come first", () => {
    expect(found.review.verdict).not.toBe("do-not-use");
    const asked = Array.from(found.scores.person, (p) => ({ p, first: people[p]!.orders[0]![0] }));
    for (const { first } of asked) {
      expect(first + 200).toBeGreaterThan(END);
      expect(first + 20).toBeLessThanOrEqual(END);
    }
    const truth = Uint8Array.from(asked, ({ p }) => (good[p] === true ? 1 : 0));
    // Nobody can do better than by the first order's amount: its own order is the Bayes rule of the simulation.
    const bayes = auc(
      Float64Array.from(asked, ({ p }) => people[p]!.orders[0]![1]),
      truth,
    ).value;
    expect(auc(found.scores.chance, truth).value).toBeGreaterThan(bayes - 0.05);
    expect(found.validation!.auc.low).toBeGreaterThan(0.55);
    expect(found.expected!.low).toBeLessThan(0.2 * asked.length);
    expect(found.expected!.high).toBeGreaterThan(0.2 * asked.length);
  });

  test("what comes after the first days makes no difference to a score", () => {
    const more = people.map((person, p) => {
      const [first] = person.orders[0]!;
      return p % 2 === 0 || first + 20 + 180 <= END
        ? person
        : { orders: [...person.orders.filter(([day]) => day <= first + 20), [END, 1e6] as const] };
    });
    const changed = lookalike(
      {
        history: historyOf(more),
        end: END,
        earlyDays: 20,
        seed: { kind: "best", share: 0.2, valueDays: 180 },
      },
      unwatched,
    );
    expect(changed.scores.chance).toEqual(found.scores.chance);
  });

  test("a source that was made of who became good is found and left out", () => {
    const spent = (person: Person) => person.orders.length > 3;
    const planted = people.map((person) => ({ ...person, source: spent(person) ? 1 : 0 }));
    const output = lookalike(
      {
        history: historyOf(planted),
        end: END,
        earlyDays: 20,
        seed: { kind: "best", share: 0.2, valueDays: 180 },
      },
      unwatched,
    );
    expect(codes(output)).toContain("propensity-leak");
    expect(output.fields.map(({ field }) => field)).not.toContain("source");
  });
});

describe("who is like people somebody named", () => {
  test("of positives that stand apart the share named is found again, and how many are hidden", () => {
    const random = randomStream(7);
    const good = Array.from({ length: 4000 }, () => random.uniform() < 0.3);
    const people = good.map((own): Person => ({
      orders: [[random.below(1100), own ? 9000 + random.below(500) : 1000 + random.below(500)]],
    }));
    const members = Uint8Array.from(good, (own) => (own && random.uniform() < 0.4 ? 1 : 0));
    const found = lookalike(
      { history: historyOf(people), end: END, seed: { kind: "segment", members, leftOut: [] } },
      unwatched,
    );
    expect(found.review.verdict).toBe("use-with-care");
    expect(codes(found)).toContain("lookalike-unnamed");
    expect(found.seed.named!.value).toBeGreaterThan(0.35);
    expect(found.seed.named!.value).toBeLessThan(0.45);
    const hidden = good.filter((own, p) => own && members[p] === 0).length;
    expect(found.seed.hidden!.low).toBeLessThanOrEqual(hidden * 1.02);
    expect(found.seed.hidden!.high).toBeGreaterThan(hidden * 0.95);
    for (const p of found.scores.person) expect(members[p]).toBe(0);
  });

  test("the estimators by hand", () => {
    const named = namedShare(Float64Array.of(0.5, 0.5, 0.1), Uint8Array.of(1, 1, 0));
    expect(named).toMatchObject({ value: 0.5, high: 0.5 });
    // (1 - c) / c * g / (1 - g) = 1 * 1 and 1 * 1/9.
    expect(hiddenAmong(Float64Array.of(0.5, 0.1), named).value).toBeCloseTo(1 + 1 / 9, 12);
    expect(namedShare(Float64Array.of(0.5), Uint8Array.of(0)).value).toBeNaN();
  });

  test("fields the segment asks of are left out", () => {
    const { people } = shop(1500, 5);
    const members = Uint8Array.from(people, ({ orders }) => (orders[0]![1] > 2000 ? 1 : 0));
    const input = { history: historyOf(people), end: END };
    const named = lookalike(
      { ...input, seed: { kind: "segment", members, leftOut: ["firstAmount", "earlyAmount"] } },
      unwatched,
    );
    expect(named.fields.map(({ field }) => field)).not.toContain("firstAmount");
    // Not left out by hand, it gives itself away.
    const leaking = lookalike({ ...input, seed: { kind: "segment", members, leftOut: [] } }, unwatched);
    expect(codes(leaking)).toContain("propensity-leak");
  });
});

describe("bad input gives a verdict and no number of a person", () => {
  const best = { kind: "best", share: 0.1, valueDays: 90 } as const;
  const silent = (people: readonly Person[], seed: Parameters<typeof lookalike>[0]["seed"] = best) => {
    const output = lookalike({ history: historyOf(people), end: END, seed }, unwatched);
    expect(output.review.verdict).toBe("do-not-use");
    expect(output.scores.person).toHaveLength(0);
    expect(output.seed.named).toBeUndefined();
    return output;
  };
  test("nobody, one, nobody who buys again, too few seeds, everybody named, nobody named", () => {
    silent([]);
    silent([{ orders: [[10, 100]] }]);
    silent(Array.from({ length: 1000 }, (_, p) => ({ orders: [[p, 100]] })));
    expect(codes(silent(shop(150, 2).people))).toContain("lookalike-few-seeds");
    const people = shop(600, 2).people;
    silent(people, { kind: "segment", members: new Uint8Array(600).fill(1), leftOut: [] });
    silent(people, { kind: "segment", members: new Uint8Array(600), leftOut: [] });
  });
});
