import type { JobControl } from "../../base/job.ts";
import { auc, meanAuc } from "../validation/auc.ts";
import { predictors, scalingOf, type Scaling } from "../logistic/pass.ts";
import type { CrossValidation } from "../validation/cross-validate.ts";
import { elasticNetPath, lambdaPath, type PathPoint } from "./path.ts";

const LAMBDAS = 60;
/** Smallest penalty as a share of the largest: with more rows than columns, and with fewer. */
const RATIO = { many: 1e-4, few: 1e-2 } as const;
const FINE = 1e-6;
const ROUGH = 1e-4;
/** Share of the deviance below which a place gains nothing, as in glmnet. */
const LEAST_GAIN = 1e-5;

/** A path with what held-out rows say of each place on it. */
export interface ElasticNet {
  readonly path: readonly PathPoint[];
  /** Mean deviance a row of the held-out rows at each place, and its standard error over the folds. */
  readonly deviance: Float64Array;
  readonly deviationError: Float64Array;
  /** Place of the least held-out deviance. */
  readonly best: number;
  /** Place of the largest penalty whose deviance is within one standard error of the least. */
  readonly sparse: number;
  readonly scaling: Scaling;
  /** Of the held-out rows at the best place. The choice among the places saw them, which flatters little: it is one number. */
  readonly validation: CrossValidation;
}

/**
 * Elastic net with the penalty chosen by cross-validation, as glmnet's `cv.glmnet`: the whole path in each fold, the least
 * mean deviance, and the sparsest model within one standard error (Friedman, Hastie & Tibshirani 2010, section 6).
 * @throws Cancelled
 */
export function elasticNet(
  columns: readonly Float64Array[],
  labels: Uint8Array,
  fold: Uint8Array,
  alpha: number,
  job: JobControl,
): ElasticNet {
  const scaling = scalingOf(columns);
  const data = { columns, labels };
  const ratio = labels.length > columns.length ? RATIO.many : RATIO.few;
  const planned = lambdaPath(data, scaling, { alpha, count: LAMBDAS, ratio }, job);
  const whole = { alpha, lambdas: planned, enough: FINE, leastGain: LEAST_GAIN };
  const path = elasticNetPath(data, scaling, whole, job);
  const lambdas = path.map(({ lambda }) => lambda);
  const folds = fold.reduce((most, part) => Math.max(most, part), 0) + 1;
  // Log-odds of each row at each place, from the path that left its fold out.
  const held = lambdas.map(() => new Float64Array(labels.length));
  for (let part = 0; part < folds; part++) {
    job.progress({ phase: "validate", done: part, total: folds });
    const include = fold.map((own) => (own === part ? 0 : 1));
    const points = elasticNetPath({ ...data, include }, scaling, { alpha, lambdas, enough: ROUGH }, job);
    points.forEach(({ beta }, k) => {
      const eta = predictors(columns, labels.length, scaling, beta);
      fold.forEach((own, i) => {
        if (own === part) held[k]![i] = eta[i]!;
      });
    });
  }
  const found = held.map((eta) => devianceOf(eta, labels, fold, folds));
  const deviance = Float64Array.from(found, ({ mean }) => mean);
  const deviationError = Float64Array.from(found, ({ error }) => error);
  const best = deviance.indexOf(Math.min(...deviance));
  const sparse = deviance.findIndex((value) => value <= deviance[best]! + deviationError[best]!);
  return {
    path,
    deviance,
    deviationError,
    best,
    sparse,
    scaling,
    validation: heldOut(held[best]!, labels, fold, folds),
  };
}

/** Intercept and coefficients of the columns as they are. */
export function inOwnUnits({ beta }: PathPoint, { centre, inverse }: Scaling) {
  const coefficients = Float64Array.from(inverse, (scale, j) => beta[j + 1]! * scale);
  const intercept = coefficients.reduce((sum, slope, j) => sum - slope * centre[j]!, beta[0]!);
  return { intercept, coefficients };
}

function devianceOf(eta: Float64Array, labels: Uint8Array, fold: Uint8Array, folds: number) {
  const sums = new Float64Array(folds);
  const counts = new Float64Array(folds);
  eta.forEach((own, i) => {
    const part = fold[i]!;
    const signed = labels[i] === 1 ? own : -own;
    sums[part] = sums[part]! + 2 * (Math.max(0, -signed) + Math.log1p(Math.exp(-Math.abs(signed))));
    counts[part] = counts[part]! + 1;
  });
  const rows = labels.length;
  const mean = sums.reduce((sum, value) => sum + value, 0) / rows;
  // Weighted by the folds' rows, as cv.glmnet does.
  const square = sums.reduce(
    (sum, value, part) => sum + (counts[part]! * (value / counts[part]! - mean) ** 2) / rows,
    0,
  );
  return { mean, error: Math.sqrt(square / Math.max(1, folds - 1)) };
}

function heldOut(eta: Float64Array, labels: Uint8Array, fold: Uint8Array, folds: number): CrossValidation {
  const areas = Array.from({ length: folds }, (_, part) =>
    auc(
      eta,
      labels,
      fold.map((own) => (own === part ? 1 : 0)),
    ),
  );
  const probability = eta.map((own) => 1 / (1 + Math.exp(-own)));
  return { probability, auc: meanAuc(areas.filter(({ value }) => !Number.isNaN(value))), folds };
}
