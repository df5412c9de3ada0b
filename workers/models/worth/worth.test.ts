import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { campaignList, campaignsInside } from "../../../test/support/campaigns.ts";
import { bestCut } from "./best-cut.ts";
import { breakEven, plainBreakEven } from "./break-even.ts";
import { contactedChance, gainOf, hazardOf, ratioOfResponse, type GainTerms } from "./gain.ts";
import { worthOf } from "./worth.ts";

const terms: GainTerms = {
  costPerContact: 100,
  margin: 0.5,
  offerCost: 300,
  discount: 0.1,
  orderSpread: 0.25,
};

describe("the gain of contacting one person", () => {
  test("by hand: who buys because of it pays, who would have bought anyway takes the offer", () => {
    // p = .2 becomes 1 - .8^2 = .36; an order of 4,000 keeps 2,000, the offer takes 300 + 400 = 700.
    const gain = gainOf(hazardOf(0.2), 4000, 2, terms);
    expect(gain.extra).toBeCloseTo(0.16, 12);
    expect(gain.mean).toBeCloseTo(0.16 * 2000 - 0.36 * 700 - 100, 9);
    // Second moments: -(300 + 400)^2 with spread (400^2 / 4) for .2; (1600 - 300)^2 + 1600^2 / 4 for .16.
    const second = 0.2 * (700 ** 2 + 400 ** 2 / 4) + 0.16 * (1300 ** 2 + 1600 ** 2 / 4);
    expect(gain.variance).toBeCloseTo(second - (0.16 * 2000 - 0.36 * 700) ** 2, 6);
  });

  test("a contact without effect costs itself and the offer", () => {
    const { mean, extra } = gainOf(hazardOf(0.3), 1000, 1, terms);
    expect([mean, extra]).toEqual([expect.closeTo(-0.3 * 400 - 100, 9), expect.closeTo(0, 12)]);
  });

  test("chances stay chances, and grow with the ratio", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        (chance, ratio) => {
          const contacted = contactedChance(hazardOf(chance), ratio);
          expect(contacted).toBeGreaterThanOrEqual(0);
          expect(contacted).toBeLessThanOrEqual(1);
          if (ratio >= 1) expect(contacted).toBeGreaterThanOrEqual(chance * (1 - 1e-12));
        },
      ),
    );
  });

  test("the ratio of a response brings that response", () => {
    const cell = fc.record({
      people: fc.integer({ min: 1, max: 500 }),
      hazard: fc.double({ min: 0.01, max: 0.9, noNaN: true }),
      order: fc.constant(1000),
    });
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 1, maxLength: 20 }),
        fc.double({ min: 0, max: 0.2, noNaN: true }),
        (cells, response) => {
          const ratio = ratioOfResponse(cells, response);
          const people = cells.reduce((sum, one) => sum + one.people, 0);
          const share = cells.reduce(
            (sum, one) => sum + one.people * gainOf(one.hazard, 1, ratio, terms).extra,
            0,
          );
          expect(share / people).toBeCloseTo(response, 7);
        },
      ),
    );
  });
});

describe("break-even", () => {
  test("one cell by hand: ratio and response bring the cost back exactly", () => {
    const cells = [{ people: 100, hazard: hazardOf(0.1), order: 4000 }];
    const found = breakEven(cells, { ...terms, offerCost: 0, discount: 0 }, 2000);
    // (2,000 / 100 + 100) / 2,000 = 6 of 100 must buy because of it; 1 - .9^ratio = .16.
    expect(found.response).toBeCloseTo(0.06, 9);
    expect(found.ratio).toBeCloseTo(Math.log(0.84) / Math.log(0.9), 6);
    expect(plainBreakEven(100, 4000, { ...terms, offerCost: 0, discount: 0 }, 2000).response).toBeCloseTo(
      0.06,
      12,
    );
  });

  test("there is none where the offer takes more than an order leaves, or everybody would not be enough", () => {
    const greedy = { ...terms, offerCost: 5000 };
    expect(breakEven([{ people: 9, hazard: hazardOf(0.1), order: 4000 }], greedy, 0)).toEqual({});
    expect(plainBreakEven(9, 4000, greedy, 0)).toEqual({});
    expect(plainBreakEven(9, 4000, { ...terms, costPerContact: 9000 }, 0)).toEqual({});
  });

  test("somebody who buys anyway and takes the offer makes it dearer than without a model", () => {
    const cells = [{ people: 100, hazard: hazardOf(0.3), order: 4000 }];
    const plain = plainBreakEven(100, 4000, terms, 0).response ?? NaN;
    expect(breakEven(cells, terms, 0).response).toBeGreaterThan(plain);
  });
});

