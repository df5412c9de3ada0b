import { describe, expect, test } from "vitest";
import { unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import { spendChecks } from "../lifetime/checks.ts";
import { expectedSpend, fitGammaGamma } from "./fit.ts";

// Shops whose likelihood has no maximum inside: one price, one price list for all, a plan of one's own.
const random = randomStream(3);
const frequency = Float64Array.from({ length: 300 }, () => 1 + random.below(12));
const meanOf = (x: number, amount: () => number) =>
  Array.from({ length: x }, amount).reduce((sum, each) => sum + each, 0) / x;
const shop = (spend: Float64Array) => {
  const fit = fitGammaGamma({ frequency, spend }, unwatched);
  const codes = spendChecks(fit).map(({ code }) => code);
  return { fit, codes };
};

describe("where nothing differs", () => {
  test("everyone draws from one price list: one mean for all", () => {
    const prices = [980, 1480, 2980];
    const spend = frequency.map((x) => meanOf(x, () => prices[random.below(3)]!));
    const { fit, codes } = shop(spend);
    expect([fit.converged, fit.held, codes[0]]).toEqual([true, ["q"], "ok-spend-alike"]);
    const bought = frequency.reduce((sum, x) => sum + x, 0);
    const mean = frequency.reduce((sum, x, i) => sum + x * spend[i]!, 0) / bought;
    // Of gamma-distributed amounts with one mean the most likely mean is the plain one.
    for (const x of [0, 1, 12]) expect(expectedSpend(fit.parameters, x, 2 * mean) / mean).toBeCloseTo(1, 3);
    expect(fit.standardErrors.q).toBe(0);
    expect(fit.standardErrors.v / fit.parameters.v).toBeLessThan(0.1);
  });

  test("one price: that price", () => {
    const { fit, codes } = shop(frequency.map(() => 500));
    expect([fit.converged, fit.held, codes[0]]).toEqual([true, ["p", "q"], "ok-spend-alike"]);
    for (const x of [0, 1, 12]) expect(expectedSpend(fit.parameters, x, 500)).toBeCloseTo(500, 2);
  });

  test("a plan of one's own, the same each month: one's own mean, and the mean of all for the others", () => {
    const plans = [500, 980, 1980, 4980];
    const spend = frequency.map((_, i) => plans[i % 4]!);
    const { fit, codes } = shop(spend);
    expect([fit.converged, fit.held, codes[0]]).toEqual([true, ["p"], "ok-spend-own"]);
    for (const plan of plans) expect(expectedSpend(fit.parameters, 1, plan) / plan).toBeCloseTo(1, 3);
    // SciPy 1.10.1: the most likely scipy.stats.invgamma of the same amounts has shape 1.69599 and mean 2615.82.
    expect(fit.parameters.q).toBeCloseTo(1.69599, 5);
    expect(expectedSpend(fit.parameters, 0, NaN)).toBeCloseTo(2615.82, 1);
  });
});
