import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contactDays, sentWithin } from "./contact-days.ts";
import { tellableCounts, tellablePressure } from "../files/tellable-counts.ts";
import { isOver } from "./pressure.ts";
import { serviceTest } from "./service-messages.ts";

const days = (most: number) =>
  fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: most }).map((list) => list.sort((a, b) => a - b));

/** The most lists that can each be given a sending of their own, by trying all. */
function mostMatches(lists: readonly number[], sent: readonly number[]): number {
  const [list, ...rest] = lists;
  if (list === undefined) return 0;
  let best = mostMatches(rest, sent);
  sent.forEach((day, at) => {
    if (day >= list && day <= list + sentWithin)
      best = Math.max(best, 1 + mostMatches(rest, [...sent.slice(0, at), ...sent.slice(at + 1)]));
  });
  return best;
}

describe("days on which somebody was contacted", () => {
  test("a list and its sending are one contact, on the day of the sending", () => {
    expect(contactDays([10], [11])).toEqual([11]);
    expect(contactDays([10], [10, 12])).toEqual([10, 12]);
    expect(contactDays([10, 11], [12])).toEqual([12, 11]);
    expect(contactDays([10], [9, 10 + sentWithin + 1])).toEqual([9, 10, 25]);
  });

  test("as many as could be one contact are, and nothing is lost or invented", () => {
    fc.assert(
      fc.property(days(4), days(5), (lists, sent) => {
        const found = contactDays(lists, sent);
        expect(found).toHaveLength(lists.length + sent.length - mostMatches(lists, sent));
        for (const day of sent) expect(found).toContain(day);
        for (const day of found) expect([...lists, ...sent]).toContain(day);
      }),
    );
  });
});

describe("the frequency cap", () => {
  test("held to at every release, nobody is contacted more often than it says, in any window of its days", () => {
    const cap = fc.record({ most: fc.integer({ min: 1, max: 5 }), days: fc.integer({ min: 1, max: 30 }) });
    fc.assert(
      fc.property(cap, days(60), (rule, releases) => {
        const contacted: number[] = [];
        for (const today of releases) if (!isOver(rule, contacted, today)) contacted.push(today);
        for (let first = -rule.days; first <= 60; first++) {
          const within = contacted.filter((day) => day >= first && day < first + rule.days).length;
          expect(within).toBeLessThanOrEqual(rule.most);
        }
        // And nobody is kept back who need not be.
        for (const today of releases.filter((day) => !contacted.includes(day))) {
          const before = contacted.filter((day) => day > today - rule.days && day <= today).length;
          expect(before).toBe(rule.most);
        }
      }),
    );
  });

  test("a contact counts on its own day and the days before today, not the day it falls out", () => {
    const cap = { most: 1, days: 7 };
    expect(isOver(cap, [94], 100)).toBe(true);
    expect(isOver(cap, [93], 100)).toBe(false);
    expect(isOver(cap, [101], 100)).toBe(false);
  });
});

test("a manifest tells every count of people by one rule: in tens, and nothing of fewer than ten", () => {
  const pressure = { days: 30, none: 9, one: 10, twoOrThree: 109, fourOrMore: 0 };
  expect(tellablePressure(pressure, 10)).toEqual({ days: 30, one: 10, twoOrThree: 100 });
  expect(
    tellableCounts({ "consent-denied": 9, "consent-unknown": 10, "held-out": 109, counted: 0 }, 10),
  ).toEqual({
    withheld: { "consent-unknown": 10, "held-out": 100 },
    withheldBelow: 10,
    countsIn: 10,
  });
});

test("bands are not told where those left out would each have to be somebody", () => {
  const bands = (none: number, one: number, twoOrThree: number, fourOrMore: number) =>
    tellablePressure({ days: 30, none, one, twoOrThree, fourOrMore }, 10);
  // 28 people more than 40, at most nine in each of the three bands that are not told: whoever counts knows that none is empty.
  expect(bands(49, 9, 9, 1)).toEqual({ days: 30 });
  expect(bands(49, 9, 9, 0)).toEqual({ days: 30, none: 40 });
});

test("messages that serve somebody are told by what the owner named and by what their names say", () => {
  const isService = serviceTest(["Loyalty card"]);
  for (const name of [
    "Loyalty card",
    "ご注文確認メール",
    "商品発送のお知らせ",
    "Order shipped",
    "Your receipt",
    "パスワード再設定",
  ])
    expect(isService(name), name).toBe(true);
  for (const name of ["春の新茶", "Summer sale", "Card", "送料無料ウィーク", undefined])
    expect(isService(name), name).toBe(false);
});
