import type { JobControl } from "../../base/job.ts";
import { inParts, type Part } from "../../base/parts.ts";
import { columnsInSharedMemory, inSharedMemory } from "../../base/shared-arrays.ts";
import { scalingOf, type Scaling } from "../logistic/pass.ts";
import {
  foldsOf,
  heldOut,
  learntIn,
  type CrossValidation,
  type FoldInput,
} from "../validation/cross-validate.ts";
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

interface PathFolds extends FoldInput {
  readonly columns: readonly Float64Array[];
  readonly labels: Uint8Array;
  readonly scaling: Scaling;
  readonly alpha: number;
  readonly lambdas: readonly number[];
}

/** The path without one fold: place after place its coefficients, zeros where it ended early. */
export const pathFold: Part<PathFolds> = {
  name: "elastic-net-fold",
  run: ({ columns, labels, fold, scaling, alpha, lambdas }, index, into, job) => {
    const include = learntIn(fold, index);
    const path = { alpha, lambdas, enough: ROUGH };
    const points = elasticNetPath({ columns, labels, include }, scaling, path, job);
    points.forEach(({ beta }, k) => into.set(beta, k * beta.length));
  },
};

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
  const scaling = scalingOf(columns, job);
  const data = { columns, labels };
  const ratio = labels.length > columns.length ? RATIO.many : RATIO.few;
  const planned = lambdaPath(data, scaling, { alpha, count: LAMBDAS, ratio }, job);
  const whole = { alpha, lambdas: planned, enough: FINE, leastGain: LEAST_GAIN };
  const path = elasticNetPath(data, scaling, whole, job);
  const lambdas = path.map(({ lambda }) => lambda);
  const folds = foldsOf(fold).count;
  const asked = { columns: columnsInSharedMemory(columns), labels: inSharedMemory(labels), scaling };
  const input: PathFolds = { ...asked, fold: inSharedMemory(fold), alpha, lambdas };
  const told = (done: number) => job.progress({ phase: "validate", done, total: folds });
  const length = lambdas.length * (columns.length + 1);
  const paths = inParts(pathFold, input, { count: folds, length, told }, job);
  const held = (k: number) => heldOutAt(input, paths, k);
  const found = lambdas.map((_, k) => {
    job.check();
    return devianceOf(held(k), labels, fold, folds);
  });
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
    validation: heldOut(held(best), labels, fold, folds),
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

/** Log-odds of each row at a place, from the path that left its fold out. */
function heldOutAt(
  { columns, fold, scaling }: PathFolds,
  paths: readonly Float64Array[],
  place: number,
): Float64Array {
  const from = place * (columns.length + 1);
  const eta = Float64Array.from(fold, (own) => paths[own]![from]!);
  columns.forEach((column, j) => {
    const [mean, scale] = [scaling.centre[j]!, scaling.inverse[j]!];
    const slopes = paths.map((path) => path[from + j + 1]! * scale);
    if (slopes.every((slope) => slope === 0)) return;
    for (let i = 0; i < eta.length; i++) eta[i] = eta[i]! + slopes[fold[i]!]! * (column[i]! - mean);
  });
  return eta;
}
