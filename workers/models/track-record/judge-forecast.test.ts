import { describe, expect, test } from "vitest";
import { randomStream } from "../../stats/random.ts";
import { judgeChances, judgeCounts } from "./judge-forecast.ts";

const random = randomStream(31);

/** Chances and the range of their sum that the luck of the draw leaves. */
function chances(n: number) {
  const said = Float64Array.from({ length: n }, () => random.beta(2, 3));
  const value = said.reduce((sum, p) => sum + p, 0);
  const half = 1.96 * Math.sqrt(said.reduce((sum, p) => sum + p * (1 - p), 0));
  return { said, expected: { value, low: value - half, high: value + half } };
}

const came = (said: Float64Array, bend = (p: number) => p) =>
  Float64Array.from(said, (p) => (random.uniform() < bend(p) ? 1 : 0));

describe("chances against what happened", () => {
  test("a forecast that is right lies within its range 19 times of 20", () => {
    let within = 0;
    for (let round = 0; round < 400; round++) {
      const { said, expected } = chances(150);
      if (judgeChances({ said, happened: came(said), expected }).verdict === "as-forecast") within++;
    }
    expect(within / 400).toBeGreaterThan(0.92);
    expect(within / 400).toBeLessThan(0.98);
  });

  test("a world that changed is found: more came, the chances were too low", () => {
    const { said, expected } = chances(2000);
    const happened = came(said, (p) => Math.min(1, p + 0.12));
    const result = judgeChances({ said, happened, expected });
    expect(result).toMatchObject({ verdict: "more", drifted: true });
    expect(result.shift!.low).toBeGreaterThan(0);
    expect(result.happened).toBe(happened.reduce((sum, y) => sum + y, 0));
    expect(judgeChances({ said, happened: came(said, (p) => p * 0.8), expected }).verdict).toBe("fewer");
  });

  test("the plain rule beside it: better where chances tell more, worse where they tell nothing", () => {
    const { said, expected } = chances(1500);
    const happened = came(said);
    const noise = said.map(() => random.uniform());
    expect(judgeChances({ said, happened, plain: noise, expected }).comparison).toBe("better");
    expect(judgeChances({ said: noise, happened, plain: said, expected }).comparison).toBe("worse");
    const own = judgeChances({ said, happened, plain: said, expected });
    expect(own).toMatchObject({ comparison: "alike", gain: { value: 0 } });
  });

  test("groups speak of ten people or more, and of none where there are fewer", () => {
    const { said, expected } = chances(57);
    const { calibration } = judgeChances({ said, happened: came(said), expected });
    expect(calibration.length).toBe(5);
    expect(Math.min(...calibration.map(({ n }) => n))).toBeGreaterThanOrEqual(10);
    expect(calibration.reduce((sum, { n }) => sum + n, 0)).toBe(57);
  });

  test("nobody to follow, and all alike: told as such, no nonsense number", () => {
    const nobody = {
      said: new Float64Array(0),
      happened: new Float64Array(0),
      expected: { value: 9, low: 5, high: 12 },
    };
    expect(judgeChances(nobody)).toMatchObject({ people: 0, happened: 0, calibration: [] });
    const alike = judgeChances({
      said: Float64Array.of(0.5, 0.6),
      happened: Float64Array.of(1, 1),
      expected: { value: 1.1, low: 0, high: 2 },
    });
    expect(alike.auc).toBeUndefined();
    expect(alike.drifted).toBeUndefined();
  });

  test("some could not be followed: the range shrinks with the root of their number", () => {
    const { said, expected } = chances(400);
    const half = said.slice(0, 100);
    const result = judgeChances({ said: half, happened: came(half), expected });
    const share = result.expected.value / expected.value;
    const width = (range: { low: number; high: number }) => range.high - range.low;
    expect(width(result.expected)).toBeCloseTo(width(expected) * Math.sqrt(share), 9);
  });
});

describe("counts against what happened", () => {
  const rates = Float64Array.from({ length: 1200 }, () => random.gamma(1.5));
  const poisson = (rate: number) => {
    const least = Math.exp(-rate);
    let count = 0;
    for (let product = random.uniform(); product > least; product *= random.uniform()) count++;
    return count;
  };
  const happened = rates.map(poisson);
  const value = rates.reduce((sum, rate) => sum + rate, 0);
  const expected = { value, low: value - 2 * Math.sqrt(value), high: value + 2 * Math.sqrt(value) };

  test("right ones lie within their range, and each group's mean where it was expected", () => {
    const result = judgeCounts({ said: rates, happened, expected });
    expect(result.verdict).toBe("as-forecast");
    const held = result.calibration.filter((bin) => bin.expected >= bin.low && bin.expected <= bin.high);
    expect(held.length).toBeGreaterThanOrEqual(8);
    expect(result.auc!.value).toBeGreaterThan(0.7);
  });

  test("are set beside the plain rule person by person", () => {
    const flat = rates.map(() => value / rates.length);
    const result = judgeCounts({ said: rates, happened, plain: flat, expected });
    expect(result.comparison).toBe("better");
    expect(result.plainExpected).toBeCloseTo(value, 6);
    expect(judgeCounts({ said: flat, happened, plain: rates, expected }).comparison).toBe("worse");
  });
});
