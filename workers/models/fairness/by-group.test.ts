import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Share } from "../../stats/wilson.ts";
import { groupFairness, type GroupedPeople } from "./by-group.ts";
import { chosenHighest } from "./held-out.ts";

/** 2,400 people by a rule: three groups and some of none; of the second it happens to fewer than is said. */
function byRule(): GroupedPeople {
  const rows = Array.from({ length: 2400 }, (_, i) => i);
  const group = Int32Array.from(rows, (i) => (i % 60 === 5 ? -1 : i % 7 < 3 ? 0 : i % 7 < 6 ? 1 : 2));
  const chance = Float64Array.from(rows, (i) => (((i * 7919) % 997) + 0.5) / 997);
  const outcome = Uint8Array.from(rows, (i) =>
    ((i * 104_729 + 13) % 1009) / 1009 < chance[i]! * (group[i] === 1 ? 0.6 : 1) ? 1 : 0,
  );
  return { group, groups: 3, chance, outcome, chosen: chosenHighest(chance, 600) };
}

/**
 * Computed apart in Python: intervals by root finding on the score equation (Wilson), on Newcombe's difference, and on p1 - R p2 = 0 for
 * ratios (scipy's brentq), not by the closed forms used here.
 */
const apart = {
  rates: [
    {
      selection: [0.24505929, 0.21955571, 0.27249101],
      truePositive: [0.42226488, 0.38057377, 0.46509391],
      falsePositive: [0.05702648, 0.03974628, 0.08118429],
      precision: [0.88709677, 0.84166255, 0.92072185],
      observed: [0.51482213, 0.48403238, 0.54549979],
      expected: 0.50883282,
    },
    {
      selection: [0.26383399, 0.23761116, 0.29184297],
      truePositive: [0.45954693, 0.40481717, 0.51527015],
      falsePositive: [0.17780939, 0.15131894, 0.20780185],
      precision: [0.53183521, 0.47195569, 0.59081165],
      observed: [0.30533597, 0.27774134, 0.33440286],
      expected: 0.51001522,
    },
    {
      selection: [0.2172619, 0.17649758, 0.26441819],
      truePositive: [0.40397351, 0.32903083, 0.48368082],
      falsePositive: [0.06486486, 0.03749137, 0.10994161],
      precision: [0.83561644, 0.73428956, 0.90338703],
      observed: [0.44940476, 0.39708706, 0.50286628],
      expected: 0.44885251,
    },
  ],
  gaps: {
    selection: [
      [1.0766129, 0.92751566, 1.24975989, "pass"],
      [0.88656874, 0.70256977, 1.11106553, "too-little-evidence"],
    ],
    truePositive: [
      [0.03728205, -0.0322138, 0.10687534, "too-little-evidence"],
      [-0.01829137, -0.10460898, 0.07166087, "too-little-evidence"],
    ],
    falsePositive: [
      [0.12078291, 0.08493122, 0.15539725, "too-little-evidence"],
      [0.00783839, -0.02867062, 0.05611382, "pass"],
    ],
    precision: [
      [-0.35526157, -0.42393617, -0.28081367, "fail"],
      [-0.05148034, -0.15824073, 0.03011085, "too-little-evidence"],
    ],
    calibration: [
      [0.00598931, -0.02480045, 0.03666697, "pass"],
      [-0.20467926, -0.23227388, -0.17561237, "fail"],
      [0.00055225, -0.05176545, 0.05401377, "too-little-evidence"],
    ],
  },
} as const;

const near = (share: Share | undefined, [value, low, high]: readonly (number | string)[]) => {
  expect(share?.value).toBeCloseTo(Number(value), 7);
  expect(share?.low).toBeCloseTo(Number(low), 7);
  expect(share?.high).toBeCloseTo(Number(high), 7);
};

