import { describe, expect, test } from "vitest";
import { unwatched } from "../../workers/base/job.ts";
import {
  bgnbdModel,
  expectedPurchases,
  expectedPurchasesOfNew,
  probabilityAlive,
} from "../../workers/models/bgnbd/expectations.ts";
import { fitBgnbd } from "../../workers/models/bgnbd/fit.ts";
import { expectedSpend, fitGammaGamma } from "../../workers/models/gamma-gamma/fit.ts";
import { customerValues, schedule } from "../../workers/models/lifetime/values.ts";
import { correlation } from "../../workers/stats/describe.ts";
import { readCdnowSummary } from "./cdnow-summary.ts";

// Published figures of CDNOW. Digits given with each number are those its source printed, so the
// tolerance is half a unit of the last one unless a comment says otherwise.

const cdnow = readCdnowSummary();
const purchases = fitBgnbd(cdnow, unwatched);
const spend = fitGammaGamma(cdnow, unwatched);

describe("BG/NBD on CDNOW", () => {
  test("Fader, Hardie & Lee (2005), table 2", () => {
    expect(purchases.converged).toBe(true);
    expect(purchases.n).toBe(2357);
    expect(purchases.parameters.r).toBeCloseTo(0.243, 3);
    expect(purchases.parameters.alpha).toBeCloseTo(4.414, 3);
    expect(purchases.parameters.a).toBeCloseTo(0.793, 3);
    expect(purchases.parameters.b).toBeCloseTo(2.426, 3);
    expect(purchases.logLikelihood).toBeCloseTo(-9582.4, 1);
  });

  test("independent maximum likelihood to six digits, and standard errors of lifetimes' quickstart", () => {
    const { parameters, standardErrors, logLikelihood } = purchases;
    // alpha of that search stopped 4e-6 short of the maximum; the others agree to all digits.
    expect(parameters.r).toBeCloseTo(0.242593, 6);
    expect(parameters.alpha).toBeCloseTo(4.413532, 5);
    expect(parameters.a).toBeCloseTo(0.792886, 6);
    expect(Math.abs(parameters.b - 2.425753)).toBeLessThan(2e-6);
    expect(logLikelihood).toBeCloseTo(-9582.425561, 5);
    expect(standardErrors.r).toBeCloseTo(0.012557, 6);
    expect(standardErrors.alpha).toBeCloseTo(0.378221, 5);
    expect(standardErrors.a).toBeCloseTo(0.185719, 6);
    expect(standardErrors.b).toBeCloseTo(0.705345, 5);
  });

  test.each([
    [0.1429, 0.0078],
    [1, 0.0532],
    [3, 0.1506],
    [31.8571, 1.0405],
    [32, 1.0437],
  ])("expected purchases of a new customer within %s weeks: %s (Hardie's spreadsheet)", (t, expected) => {
    expect(expectedPurchasesOfNew(purchases.parameters, t)).toBeCloseTo(expected, 4);
  });

  test("expected purchases of a new customer within 78 weeks", () => {
    // The spreadsheet cuts its series for 2F1 short and prints 1.8576; SciPy's hyp2f1 gives 1.857971782399.
    expect(expectedPurchasesOfNew(purchases.parameters, 78)).toBeCloseTo(1.8576, 3);
    const scipyAt = { r: 0.2425929072, alpha: 4.4135315612, a: 0.7928861481, b: 2.4257534365 };
    expect(expectedPurchasesOfNew(scipyAt, 78)).toBeCloseTo(1.8579717823991553, 11);
  });

  test("conditional expectation of customer 1: 1.226 (Hardie's spreadsheet)", () => {
    expect(expectedPurchases(purchases.parameters, { x: 2, tx: 30.43, T: 38.86 }, 39)).toBeCloseTo(1.226, 3);
  });

  // lifetimes, Quickstart: predicted purchases in the next week of five customers.
  test.each([
    [509, 0.424877],
    [841, 0.474738],
    [1981, 0.486526],
    [157, 0.662396],
    [1516, 0.710623],
  ])("customer %s buys %s times next week", (id, expected) => {
    const i = cdnow.id.indexOf(id);
    const history = { x: cdnow.frequency[i]!, tx: cdnow.recency[i]!, T: cdnow.T[i]! };
    expect(expectedPurchases(purchases.parameters, history, 1)).toBeCloseTo(expected, 5);
  });
});

