import { describe, expect, test } from "vitest";
import { auditEpsilon, lowerLimit } from "../../../test/support/privacy-audit.ts";
import { countGame, tableGame } from "../../../test/support/privacy-games.ts";
import { randomStream } from "../../stats/random.ts";
import { epsilonOfRho } from "./accountant.ts";
import type { FillRandom } from "./random-bits.ts";

function seeded(seed: number): FillRandom {
  const stream = randomStream(seed);
  return (bytes) => {
    for (let at = 0; at < bytes.length; at++) bytes[at] = stream.below(256);
  };
}

const counts = [95, 97, 98, 99, 100, 101, 102, 103, 105];
const draws = 20_000;

describe("differential privacy as a black box (20,000 draws; 10^6 in the deep suite)", () => {
  test("exact limits of a share: values of Clopper & Pearson's definition", () => {
    expect(lowerLimit(0, 10, 0.025)).toBe(0);
    expect(lowerLimit(10, 10, 0.025)).toBeCloseTo(0.691503, 6);
    expect(lowerLimit(5, 10, 0.025)).toBeCloseTo(0.187086, 6);
  });

  test("a count with discrete Laplace noise: observed epsilon below the stated one, and near it", () => {
    const [without, withOne] = countGame("laplace", { of: 1n, over: 1n }, draws, seeded(1));
    const { observed } = auditEpsilon(without, withOne, counts);
    expect(observed).toBeLessThanOrEqual(1);
    expect(observed).toBeGreaterThan(0.8);
  });

  test("half the noise that was promised is found out", () => {
    const [without, withOne] = countGame("laplace", { of: 1n, over: 2n }, draws, seeded(2));
    expect(auditEpsilon(without, withOne, counts).observed).toBeGreaterThan(1);
  });

  test("a count with discrete Gaussian noise stays below the epsilon of its rho", () => {
    const [without, withOne] = countGame("gaussian", { of: 1n, over: 1n }, draws, seeded(3));
    const delta = 1e-3;
    const { observed } = auditEpsilon(without, withOne, counts, { delta });
    expect(observed).toBeLessThanOrEqual(epsilonOfRho(0.5, delta));
    expect(observed).toBeGreaterThan(0.5);
  });

  test("a whole table with its margins stays below what its levels spend together", () => {
    const [without, withOne] = tableGame({ mechanism: "laplace", budget: 1, bound: 1 }, draws / 4, seeded(4));
    const { observed } = auditEpsilon(without, withOne, [470, 475, 480, 485, 490, 495, 500, 505, 510]);
    expect(observed).toBeLessThanOrEqual(1);
  });
});