describe("forecasts compared by group", () => {
  test("rates, ranges and verdicts equal those computed apart", () => {
    const found = groupFairness(byRule(), 10);
    expect(found).toMatchObject({ others: 40, reference: 0, verdict: "fail" });
    expect(found.groups.map(({ group, people }) => [group, people])).toEqual([
      [0, 1012],
      [1, 1012],
      [2, 336],
    ]);
    found.groups.forEach((group, at) => {
      const own = apart.rates[at]!;
      for (const name of ["selection", "truePositive", "falsePositive", "precision", "observed"] as const)
        near(group[name], own[name]);
      expect(group.expected).toBeCloseTo(own.expected, 7);
    });
    for (const { measure, comparisons } of found.measures)
      comparisons.forEach(({ gap, verdict }, at) => {
        const own = apart.gaps[measure][at]!;
        near(gap, own);
        expect(`${measure} ${verdict}`).toBe(`${measure} ${own[3]}`);
      });
    expect(found.measures.map(({ verdict }) => verdict)).toEqual([
      "too-little-evidence",
      "too-little-evidence",
      "too-little-evidence",
      "fail",
      "fail",
    ]);
  });

  test("shares of fewer than k are neither told nor compared; without groups nothing is called fair", () => {
    const people = byRule();
    // Of the last group it happened to 9 only.
    let left = 9;
    const outcome = people.outcome.map((y, i) => (people.group[i] !== 2 || y === 0 || left-- > 0 ? y : 0));
    const { groups, measures } = groupFairness({ ...people, outcome }, 10);
    expect(groups[2]).toMatchObject({ group: 2, people: 336 });
    expect(groups[2]).not.toHaveProperty("truePositive");
    expect(measures.find(({ measure }) => measure === "truePositive")?.comparisons[1]).toEqual({
      group: 2,
      gap: { value: NaN, low: NaN, high: NaN },
      verdict: "too-little-evidence",
    });
    const none = groupFairness({ ...people, group: people.group.map(() => -1) }, 10);
    expect(none).toMatchObject({ groups: [], reference: undefined, verdict: "too-little-evidence" });
    const one = groupFairness({ ...people, group: people.group.map(() => 0) }, 10);
    // Of one group alone the chances may still be off, but nothing makes it fair.
    expect(one.measures.map(({ verdict }) => verdict)).toEqual([
      ...Array<string>(4).fill("too-little-evidence"),
      "fail",
    ]);
  });
});

const anyPeople = fc
  .array(
    fc.record({
      group: fc.integer({ min: -1, max: 4 }),
      chance: fc.integer({ min: 0, max: 8 }).map((eighth) => eighth / 8),
      outcome: fc.integer({ min: 0, max: 1 }),
    }),
    { maxLength: 120 },
  )
  .chain((rows) => fc.record({ rows: fc.constant(rows), count: fc.integer({ min: 0, max: rows.length }) }));

describe("whatever the people", () => {
  test("nobody is told of in a group of fewer than k; verdicts follow the ranges; the order of rows makes no difference", () => {
    fc.assert(
      fc.property(anyPeople, fc.integer({ min: 2, max: 15 }), ({ rows, count }, k) => {
        const grouped = (of: typeof rows): GroupedPeople => {
          const chance = Float64Array.from(of, (row) => row.chance);
          return {
            group: Int32Array.from(of, ({ group }) => group),
            groups: 5,
            chance,
            outcome: Uint8Array.from(of, ({ outcome }) => outcome),
            chosen: chosenHighest(chance, count),
          };
        };
        const found = groupFairness(grouped(rows), k);
        const shown = found.groups.reduce((sum, { people }) => sum + people, 0);
        expect(shown + found.others).toBe(rows.length);
        for (const { people } of found.groups) expect(people).toBeGreaterThanOrEqual(k);
        for (const { measure, comparisons } of found.measures)
          for (const { gap, verdict } of comparisons) {
            const [least, most] = measure === "selection" ? [0.8, 1.25] : measure === "calibration" ? [-0.05, 0.05] : [-0.1, 0.1]; // prettier-ignore
            if (verdict === "pass") expect(gap.low >= least && gap.high <= most).toBe(true);
            if (verdict === "fail") expect(gap.high < least || gap.low > most).toBe(true);
          }
        const back = groupFairness(grouped([...rows].reverse()), k);
        expect(back.groups.map(({ group, people }) => [group, people])).toEqual(
          found.groups.map(({ group, people }) => [group, people]),
        );
        expect(back.measures.map(({ verdict }) => verdict)).toEqual(
          found.measures.map(({ verdict }) => verdict),
        );
      }),
      { numRuns: 300 },
    );
  });

  test("the highest are chosen, as many as asked for but for those of equal value, who go together", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 60 }),
        fc.integer({ min: 0, max: 70 }),
        (list, count) => {
          const values = Float64Array.from(list);
          const chosen = chosenHighest(values, count);
          const of = (yes: number) => list.filter((_, i) => chosen[i] === yes);
          expect(Math.min(...of(1), 9)).toBeGreaterThan(Math.max(...of(0), -1));
          const wanted = Math.min(count, list.length);
          const equals = new Map<number, number>();
          for (const value of list) equals.set(value, (equals.get(value) ?? 0) + 1);
          // Somebody is chosen even where too many share the highest value.
          if (new Set(of(1)).size !== 1)
            expect(Math.abs(of(1).length - wanted)).toBeLessThanOrEqual(Math.max(0, ...equals.values()) / 2);
        },
      ),
    );
  });
});
