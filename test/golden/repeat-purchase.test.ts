import { describe, expect, test } from "vitest";
import { unwatched } from "../../workers/base/job.ts";
import { bgbbModel } from "../../workers/models/bgbb/expectations.ts";
import { fitBgbb } from "../../workers/models/bgbb/fit.ts";
import { bgbbObjective } from "../../workers/models/bgbb/likelihood.ts";
import { fitMbgnbd } from "../../workers/models/mbgnbd/fit.ts";
import { paretoNbdModel } from "../../workers/models/paretonbd/expectations.ts";
import { fitParetoNbd } from "../../workers/models/paretonbd/fit.ts";
import { expectedAhead } from "../../workers/models/repeat-purchase.ts";
import { readCdnowSummary } from "./cdnow-summary.ts";
import { readDonations } from "./donations.ts";

// Published figures. Digits given with each number are those its source printed, so the tolerance is
// half a unit of the last one unless a comment says otherwise.

const cdnow = readCdnowSummary();

describe("Pareto/NBD on CDNOW", () => {
  const { parameters, logLikelihood, converged, n } = fitParetoNbd(cdnow, unwatched);

  test("Fader, Hardie & Lee (2005), table 2", () => {
    expect([converged, n]).toEqual([true, 2357]);
    expect(parameters.r).toBeCloseTo(0.553, 3);
    expect(parameters.alpha).toBeCloseTo(10.578, 3);
    expect(parameters.s).toBeCloseTo(0.606, 3);
    // The paper's 11.669 lies on a ridge that is flat to 1e-6 of likelihood within 1e-3.
    expect(Math.abs(parameters.beta - 11.669)).toBeLessThan(2e-3);
    expect(logLikelihood).toBeCloseTo(-9595.0, 1);
  });

  test("independent maximum likelihood", () => {
    expect(parameters.r).toBeCloseTo(0.55328, 5);
    expect(parameters.alpha).toBeCloseTo(10.57761, 4);
    expect(parameters.s).toBeCloseTo(0.6062, 4);
    // That search stopped 2.3e-4 short on the ridge.
    expect(Math.abs(parameters.beta - 11.66768)).toBeLessThan(3e-4);
    expect(logLikelihood).toBeCloseTo(-9594.9739, 4);
  });

  // BTYD's search stops 2e-3 of likelihood short and prints three digits of where: its figures are
  // good to that many. Customer 1516's times are whole days there, 216 of 217.
  const model = paretoNbdModel(parameters);

  test.each([
    [10, 0.7062289],
    [15, 0.1442396],
    [20, 0.02250658],
    [25, 0.00309267],
  ])("%s purchases by week 20 of 39: %s in the next 52 (BTYD vignette)", (x, expected) => {
    expect(Math.abs(expectedAhead(model, { x, tx: 20, T: 39 }, 52) / expected - 1)).toBeLessThan(1e-3);
  });

  test("customer 1516 and a new customer's 52 weeks (BTYD vignette)", () => {
    const history = { x: 26, tx: 216 / 7, T: 31 };
    expect(Math.abs(expectedAhead(model, history, 52) / 25.45647 - 1)).toBeLessThan(1e-4);
    expect(model.probabilityAlive(history)).toBeCloseTo(0.997874, 5);
    expect(Math.abs(model.expectedOfNew(52) / 1.473434 - 1)).toBeLessThan(1e-4);
  });
});

test("Pareto/NBD: a new customer's first nine weeks, at the parameters of BTYD's manual", () => {
  const model = paretoNbdModel({ r: 0.55, alpha: 10.56, s: 0.61, beta: 11.64 });
  const published = [
    0, 0.05077821, 0.09916088, 0.14542507, 0.1897993, 0.23247466, 0.27361274, 0.31335159, 0.35181024,
    0.38909211,
  ];
  published.forEach((expected, t) => expect(model.expectedOfNew(t)).toBeCloseTo(expected, 8));
});

test("Pareto/NBD: histories on either side of an underflow (lifetimes' tests)", () => {
  const model = paretoNbdModel({ r: 0.55, alpha: 10.58, s: 0.61, beta: 11.67 });
  expect(expectedAhead(model, { x: 132, tx: 200, T: 200 }, 10)).toBeCloseTo(6.206051788963242, 12);
  expect(expectedAhead(model, { x: 133, tx: 200, T: 200 }, 10)).toBeCloseTo(6.252872247574811, 12);
});

test("MBG/NBD on CDNOW (BTYDplus)", () => {
  const { parameters, converged } = fitMbgnbd(cdnow, unwatched);
  expect(converged).toBe(true);
  expect(parameters.r).toBeCloseTo(0.525, 3);
  expect(parameters.alpha).toBeCloseTo(6.183, 3);
  expect(parameters.a).toBeCloseTo(0.891, 3);
  expect(parameters.b).toBeCloseTo(1.614, 3);
});

describe("BG/BB on donations", () => {
  const donations = readDonations();
  const { parameters, logLikelihood, converged, n } = fitBgbb(donations, unwatched);
  const published = { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 };
  const model = bgbbModel(parameters);

  test("Fader, Hardie & Shang (2010), and BTYD's likelihood", () => {
    expect([converged, n]).toEqual([true, 11_104]);
    expect(Math.abs(parameters.alpha - published.alpha)).toBeLessThan(5.1e-4);
    expect(parameters.beta).toBeCloseTo(published.beta, 3);
    expect(parameters.gamma).toBeCloseTo(published.gamma, 3);
    expect(parameters.delta).toBeCloseTo(published.delta, 3);
    expect(logLikelihood).toBeCloseTo(-33225.58, 2);
  });

  test.each([
    [0, 0, 0.11],
    [2, 4, 0.59],
    [6, 6, 0.93],
  ])("%s gifts, the last in year %s: alive with chance %s", (x, tx, chance) => {
    expect(model.probabilityAlive({ x, tx, T: 6 })).toBeCloseTo(chance, 2);
  });

  test("a new donor's gifts within 1 to 11 years (BTYD)", () => {
    const gifts = [0.4985, 0.9233, 1.2969, 1.6323, 1.9381, 2.2202, 2.4826, 2.7285, 2.9603, 3.1798, 3.3887];
    gifts.forEach((expected, year) => expect(model.expectedOfNew(year + 1)).toBeCloseTo(expected, 4));
    const btyd = { alpha: 1.203528, beta: 0.749726, gamma: 0.6567808, delta: 2.783796 };
    expect(bgbbModel(btyd).expectedOfNew(10)).toBeCloseTo(3.179805, 5);
  });

  test("all donors' gifts in the next five years", () => {
    const total = donations.weight as readonly number[];
    const sum = total.reduce((before, count, i) => {
      const history = { x: donations.frequency[i]!, tx: donations.recency[i]!, T: 6 };
      return before + count * expectedAhead(model, history, 5);
    }, 0);
    expect(sum).toBeCloseTo(12_884.2, 1);
  });

  test("donors expected without a gift, and with one every year", () => {
    const { alpha, beta, gamma, delta } = parameters;
    const theta = Float64Array.of(alpha, beta, gamma, delta).map(Math.log);
    const expected = (x: number) =>
      11_104 *
      Math.exp(
        bgbbObjective({ frequency: [x], recency: [x], T: [6] }).evaluate(
          theta,
          new Float64Array(4),
          new Float64Array(16),
        ),
      );
    expect(expected(0)).toBeCloseTo(3454.9, 1);
    expect(expected(6)).toBeCloseTo(1253.1, 1);
  });
});
