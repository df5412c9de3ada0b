import { describe, expect, test } from "vitest";
import { Cancelled, unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import type { PersonHistory } from "../propensity/person-history.ts";
import { kinds } from "./kinds.ts";

const END = 1000;

/** Three kinds: often and small by app, seldom and large in the store, and once long ago. */
function shop(count: number, seed: number): PersonHistory {
  const random = randomStream(seed);
  const start = new Int32Array(count + 1);
  const [day, amount, codes]: [number[], number[], number[]] = [[], [], []];
  for (let p = 0; p < count; p++) {
    const kind = p % 3;
    const orders = [20 + random.below(6), 5, 1][kind]!;
    for (let n = orders - 1; n >= 0; n--) {
      day.push(
        kind === 2 ? 100 + random.below(60) : END - 10 - random.below(10) - n * (kind === 0 ? 12 : 90),
      );
      amount.push([800, 20_000, 3000][kind]! + random.below(300));
      codes.push(kind === 0 ? 0 : 1);
    }
    start[p + 1] = day.length;
  }
  return {
    start,
    day: Int32Array.from(day),
    amount: Float64Array.from(amount),
    mask: new Uint8Array(count).fill(1),
    channel: { codes: Int32Array.from(codes), words: ["app", "store"] },
  };
}

describe("kinds of customers", () => {
  const found = kinds({ history: shop(600, 3), end: END }, unwatched);

  test("the three there are, whoever is asked", () => {
    expect(found).toMatchObject({ k: 3, chosenBy: "stability", people: 600 });
    expect(found.groups.map(({ people }) => people)).toEqual([200, 200, 200]);
    // Everybody of one kind is in one group.
    const own = new Map(Array.from(found.person, (person, at) => [person, found.group[at]!]));
    for (let kind = 0; kind < 3; kind++)
      expect(new Set([...own].filter(([p]) => p % 3 === kind).map(([, group]) => group)).size).toBe(1);
  });

  test("each is told by what it has more or less of", () => {
    const often = found.groups.find(({ meanOrders }) => meanOrders > 15)!;
    const lost = found.groups.find(({ meanSinceLast }) => meanSinceLast > 500)!;
    expect(often.traits[0]).toMatchObject({ field: "orders", direction: "high" });
    expect(often.channel).toMatchObject({ name: "app", share: 1 });
    expect(lost.traits.map(({ field, direction }) => `${field} ${direction}`)).toContain("sinceLast high");
    for (const { traits } of found.groups)
      for (const { apart, direction } of traits) expect(apart > 0).toBe(direction === "high");
  });

  test("a number that is asked for is taken", () => {
    expect(kinds({ history: shop(300, 4), end: END, k: 2 }, unwatched)).toMatchObject({
      k: 2,
      chosenBy: "asked",
    });
  });
});

describe("bad input", () => {
  test("too few people, or people all alike: a verdict, no group", () => {
    const few = kinds({ history: shop(60, 5), end: END }, unwatched);
    expect(few.review).toMatchObject({ verdict: "do-not-use" });
    const count = 400;
    const alike = kinds(
      {
        history: {
          start: Int32Array.from({ length: count + 1 }, (_, p) => p),
          day: new Int32Array(count).fill(500),
          amount: new Float64Array(count).fill(1000),
          mask: new Uint8Array(count).fill(1),
        },
        end: END,
      },
      unwatched,
    );
    expect(alike.review.checks.map(({ code }) => code)).toContain("groups-nothing-differs");
    for (const output of [few, alike]) expect([output.groups, output.person.length]).toEqual([[], 0]);
  });

  test("stops when asked to", () => {
    let asked = 0;
    const job = {
      check: () => {
        if (++asked > 30) throw new Cancelled();
      },
      progress: () => undefined,
    };
    expect(() => kinds({ history: shop(300, 3), end: END }, job)).toThrow(Cancelled);
  });
});
