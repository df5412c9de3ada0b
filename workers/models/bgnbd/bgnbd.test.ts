import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Cancelled, unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import {
  expectedIfAlive,
  expectedPurchases,
  expectedPurchasesOfNew,
  probabilityAlive,
} from "./expectations.ts";
import { fitBgnbd } from "./fit.ts";
import { bgnbdObjective, type Histories } from "./likelihood.ts";
import { simulateShop } from "../simulate.ts";

const truth = { r: 0.5, alpha: 6, a: 0.8, b: 2.5 };

function fewHistories(): Histories {
  return {
    frequency: Int32Array.of(0, 2, 0, 26, 1, 2, 0),
    recency: Float64Array.of(0, 30.43, 0, 30.86, 5, 30.43, 0),
    T: Float64Array.of(38.86, 38.86, 20, 31, 20, 38.86, 38.86),
  };
}

describe("the likelihood of BG/NBD", () => {
  test("customers with known values", () => {
    // PyMC-Marketing's tests: a = .8, b = 2.5, r = .25, alpha = 4; as printed, eight significant digits.
    const theta = Float64Array.of(0.25, 4, 0.8, 2.5).map(Math.log);
    const value = (x: number, tx: number, T: number) =>
      bgnbdObjective({
        frequency: Int32Array.of(x),
        recency: Float64Array.of(tx),
        T: Float64Array.of(T),
      }).evaluate(theta, new Float64Array(4), new Float64Array(16));
    expect(value(0, 0, 40)).toBeCloseTo(-0.59947382, 8);
    expect(value(200, 38, 40)).toBeCloseTo(100.7957, 4);
  });

  test("gradient and Hessian agree with differences of the value and the gradient", () => {
    const parameter = fc.double({ min: -1.5, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(parameter, parameter, parameter, parameter), (point) => {
        const objective = bgnbdObjective(fewHistories());
        const at = (theta: readonly number[]) => {
          const gradient = new Float64Array(4);
          const hessian = new Float64Array(16);
          const value = objective.evaluate(Float64Array.from(theta), gradient, hessian);
          return { value, gradient, hessian };
        };
        const here = at(point);
        const step = 1e-5;
        for (let i = 0; i < 4; i++) {
          const up = at(point.map((value, k) => (k === i ? value + step : value)));
          const down = at(point.map((value, k) => (k === i ? value - step : value)));
          // Rounding of the difference: 1e-15 of a value of order 100, divided by the step.
          expect(Math.abs((up.value - down.value) / (2 * step) - here.gradient[i]!)).toBeLessThan(1e-6);
          for (let j = 0; j < 4; j++) {
            const bend = (up.gradient[j]! - down.gradient[j]!) / (2 * step);
            expect(Math.abs(bend - here.hessian[4 * i + j]!)).toBeLessThan(1e-6);
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("fitting BG/NBD", () => {
  test("recovers the parameters a shop was simulated with", () => {
    const shop = simulateShop({ customers: 8000, span: 104, ...truth }, 11);
    const fit = fitBgnbd(shop, unwatched);
    expect(fit.converged).toBe(true);
    // Four standard errors: one in sixteen thousand seeds would fail by chance, this one does not.
    for (const name of ["r", "alpha", "a", "b"] as const)
      expect(Math.abs(fit.parameters[name] - truth[name])).toBeLessThan(4 * fit.standardErrors[name]);
  });

  test("the unit of time changes alpha and nothing else", () => {
    const weeks = simulateShop({ customers: 500, span: 104, ...truth }, 3);
    const days = {
      frequency: weeks.frequency,
      recency: weeks.recency.map((t) => 7 * t),
      T: weeks.T.map((t) => 7 * t),
    };
    const [inWeeks, inDays] = [fitBgnbd(weeks, unwatched), fitBgnbd(days, unwatched)];
    expect(inDays.parameters.alpha / 7).toBeCloseTo(inWeeks.parameters.alpha, 6);
    for (const name of ["r", "a", "b"] as const)
      expect(inDays.parameters[name]).toBeCloseTo(inWeeks.parameters[name], 6);
  });

  test("the order of customers does not matter", () => {
    const shop = simulateShop({ customers: 300, span: 52, ...truth }, 5);
    const turned = {
      frequency: shop.frequency.slice().reverse(),
      recency: shop.recency.slice().reverse(),
      T: shop.T.slice().reverse(),
    };
    expect(fitBgnbd(turned, unwatched).logLikelihood).toBeCloseTo(fitBgnbd(shop, unwatched).logLikelihood, 8);
  });

  test("stops when asked", () => {
    const job = {
      check: () => {
        throw new Cancelled();
      },
      progress: () => undefined,
    };
    expect(() => fitBgnbd(fewHistories(), job)).toThrow(Cancelled);
  });
});

describe("expectations of BG/NBD", () => {
  /** E over lambda and p of (1 - exp(-lambda p t)) / p by simulation-free sums: the mean over a fine grid of beta quantiles. */
  function byDraws(shape: number, rate: number, a: number, b: number, t: number): number {
    const stream = randomStream(9);
    const n = 200_000;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const p = stream.beta(a, b);
      // The gamma rate is integrated exactly.
      sum += (1 - (rate / (rate + p * t)) ** shape) / p;
    }
    return sum / n;
  }

  test.each([
    [0.243, 4.414, 0.793, 2.426, 0, 39],
    [2, 10, 3, 5, 4, 200],
    [1, 5, 1, 1, 0, 52],
    [60, 100, 0.5, 3, 0, 52],
    [0.5, 4, 0.3, 0.4, 0, 20],
  ])("r %s, alpha %s, a %s, b %s, x %s within %s", (r, alpha, a, b, x, t) => {
    const value = expectedIfAlive({ r, alpha, a, b }, x, 20, t);
    // Random draws: five standard errors of a mean of 200,000 are about 1 %.
    expect(Math.abs(value / byDraws(r + x, alpha + 20, a, b + x, t) - 1)).toBeLessThan(0.015);
  });

  test("both ways of computing them agree where they meet", () => {
    // Just on either side of the switch at c - shape = -15 the value must not jump.
    const near = (r: number) => expectedPurchasesOfNew({ r, alpha: 40, a: 1.2, b: 2 }, 30) / r;
    expect(Math.abs(near(17.2 + 1e-9) / near(17.2 - 1e-9) - 1)).toBeLessThan(1e-7);
  });

  test("a = 1 is an ordinary point", () => {
    const at = (a: number) => expectedPurchasesOfNew({ r: 0.5, alpha: 4, a, b: 2 }, 39);
    expect(at(1)).toBeCloseTo((at(1 - 1e-6) + at(1 + 1e-6)) / 2, 9);
  });

  test("grow with time, shrink with silence, and are never negative", () => {
    const positive = (max: number) => fc.double({ min: 0.05, max, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({ r: positive(30), alpha: positive(50), a: positive(5), b: positive(8) }),
        fc.integer({ min: 0, max: 60 }),
        positive(1),
        positive(100),
        (parameters, x, share, T) => {
          const history = { x, tx: x === 0 ? 0 : share * T, T };
          const alive = probabilityAlive(parameters, history);
          expect(alive).toBeGreaterThanOrEqual(0);
          expect(alive).toBeLessThanOrEqual(1);
          if (x > 0)
            expect(probabilityAlive(parameters, { ...history, T: T + 5 })).toBeLessThanOrEqual(alive);
          const soon = expectedPurchases(parameters, history, 10);
          const later = expectedPurchases(parameters, history, 40);
          expect(soon).toBeGreaterThanOrEqual(0);
          expect(later).toBeGreaterThanOrEqual(soon);
          // Nobody buys more than at their rate without ever leaving.
          expect(later).toBeLessThanOrEqual(((parameters.r + x) / (parameters.alpha + T)) * 40 * (1 + 1e-9));
        },
      ),
    );
  });
});
