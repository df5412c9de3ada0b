import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomStream } from "../../stats/random.ts";
import { conformalBand } from "./conformal.ts";
import { expectedOutcomes, gainsTable } from "./gains.ts";

/** Probabilities that are right, and what then happened. */
function world(count: number, seed: number) {
  const random = randomStream(seed);
  const probability = Float64Array.from({ length: count }, () => random.beta(0.8, 2));
  const labels = Uint8Array.from(probability, (p) => (random.uniform() < p ? 1 : 0));
  return { probability, labels };
}

describe("gains", () => {
  test("by hand, with precision, recall and lift", () => {
    const probability = Float64Array.of(0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0);
    const labels = Uint8Array.of(1, 1, 0, 1, 0, 0, 0, 0, 0, 0);
    const [two, five, all] = gainsTable(probability, labels, [0.2, 0.5, 1]);
    expect(two).toMatchObject({ contacted: 2, found: 2, recall: 2 / 3 });
    expect(two!.lift).toBeCloseTo(1 / 0.3, 12);
    expect(five!.precision.value).toBeCloseTo(0.6, 12);
    expect(all).toMatchObject({ contacted: 10, found: 3, recall: 1, lift: 1 });
  });

  test("do not depend on the order of rows with equal scores", () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 1 }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        fc.pre(rows.some(([, y]) => y === 1));
        const table = (list: typeof rows) =>
          gainsTable(
            Float64Array.from(list, ([p]) => p / 4),
            Uint8Array.from(list, ([, y]) => y),
          );
        expect(table(rows)).toEqual(table(rows.toReversed()));
        expect(table(rows).at(-1)!.recall).toBe(1);
      }),
    );
  });

  test.each([
    [200, 150, 0.05, 0.95],
    // A handful of people, and an outcome that hardly occurs: far from a normal distribution.
    [200, 3, 0.05, 0.95],
    [100, 3000, 0, 0.05],
  ])(
    "of %s seen and %s contacted, rates from %s to %s, the range holds what it says",
    (seen, contacted, from, to) => {
      // Both the rate and its estimate are drawn, 400 times.
      const random = randomStream(3);
      let held = 0;
      for (let round = 0; round < 400; round++) {
        const rate = from + (to - from) * random.uniform();
        const draw = (n: number) =>
          Array.from({ length: n }, () => random.uniform() < rate).filter(Boolean).length;
        const { low, high } = expectedOutcomes({ found: draw(seen), contacted: seen }, contacted);
        const happened = draw(contacted);
        if (happened >= low && happened <= high) held++;
      }
      // Three standard errors of a share of 400 about .95 are .033.
      expect(held / 400).toBeGreaterThan(0.95 - 0.033);
      expect(held / 400).toBeLessThanOrEqual(1);
    },
  );

  test("the range of outcomes to expect is of whole people and holds its estimate", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.integer({ min: 1, max: 3000 }), (found, others, contacted) => {
        const { expected, low, high } = expectedOutcomes({ found, contacted: found + others }, contacted);
        expect(low).toBeLessThanOrEqual(expected);
        expect(high).toBeGreaterThanOrEqual(expected);
        expect([low >= 0, high <= contacted, Number.isInteger(low + high)]).toEqual([true, true, true]);
      }),
    );
  });
});

describe("conformal limits", () => {
  test("hold the promised share of each outcome in people not seen before", () => {
    // Mean coverage over 60 worlds of 500 calibration people: the promise is an average over these.
    const level = 0.9;
    const covered = [0, 0];
    const counted = [0, 0];
    for (let seed = 0; seed < 60; seed++) {
      const known = world(500, seed);
      const { yesFrom, noUpTo } = conformalBand(known.probability, known.labels, level);
      const fresh = world(2000, 1000 + seed);
      fresh.labels.forEach((y, i) => {
        const p = fresh.probability[i]!;
        counted[y]!++;
        if (y === 1 ? p >= yesFrom : p <= noUpTo) covered[y]!++;
      });
    }
    for (const y of [0, 1]) {
      expect(covered[y]! / counted[y]!).toBeGreaterThan(level - 0.01);
      expect(covered[y]! / counted[y]!).toBeLessThan(level + 0.02);
    }
  });

  test("exclude nothing where too few are known, and every row has one of four answers", () => {
    const few = conformalBand(Float64Array.of(0.1, 0.9), Uint8Array.of(0, 1));
    expect(few).toMatchObject({ yesFrom: 0, noUpTo: 1, either: 1 });
    const { probability, labels } = world(300, 9);
    const { yes, no, either, neither } = conformalBand(probability, labels);
    expect(yes + no + either + neither).toBeCloseTo(1, 12);
  });
});