describe("BG/NBD at the BTYD vignette's parameters", () => {
  const btyd = { r: 0.2425967, alpha: 4.413659, a: 0.7929869, b: 2.426164 };

  test.each([
    [10, 0.3474606],
    [15, 0.04283391],
    [20, 0.004158973],
    [25, 0.0003583685],
  ])("%s purchases by week 20 of 39: %s in the next 52", (x, expected) => {
    const value = expectedPurchases(btyd, { x, tx: 20, T: 39 }, 52);
    // Printed with seven significant digits.
    expect(Math.abs(value / expected - 1)).toBeLessThan(2e-7);
  });

  test("customer 1516: expectation and chance of being alive", () => {
    const history = { x: 26, tx: 30.85714, T: 31 };
    expect(expectedPurchases(btyd, history, 52)).toBeCloseTo(25.75659, 4);
    expect(probabilityAlive(btyd, history)).toBeCloseTo(0.9688523, 6);
  });

  test("a new customer's 52 weeks", () => {
    expect(expectedPurchasesOfNew(btyd, 52)).toBeCloseTo(1.444004, 6);
  });
});

describe("Gamma-Gamma on CDNOW", () => {
  test("Fader & Hardie (2013) and an independent maximum likelihood", () => {
    expect(spend.n).toBe(946);
    expect(spend.converged).toBe(true);
    expect(spend.parameters.p).toBeCloseTo(6.2488, 4);
    expect(spend.parameters.q).toBeCloseTo(3.74459, 5);
    expect(spend.parameters.v).toBeCloseTo(15.4477, 4);
    expect(spend.logLikelihood).toBeCloseTo(-4055.923244, 5);
  });

  test("frequency and mean spend are nearly independent", () => {
    expect(spend.correlation).toBeCloseTo(0.113884, 6);
    expect(correlation(cdnow.frequency, cdnow.frequency)).toBeCloseTo(1, 12);
  });

  // lifetimes: parameters good to five digits, so means of tens are to 3e-5.
  test("expected spend of the first ten customers", () => {
    const published = [
      24.658619, 18.911489, 35.170981, 35.170981, 35.170981, 71.462843, 18.911489, 35.170981, 27.282408,
      35.170981,
    ];
    published.forEach((expected, i) =>
      expect(expectedSpend(spend.parameters, cdnow.frequency[i]!, cdnow.spend[i]!)).toBeCloseTo(expected, 4),
    );
  });

  test("mean expected spend over all customers", () => {
    let sum = 0;
    for (let i = 0; i < cdnow.id.length; i++)
      sum += expectedSpend(spend.parameters, cdnow.frequency[i]!, cdnow.spend[i]!);
    expect(sum / cdnow.id.length).toBeCloseTo(35.25296, 4);
  });
});

test("lifetime value of twelve months at 1 % a month (lifetimes, first six customers)", () => {
  // That library took the weeks for days there: a month is 30 units. Its fits stop a few 1e-6 short of the maximum.
  const when = schedule(12 * 30, 30, 0.01);
  const { lifetimeValue } = customerValues(
    cdnow,
    bgnbdModel(purchases.parameters),
    spend.parameters,
    when,
    unwatched,
  );
  const published = [140.096211, 18.943467, 38.180574, 38.180574, 38.180574, 1003.868107];
  published.forEach((expected, i) => expect(Math.abs(lifetimeValue[i]! / expected - 1)).toBeLessThan(1e-5));
});
