import { describe, expect, test } from "vitest";
import { epsilonOfRho, epsilonOfRhoPlain, rhoOfEpsilon, rhoOfPure } from "./accountant.ts";

describe("zCDP to (epsilon, delta)", () => {
  test("rho 2.56 at delta 1e-10: within 0.05 of the epsilon the US Census Bureau published for persons in 2020, 17.14", () => {
    expect(epsilonOfRho(2.56, 1e-10)).toBeCloseTo(17.14, 1);
    expect(epsilonOfRhoPlain(2.56, 1e-10)).toBeCloseTo(17.92, 2);
  });

  test.each([0.0001, 0.01, 0.5, 3, 40])(
    "rho %f: the least over a fine grid of alpha, below the plain bound",
    (rho) => {
      const delta = 1e-6;
      let least = Infinity;
      for (let x = -8; x < 12; x += 0.0005) {
        const alpha = 1 + Math.exp(x);
        least = Math.min(least, alpha * rho + Math.log1p(-1 / alpha) - Math.log(alpha * delta) / (alpha - 1));
      }
      expect(epsilonOfRho(rho, delta)).toBeCloseTo(Math.max(0, least), 5);
      expect(epsilonOfRho(rho, delta)).toBeLessThan(epsilonOfRhoPlain(rho, delta));
    },
  );

  test("rho of an epsilon is the largest that stays within it", () => {
    for (const epsilon of [0.05, 0.5, 1, 4, 20]) {
      const rho = rhoOfEpsilon(epsilon, 1e-6);
      expect(epsilonOfRho(rho, 1e-6)).toBeLessThanOrEqual(epsilon);
      expect(epsilonOfRho(1.0001 * rho, 1e-6)).toBeGreaterThan(epsilon * 0.99999);
    }
    expect(epsilonOfRho(0, 1e-6)).toBe(0);
    expect(rhoOfPure(2)).toBe(2);
  });
});