describe("the best cut", () => {
  test("by hand: where the next person no longer pays, people of one score together", () => {
    const score = Float64Array.of(9, 7, 7, 5, NaN, NaN);
    const gain = Float64Array.of(50, 30, -10, -20, -15, -15);
    expect(bestCut(score, gain, 0)).toEqual({ people: 3, fewest: 1, most: 6 });
    expect(bestCut(score, gain, 60)).toEqual({ people: 3, fewest: 3, most: 3 });
    expect(bestCut(score, gain, 71)).toEqual({ people: 3 });
    expect(
      bestCut(
        score,
        gain.map((one) => -Math.abs(one)),
        0,
      ),
    ).toEqual({ people: 0 });
  });

  test("no other cut between scores brings more", () => {
    const one = fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: -100, max: 100 }));
    fc.assert(
      fc.property(fc.array(one, { maxLength: 30 }), (drawn) => {
        const people = drawn.sort(([a], [b]) => b - a);
        const score = Float64Array.from(people, ([value]) => value);
        const gain = Float64Array.from(people, ([, value]) => value);
        const sumTo = (n: number) => gain.subarray(0, n).reduce((sum, value) => sum + value, 0);
        const cut = bestCut(score, gain, 0).people;
        for (let n = 0; n <= people.length; n++)
          if (n === 0 || n === people.length || score[n - 1] !== score[n])
            expect(sumTo(n)).toBeLessThanOrEqual(sumTo(cut));
      }),
    );
  });
});

describe("what a campaign is worth", () => {
  test.each(["ratio", "response"] as const)("%s: simulated campaigns end inside the range", (kind) => {
    // Binomial(30, .95): mean 28.5, standard deviation 1.2; seeds are fixed. Many more in worth.deep.test.ts.
    expect(campaignsInside(kind, 30)).toBeGreaterThanOrEqual(26);
  });

  test("best people first: the curve goes through the cut, which brings at least as much as all", () => {
    const people = campaignList(1000, 3);
    const effect = { kind: "ratio", value: 2.2, low: 1.6, high: 3 } as const;
    const worth = worthOf({ people, terms, fixedCost: 0, effect, modelError: 0.1 });
    expect(worth.cut.people).toBeGreaterThan(0);
    expect(worth.cut.people).toBeLessThan(1000);
    expect(worth.cut.value.value).toBeGreaterThan(worth.value.value);
    expect(worth.gain.map(({ contacted }) => contacted)).toContain(worth.cut.people);
    expect(worth.gain.at(-1)).toMatchObject({ contacted: 1000, ...worth.value });
    expect(worth.chanceOfGain).toBeGreaterThan(0);
    expect(worth.chanceOfGain).toBeLessThan(1);
    expect(worthOf({ people, terms, fixedCost: 0, effect, modelError: 0.1 })).toEqual(worth);
    const dear = worthOf({ people, terms, fixedCost: 50_000, effect, modelError: 0.1 });
    expect(dear.value.value).toBeCloseTo(worth.value.value - 50_000, 6);
  });

  test("with nothing unknown but chance, the mean is the sum of the gains", () => {
    const people = campaignList(1000, 9);
    const effect = { kind: "ratio", value: 2, low: 2, high: 2 } as const;
    const worth = worthOf({ people, terms, fixedCost: 0, effect, modelError: 0 });
    const gains = people.chance.map((chance, i) => gainOf(hazardOf(chance), people.order[i]!, 2, terms).mean);
    const sum = gains.reduce((all, one) => all + one, 0);
    const width = worth.value.high - worth.value.low;
    expect(Math.abs(worth.value.value - sum)).toBeLessThan(0.04 * width);
  });
});
