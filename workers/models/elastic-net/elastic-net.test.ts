import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Cancelled, unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import { fitLogistic } from "../logistic/fit.ts";
import { logisticPass, scalingOf } from "../logistic/pass.ts";
import { stratifiedFolds } from "../validation/folds.ts";
import { elasticNet, inOwnUnits } from "./elastic-net.ts";
import { elasticNetPath, lambdaPath } from "./path.ts";

/** The same 200 rows that glmnet was given: x[i, j] = j sin(0.7 i (j + 0.5) + j), i and j from 1. */
const columns = [1, 2, 3, 4, 5, 6].map((j) =>
  Float64Array.from({ length: 200 }, (_, i) => Math.sin((i + 1) * (j + 0.5) * 0.7 + j) * j),
);
const labels = Uint8Array.from({ length: 200 }, (_, i) =>
  Math.sin((i + 1) * 1.3) * 1.5 + 0.8 * columns[0]![i]! - 0.4 * columns[1]![i]! + 0.1 * columns[2]![i]! > 0.2
    ? 1
    : 0,
);
const lambdas = [0.2, 0.1, 0.03, 0.005];

/** Computed by R's glmnet 4.1-6 on these rows with thresh = 1e-16: alpha, place on the path, intercept and coefficients. */
const printed = [
  [1, 1, [-0.18543991796, 0.24366177218, -0.13511135726, 0, 0, 0, 0]],
  [1, 2, [-0.21069668854, 0.73703357771, -0.35092808283, 0.12367487106, 0, 0, -0.02076292056]],
  [1, 3, [-0.23026191133, 1.0242724518, -0.4658451208, 0.22565700737, -0.02196624224, -0.01314694911, -0.04182548915]],
  [0.5, 0, [-0.18338716785, 0.17256006792, -0.09562761226, 0, 0, 0, 0]],
  [0.5, 1, [-0.19443058668, 0.45853130802, -0.22069582175, 0.05551440819, 0, 0, -0.01404965085]],
  [0.5, 3, [-0.23125303089, 1.03790609046, -0.46890752092, 0.23637957723, -0.02578065665, -0.01859876009, -0.04436943068]],
  [0, 0, [-0.197650552819, 0.471036065988, -0.206724695344, 0.090841754784, -0.00560763109, 0.001942085673, -0.038231252353]],
  [0, 3, [-0.232267298423, 1.051287851578, -0.471948348048, 0.246615751779, -0.029515767913, -0.023786313761, -0.046875346320]],
] as const; // prettier-ignore

describe("elastic net path", () => {
  const scaling = scalingOf(columns);
  const data = { columns, labels };

  test.each(printed)(
    "glmnet's coefficients at alpha = %s, place %s of the path",
    (alpha, place, expected) => {
      const path = elasticNetPath(data, scaling, { alpha, lambdas, enough: 1e-10 }, unwatched);
      const { intercept, coefficients } = inOwnUnits(path[place]!, scaling);
      // glmnet stops at a relative change of 1e-16 of the deviance: some 1e-8 of a coefficient.
      [intercept, ...coefficients].forEach((value, j) => expect(value).toBeCloseTo(expected[j]!, 7));
      expect(path.every(({ converged }) => converged)).toBe(true);
    },
  );

  test("the path begins where glmnet's does, with every coefficient at 0", () => {
    const [first, second] = lambdaPath(data, scaling, { alpha: 0.5, count: 100, ratio: 1e-4 }, unwatched);
    expect(first).toBeCloseTo(0.293918734184, 10);
    const path = elasticNetPath(
      data,
      scaling,
      { alpha: 0.5, lambdas: [first!, second!], enough: 1e-9 },
      unwatched,
    );
    expect([...path[0]!.beta.subarray(1)].every((value) => Math.abs(value) < 1e-8)).toBe(true);
    expect([...path[1]!.beta.subarray(1)].some((value) => value !== 0)).toBe(true);
  });

  test("meets the conditions of a minimum on any data (Karush, Kuhn and Tucker)", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: -3, max: 0, noNaN: true }),
        (seed, alpha, power) => {
          const random = randomStream(seed);
          const own = [1, 2, 3].map(() => Float64Array.from({ length: 60 }, () => random.normal()));
          const given = {
            columns: [...own, own[0]!],
            labels: Uint8Array.from({ length: 60 }, (_, i) =>
              random.uniform() < 1 / (1 + Math.exp(-own[1]![i]!)) ? 1 : 0,
            ),
          };
          fc.pre(new Set(given.labels).size === 2);
          const scale = scalingOf(given.columns);
          const lambda = 10 ** power;
          const [point] = elasticNetPath(given, scale, { alpha, lambdas: [lambda], enough: 1e-9 }, unwatched);
          const { gradient } = logisticPass(given, scale, point!.beta, false, unwatched);
          gradient.forEach((slope, j) => {
            const value = point!.beta[j]!;
            if (j === 0) expect(slope / 60).toBeCloseTo(0, 6);
            else if (value === 0) expect(Math.abs(slope / 60)).toBeLessThan(lambda * alpha + 1e-6);
            else expect(slope / 60).toBeCloseTo(lambda * (alpha * Math.sign(value) + (1 - alpha) * value), 6);
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  test("hardly any penalty is the maximum likelihood fit", () => {
    const [point] = elasticNetPath(data, scaling, { alpha: 0.5, lambdas: [1e-10], enough: 1e-9 }, unwatched);
    const plain = fitLogistic(data, {}, unwatched);
    inOwnUnits(point!, scaling).coefficients.forEach((value, j) =>
      expect(value).toBeCloseTo(plain.coefficients[j]!, 6),
    );
  });

  test("is cancelled between steps", () => {
    const stop = { check: () => { throw new Cancelled(); }, progress: () => undefined }; // prettier-ignore
    expect(() => elasticNetPath(data, scaling, { alpha: 1, lambdas, enough: 1e-6 }, stop)).toThrow(Cancelled);
  });
});

test("the penalty chosen by held-out rows keeps what matters and leaves noise out", () => {
  const random = randomStream(8);
  const many = Array.from({ length: 30 }, () => Float64Array.from({ length: 600 }, () => random.normal()));
  const y = Uint8Array.from({ length: 600 }, (_, i) =>
    random.uniform() < 1 / (1 + Math.exp(-1.2 * many[0]![i]! + 0.9 * many[1]![i]!)) ? 1 : 0,
  );
  const found = elasticNet(many, y, stratifiedFolds(y, 5, 1), 1, unwatched);
  const kept = (place: number) =>
    [...inOwnUnits(found.path[place]!, found.scaling).coefficients.entries()]
      .filter(([, value]) => value !== 0)
      .map(([j]) => j);
  expect(kept(found.sparse)).toEqual(expect.arrayContaining([0, 1]));
  expect(kept(found.sparse).length).toBeLessThan(8);
  expect(found.sparse).toBeLessThanOrEqual(found.best);
  // Scores with two true slopes of 1.2 and -0.9 have an area near .83; 28 columns of noise must not cost much of it.
  expect(found.validation.auc.value).toBeGreaterThan(0.78);
});
