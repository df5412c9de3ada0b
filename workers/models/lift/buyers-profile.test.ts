import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalQuantile } from "../../stats/normal.ts";
import { randomStream } from "../../stats/random.ts";
import { compareBuyers, countValues, foldSmall, type ValueCount } from "./buyers-profile.ts";

const counted = fc.array(fc.record({ buyers: fc.nat(60), others: fc.nat(200) }), { maxLength: 8 });

function lines(counts: readonly { buyers: number; others: number }[]): ValueCount[] {
  return counts.map((count, code) => ({ codes: [code], ...count }));
}

test("people are counted by value, and who is of no known value by itself", () => {
  expect(countValues([0, 1, 1, -1, 0], [1, 0, 1, 0, 0])).toEqual([
    { codes: [0], buyers: 1, others: 1 },
    { codes: [1], buyers: 1, others: 1 },
    { codes: [-1], buyers: 0, others: 1 },
  ]);
});

describe("values of few people", () => {
  test("no line tells of fewer than k who bought or who did not, and nobody is lost", () => {
    fc.assert(
      fc.property(counted, fc.integer({ min: 2, max: 25 }), (counts, k) => {
        const given = lines(counts);
        const folded = foldSmall(given, k);
        const sum = (of: readonly ValueCount[], key: "buyers" | "others"): number =>
          of.reduce((all, line) => all + line[key], 0);
        if (folded === undefined) {
          const large = given.filter(({ buyers, others }) => buyers >= k && others >= k);
          const small = given.filter((line) => !large.includes(line));
          const heldApart = sum(small, "buyers") >= k && sum(small, "others") >= k;
          // Nothing is held back that two lines could tell.
          expect(large.length + (heldApart ? 1 : 0) - (small.length > 0 && !heldApart ? 1 : 0)).toBeLessThan(
            2,
          );
          return;
        }
        expect(folded.length).toBeGreaterThan(1);
        for (const line of folded) expect(Math.min(line.buyers, line.others)).toBeGreaterThanOrEqual(k);
        for (const key of ["buyers", "others"] as const) expect(sum(folded, key)).toBe(sum(given, key));
        expect(folded.flatMap(({ codes }) => codes).sort()).toEqual(
          given.flatMap(({ codes }) => codes).sort(),
        );
      }),
    );
  });

  test("one small value takes another with it", () => {
    const folded = foldSmall(
      lines([
        { buyers: 3, others: 40 },
        { buyers: 12, others: 90 },
        { buyers: 50, others: 100 },
      ]),
      10,
    );
    expect(folded).toEqual([
      { codes: [2], buyers: 50, others: 100 },
      { codes: [0, 1], buyers: 15, others: 130 },
    ]);
    expect(foldSmall(lines([{ buyers: 50, others: 9 }]), 10)).toBeUndefined();
  });
});

describe("who bought against who did not", () => {
  // Newcombe (1998), Statistics in Medicine 17: 873-890, table II, example (a): 56/70 against 48/80, method 10.
  test("has the published interval of a difference", () => {
    const both = [
      { codes: [0], buyers: 56, others: 48 },
      { codes: [1], buyers: 14, others: 32 },
    ];
    // Two lines share the 5 %: half of it each is asked for, so that each has the published 95 %.
    const [[line] = []] = compareBuyers([both], 0.9);
    expect(line?.difference.value).toBeCloseTo(0.2, 10);
    expect(line?.difference.low).toBeCloseTo(0.0524, 4);
    expect(line?.difference.high).toBeCloseTo(0.3339, 4);
    expect(line?.bought.value).toBeCloseTo(56 / 104, 10);
  });

  test("the more is compared, the wider each interval", () => {
    const pair = lines([
      { buyers: 30, others: 60 },
      { buyers: 20, others: 90 },
    ]);
    const width = (traits: number): number => {
      const { low, high } = compareBuyers(Array<ValueCount[]>(traits).fill(pair), 0.95)[0]![0]!.difference;
      return high - low;
    };
    expect(width(6)).toBeGreaterThan(width(1));
    expect(normalQuantile(1 - 0.05 / 4)).toBeCloseTo(2.2414, 4);
  });

  test("where the trait has nothing to do with it, hardly one survey of twenty says it has", () => {
    const random = randomStream(5);
    const surveys = 400;
    let wrong = 0;
    for (let survey = 0; survey < surveys; survey++) {
      const traits = Array.from({ length: 5 }, () => {
        const codes = Array.from({ length: 300 }, () => random.below(3));
        return countValues(
          codes,
          codes.map(() => (random.below(4) === 0 ? 1 : 0)),
        );
      });
      const told = compareBuyers(traits, 0.95).flat();
      if (told.some(({ difference }) => difference.low > 0 || difference.high < 0)) wrong++;
    }
    expect(wrong / surveys).toBeLessThan(0.07);
  });
});
