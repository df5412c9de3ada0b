import { describe, expect, test } from "vitest";
import { unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import { concordance } from "./concordance.ts";
import { fitCox } from "./cox.ts";
import { kaplanMeier, survivalAt } from "./kaplan-meier.ts";
import { logRank } from "./log-rank.ts";

// Freireich et al. (1963): weeks of remission of 21 pairs of leukaemia patients, the textbook example.
const treated = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35];
const placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];
const both = [...treated, ...placebo];
const data = {
  time: Float64Array.from(both, Math.abs),
  event: Uint8Array.from(both, (weeks) => (weeks > 0 ? 1 : 0)),
};
const group = Int32Array.from(both, (_, i) => (i < treated.length ? 0 : 1));

describe("Kaplan-Meier", () => {
  const curve = kaplanMeier(
    data,
    unwatched,
    Uint8Array.from(group, (g) => 1 - g),
  );

  test.each([
    [6, 0.857, 0.0764],
    [7, 0.807, 0.0869],
    [10, 0.753, 0.0963],
    [13, 0.69, 0.1068],
    [16, 0.627, 0.1141],
    [22, 0.538, 0.1282],
    [23, 0.448, 0.1346],
  ])("survival at week %s is %s, its standard error %s (R's survfit)", (week, survival, error) => {
    expect(survivalAt(curve, week)).toBeCloseTo(survival, 3);
    expect(curve.standardError[curve.time.indexOf(week)]).toBeCloseTo(error, 4);
  });

  test("median 23, lower limit 16, no upper limit", () => {
    expect(curve.median.value).toBe(23);
    expect(curve.median.low).toBe(16);
    expect(curve.median.high).toBeNaN();
  });

  test("without censoring it is the share still there", () => {
    const plain = kaplanMeier(data, unwatched, Uint8Array.from(group));
    for (const week of [1, 5, 8, 17]) {
      const left = placebo.filter((weeks) => weeks > week).length / placebo.length;
      expect(survivalAt(plain, week)).toBeCloseTo(left, 12);
    }
    expect(survivalAt(plain, 0.5)).toBe(1);
    expect(survivalAt(plain, 23)).toBe(0);
  });

  test("log-rank chi-square 16.8 on one degree of freedom", () => {
    const result = logRank(data, group, 2);
    expect(result.chiSquare).toBeCloseTo(16.793, 3);
    expect(result.degrees).toBe(1);
    expect(result.expected[0]).toBeCloseTo(19.25, 2);
    expect(result.p).toBeGreaterThan(4.1e-5);
    expect(result.p).toBeLessThan(4.3e-5);
  });
});

describe("Cox", () => {
  const columns = [Float64Array.from(group)];

  test("Efron's and Breslow's ties as R's coxph prints them", () => {
    const efron = fitCox({ ...data, columns, ties: "efron" }, unwatched);
    expect(efron.coefficients[0]).toBeCloseTo(1.5721, 4);
    expect(efron.standardErrors[0]).toBeCloseTo(0.4124, 4);
    expect(2 * (efron.logLikelihood - efron.nullLogLikelihood)).toBeCloseTo(16.35, 2);
    const breslow = fitCox({ ...data, columns, ties: "breslow" }, unwatched);
    expect(breslow.coefficients[0]).toBeCloseTo(1.5092, 4);
    expect(breslow.standardErrors[0]).toBeCloseTo(0.4096, 4);
  });

  test("finds the hazards it was simulated with, and leaves out what repeats", () => {
    const random = randomStream(4);
    const n = 3000;
    const x = Float64Array.from({ length: n }, () => random.normal());
    const y = Float64Array.from({ length: n }, () => random.below(2));
    const leaves = Float64Array.from(
      x,
      (value, i) => random.exponential() / Math.exp(0.7 * value - 1.1 * y[i]!),
    );
    const seen = Float64Array.from({ length: n }, () => 2 * random.exponential());
    const fit = fitCox(
      {
        time: leaves.map((t, i) => Math.min(t, seen[i]!)),
        event: Uint8Array.from(leaves, (t, i) => (t <= seen[i]! ? 1 : 0)),
        columns: [x, new Float64Array(n), y, x.map((value) => 1000 * value + 5)],
        ties: "efron",
      },
      unwatched,
    );
    expect(fit.converged).toBe(true);
    expect([fit.constant, fit.repeated]).toEqual([[1], [3]]);
    expect(Math.abs(fit.coefficients[0]! - 0.7)).toBeLessThan(4 * fit.standardErrors[0]!);
    expect(Math.abs(fit.coefficients[2]! + 1.1)).toBeLessThan(4 * fit.standardErrors[2]!);
    expect(fit.concordance).toBeGreaterThan(0.6);
    expect(fit.curve.survival.every((s, i, all) => s <= (all[i - 1] ?? 1))).toBe(true);
  });

  test("a column that parts who leaves from who stays has no maximum", () => {
    const fit = fitCox({ ...data, columns: [Float64Array.from(data.event)], ties: "efron" }, unwatched);
    expect(fit.converged).toBe(false);
  });
});

test("concordance is the share of comparable pairs in the right order", () => {
  const random = randomStream(6);
  const n = 60;
  const time = Float64Array.from({ length: n }, () => random.below(15))
    .sort()
    .reverse();
  const event = Uint8Array.from({ length: n }, () => random.below(2));
  const risk = Float64Array.from({ length: n }, () => random.below(8));
  let [agree, pairs] = [0, 0];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const first = time[i]! < time[j]! || (time[i] === time[j] && event[j] === 0);
      if (event[i] !== 1 || !first) continue;
      pairs++;
      agree += risk[i]! > risk[j]! ? 1 : risk[i] === risk[j] ? 0.5 : 0;
    }
  expect(concordance(time, event, risk)).toBeCloseTo(agree / pairs, 12);
});
