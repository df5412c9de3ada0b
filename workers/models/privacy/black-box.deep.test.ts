import { describe, expect, test } from "vitest";
import { auditEpsilon } from "../../../test/support/privacy-audit.ts";
import { countGame, tableGame } from "../../../test/support/privacy-games.ts";
import { epsilonOfRho } from "./accountant.ts";

const counts = Array.from({ length: 15 }, (_, at) => 93 + at);
const draws = 1_000_000;
/** Each table takes nine draws. */
const tables = 100_000;
// Bits of the real source: one run in a million may fail by chance.
const confidence = 1 - 1e-6;
const fill = (bytes: Uint8Array<ArrayBuffer>) => void crypto.getRandomValues(bytes);

describe("differential privacy as a black box, 10^6 draws", () => {
  test("discrete Laplace: a count", () => {
    const [without, withOne] = countGame("laplace", { of: 1n, over: 1n }, draws, fill);
    const { observed } = auditEpsilon(without, withOne, counts, { confidence });
    expect(observed).toBeLessThanOrEqual(1);
    expect(observed).toBeGreaterThan(0.97);
  });

  test("discrete Gaussian: a count", () => {
    const [without, withOne] = countGame("gaussian", { of: 4n, over: 1n }, draws, fill);
    const delta = 1e-5;
    const { observed } = auditEpsilon(without, withOne, counts, { delta, confidence });
    expect(observed).toBeLessThanOrEqual(epsilonOfRho(0.125, delta));
    expect(observed).toBeGreaterThan(0.5);
  });

  test.each(["laplace", "gaussian"] as const)("%s: a whole table with its margins", (mechanism) => {
    const plan = { mechanism, budget: mechanism === "laplace" ? 1 : 0.125, bound: 1 };
    const [without, withOne] = tableGame(plan, tables, fill);
    const delta = mechanism === "laplace" ? 0 : 1e-5;
    const thresholds = Array.from({ length: 25 }, (_, at) => 440 + 5 * at);
    const { observed } = auditEpsilon(without, withOne, thresholds, { delta, confidence });
    expect(observed).toBeLessThanOrEqual(mechanism === "laplace" ? 1 : epsilonOfRho(0.125, delta));
  });
});
