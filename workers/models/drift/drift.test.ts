import { describe, expect, test } from "vitest";
import { randomStream } from "../../stats/random.ts";
import { calibrationDrift } from "./calibration-drift.ts";
import { populationStability, stabilityOfCounts } from "./population-stability.ts";

describe("population stability", () => {
  test("by hand: 60/40 against 50/50", () => {
    const list = (ones: number) => Uint8Array.from({ length: 10_000 }, (_, i) => (i < ones ? 1 : 0));
    const { index, byChance } = populationStability(list(6000), list(5000), 2);
    // .1 ln(.6/.5) + -.1 ln(.4/.5) = .040547; half a row more a bin moves the sixth digit.
    expect(index).toBeCloseTo(0.1 * Math.log(0.6 / 0.5) - 0.1 * Math.log(0.4 / 0.5), 4);
    expect(byChance).toBeCloseTo(2 / 10_000, 12);
  });

  test("the example of the KAscore manual: 1000 scores developed on, 200 monitored", () => {
    // Counts as R 4 draws them with set.seed(123); the manual prints 0.3404592.
    expect(stabilityOfCounts([248, 247, 260, 245], [13, 43, 63, 81]).index).toBeCloseTo(0.3404592, 7);
  });

  test("bins nobody is in count for nothing, and one that empties is no infinity", () => {
    expect(stabilityOfCounts([50, 0, 50], [50, 0, 50])).toMatchObject({ index: 0, verdict: "steady" });
    const emptied = stabilityOfCounts([500, 500], [0, 400]);
    expect(emptied.index).toBeGreaterThan(0.25);
    expect(Number.isFinite(emptied.index)).toBe(true);
  });

  test("does not take chance for a move, however few the rows", () => {
    const random = randomStream(2);
    const draw = (n: number) => Uint8Array.from({ length: n }, () => random.below(10));
    let moved = 0;
    for (let round = 0; round < 200; round++)
      if (populationStability(draw(60), draw(60), 10).verdict === "moved-much") moved++;
    // The plain index of 60 rows a side in ten bins is above .25 in six of ten such rounds.
    expect(moved / 200).toBeLessThan(0.15);
    const shifted = Uint8Array.from(draw(500), (code) => Math.min(9, code + 3));
    expect(populationStability(draw(500), shifted, 10).verdict).toBe("moved-much");
  });

  test("nothing to compare is told as such", () => {
    expect(populationStability(new Uint8Array(0), Uint8Array.of(1), 2).index).toBeNaN();
  });
});

describe("calibration drift", () => {
  const random = randomStream(6);
  const chances = Float64Array.from({ length: 5000 }, () => random.beta(1, 3));
  const happened = (bend: (p: number) => number) =>
    Uint8Array.from(chances, (p) => (random.uniform() < bend(p) ? 1 : 0));
  const logistic = (eta: number) => 1 / (1 + Math.exp(-eta));
  const logit = (p: number) => Math.log(p / (1 - p));

  test("right chances have not drifted; a world in which more happens has", () => {
    const steady = calibrationDrift(
      chances,
      happened((p) => p),
    );
    // Within four standard errors: about .15 and .15 here.
    expect(Math.abs(steady.shift.value)).toBeLessThan(0.16);
    expect(Math.abs(steady.slope.value - 1)).toBeLessThan(0.16);
    const more = calibrationDrift(
      chances,
      happened((p) => logistic(logit(p) + 0.5)),
    );
    expect(more.drifted).toBe(true);
    expect(more.shift.low).toBeLessThan(0.5);
    expect(more.shift.high).toBeGreaterThan(0.5);
  });

  test("chances that were too extreme have a slope below 1", () => {
    const { slope, drifted } = calibrationDrift(
      chances,
      happened((p) => logistic(0.5 * logit(p))),
    );
    expect(drifted).toBe(true);
    expect(slope.high).toBeLessThan(0.7);
    expect(slope.low).toBeGreaterThan(0.35);
  });

  test("one outcome only: nothing can be told", () => {
    expect(calibrationDrift(chances, new Uint8Array(5000))).toMatchObject({
      drifted: undefined,
      observed: 0,
    });
  });
});
