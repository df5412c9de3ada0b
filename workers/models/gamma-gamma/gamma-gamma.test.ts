import { describe, expect, test } from "vitest";
import { unwatched } from "../../base/job.ts";
import { simulateShop } from "../simulate.ts";
import { expectedSpend, fitGammaGamma, gammaGammaObjective, repeatSpend } from "./fit.ts";

const truth = { p: 6, q: 4, v: 15 };
const shop = simulateShop({ customers: 6000, span: 104, r: 1, alpha: 6, a: 0.8, b: 2.5, spend: truth }, 21);

describe("Gamma-Gamma", () => {
  test("recovers the parameters a shop was simulated with, and sees that spend is independent", () => {
    const fit = fitGammaGamma(shop, unwatched);
    expect(fit.converged).toBe(true);
    for (const name of ["p", "q", "v"] as const)
      expect(Math.abs(fit.parameters[name] - truth[name])).toBeLessThan(4 * fit.standardErrors[name]);
    // Five standard errors of a correlation of a few thousand pairs.
    expect(Math.abs(fit.correlation)).toBeLessThan(5 / Math.sqrt(fit.n));
  });

  test("the unit of money changes v and nothing else", () => {
    const inYen = fitGammaGamma(shop, unwatched).parameters;
    const inSen = fitGammaGamma(
      { ...shop, spend: shop.spend.map((amount) => 100 * amount) },
      unwatched,
    ).parameters;
    expect(inSen.v / 100).toBeCloseTo(inYen.v, 5);
    expect(inSen.p).toBeCloseTo(inYen.p, 6);
    expect(inSen.q).toBeCloseTo(inYen.q, 6);
  });

  test("gradient and Hessian agree with differences", () => {
    const objective = gammaGammaObjective({
      frequency: Float64Array.of(1, 2, 26, 2),
      spend: Float64Array.of(11.77, 22.35, 40, 5),
    });
    const at = (theta: readonly number[]) => {
      const gradient = new Float64Array(3);
      const hessian = new Float64Array(9);
      return { value: objective.evaluate(Float64Array.from(theta), gradient, hessian), gradient, hessian };
    };
    for (const point of [
      [0.5, 1, 2],
      [1.8, 1.3, 2.7],
    ]) {
      for (let i = 0; i < 3; i++) {
        const up = at(point.map((value, k) => (k === i ? value + 1e-5 : value)));
        const down = at(point.map((value, k) => (k === i ? value - 1e-5 : value)));
        expect((up.value - down.value) / 2e-5).toBeCloseTo(at(point).gradient[i]!, 5);
        for (let j = 0; j < 3; j++)
          expect((up.gradient[j]! - down.gradient[j]!) / 2e-5).toBeCloseTo(at(point).hessian[3 * i + j]!, 5);
      }
    }
  });

  test("expected spend lies between the customer's own mean and everybody's", () => {
    expect(expectedSpend(truth, 0, NaN)).toBeCloseTo((6 * 15) / 3, 12);
    expect(expectedSpend(truth, 2, 50)).toBeGreaterThan(30);
    expect(expectedSpend(truth, 2, 50)).toBeLessThan(50);
    expect(expectedSpend(truth, 1000, 50)).toBeCloseTo(50, 1);
    expect(expectedSpend({ p: 1, q: 0.5, v: 1 }, 0, NaN)).toBeNaN();
  });

  test("people without a repeat purchase or with nothing paid teach it nothing", () => {
    const kept = repeatSpend({ frequency: Int32Array.of(0, 2, 3), spend: Float64Array.of(NaN, 0, 7) });
    expect([...kept.spend]).toEqual([7]);
  });
});
