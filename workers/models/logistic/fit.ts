import type { JobControl } from "../../base/job.ts";
import { partialInverse } from "../../stats/rank-deficient.ts";
import { climb, MANY_ROWS, quadratic, type Start, type Top } from "./climb.ts";
import { PART, partOf, rareIn } from "./part.ts";
import { predictors, scalingOf, type LogisticData, type Scaling } from "./pass.ts";

export interface LogisticOptions {
  /** Penalty l2/2 times the sum of squared coefficients, the intercept left free; scikit-learn's C is 1/l2. Default 0. */
  readonly l2?: number;
  /** `scaled` (default false): the penalty is on coefficients of standardised columns, not of the columns as they are. */
  readonly scaled?: boolean;
  /** Spares the last information, so that standard errors are good to three digits only. */
  readonly quick?: boolean;
  /** Where to start: the `beta` of a fit on the same columns. */
  readonly start?: Float64Array;
  readonly scaling?: Scaling;
}

export interface LogisticFit {
  readonly intercept: number;
  readonly interceptError: number;
  /** By column, in the column's own units; 0 for a column left out. */
  readonly coefficients: Float64Array;
  /** From the inverse information; NaN for a column left out. With a penalty they describe the penalised estimate. */
  readonly standardErrors: Float64Array;
  /** Of the data alone, without the penalty. */
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
  readonly converged: boolean;
  readonly steps: number;
  /** Columns that hold one value. */
  readonly constant: readonly number[];
  /** Columns that follow from those before them. */
  readonly repeated: readonly number[];
  /** Columns along which the likelihood rises without end: they part the outcomes. Their coefficients mean nothing. */
  readonly separating: readonly number[];
  /** Intercept and coefficients of standardised columns. */
  readonly beta: Float64Array;
  readonly scaling: Scaling;
}

/**
 * Logistic regression by Newton's method with the exact information (equal to iteratively reweighted least
 * squares; McCullagh & Nelder 1989, section 4.4), started on every 16th row where there are many. Constant and
 * dependent columns are left out and told, the first of several dependent ones stays as in R's `glm`.
 * Separation (Albert & Anderson 1984) shows as a last step that still moves predictors. O(n p^2) a step.
 * @throws Cancelled
 */
export function fitLogistic(data: LogisticData, options: LogisticOptions, job: JobControl): LogisticFit {
  const many = options.start === undefined && data.labels.length > MANY_ROWS;
  const part = many ? partOf(data, job) : undefined;
  const scaling = options.scaling ?? usualScaling(data, part, options, job);
  const penalty = penalties(scaling, options);
  const start =
    part === undefined
      ? { beta: options.start ?? new Float64Array(data.columns.length + 1) }
      : partStart(part, scaling, penalty, job);
  const top = climb(data, scaling, start, penalty, options.quick === true ? "quick" : "whole", job);
  const penalised = penalty.some((weight) => weight > 0);
  return described(data, scaling, top, penalised);
}

/**
 * Steps are the same whatever the scaling, but for rounding: where the penalty does not depend on it, that of a part of the rows
 * serves. A column that holds one value there is seen as a whole.
 */
function usualScaling(
  { columns }: LogisticData,
  part: LogisticData | undefined,
  { scaled = false }: LogisticOptions,
  job: JobControl,
): Scaling {
  if (part === undefined || scaled) return scalingOf(columns, job);
  const { inverse } = scalingOf(part.columns, job);
  return scalingOf(
    columns.map((column, j) => (inverse[j] === 0 ? column : part.columns[j]!)),
    job,
  );
}

/** Probability of every row under a fit. */
export function probabilities(
  columns: readonly Float64Array[],
  rows: number,
  fit: LogisticFit,
): Float64Array {
  const eta = predictors(columns, rows, fit.scaling, fit.beta);
  for (let i = 0; i < rows; i++) eta[i] = 1 / (1 + Math.exp(-eta[i]!));
  return eta;
}

function penalties({ inverse }: Scaling, { l2 = 0, scaled = false }: LogisticOptions): Float64Array {
  const penalty = new Float64Array(inverse.length + 1);
  for (let j = 0; j < inverse.length; j++) penalty[j + 1] = scaled ? l2 : l2 * inverse[j]! ** 2;
  return penalty;
}

/**
 * About where the fit of a part of the rows ends, and the information of those rows in proportion. Columns that are rare in the
 * part begin at 0: what a few rows tell of them is often the wrong way off, and their information is to be had from all rows.
 */
function partStart(part: LogisticData, scaling: Scaling, penalty: Float64Array, job: JobControl): Start {
  const common = [...part.columns.keys()].filter((j) => !rareIn(part, scaling, j));
  const own: LogisticData = { ...part, columns: common.map((j) => part.columns[j]!) };
  const ownScaling: Scaling = {
    centre: Float64Array.from(common, (j) => scaling.centre[j]!),
    inverse: Float64Array.from(common, (j) => scaling.inverse[j]!),
  };
  const share = Float64Array.from([-1, ...common], (j) => penalty[j + 1]! / PART);
  const nothing: Start = { beta: new Float64Array(common.length + 1) };
  const start = own.labels.length > MANY_ROWS ? partStart(partOf(own, job), ownScaling, share, job) : nothing;
  const { beta, converged, information } = climb(own, ownScaling, start, share, "part", job);
  if (converged && common.length === part.columns.length)
    return { beta, information: information.map((sum) => sum * PART) };
  const whole = new Float64Array(penalty.length);
  if (converged) [-1, ...common].forEach((j, at) => (whole[j + 1] = beta[at]!));
  return { beta: whole };
}

function described(data: LogisticData, scaling: Scaling, top: Top, penalised: boolean): LogisticFit {
  const { columns } = data;
  const n = columns.length + 1;
  const { centre, inverse } = scaling;
  const { beta, factor } = top;
  const covariance = partialInverse(factor);
  const coefficients = Float64Array.from(columns, (_, j) => beta[j + 1]! * inverse[j]!);
  const standardErrors = Float64Array.from(columns, (_, j) =>
    factor.dropped[j + 1] === 1 ? NaN : Math.sqrt(covariance[(j + 1) * n + j + 1]!) * inverse[j]!,
  );
  const toRaw = Float64Array.from(beta, (_, j) => (j === 0 ? 1 : -centre[j - 1]! * inverse[j - 1]!));
  const indices = [...columns.keys()];
  return {
    intercept: beta.reduce((sum, value, j) => sum + value * toRaw[j]!, 0),
    interceptError: Math.sqrt(quadratic(covariance, toRaw)),
    coefficients,
    standardErrors,
    logLikelihood: top.logLikelihood,
    nullLogLikelihood: nullLogLikelihood(data),
    converged: top.converged,
    steps: top.steps,
    constant: indices.filter((j) => inverse[j] === 0),
    repeated: indices.filter((j) => inverse[j] !== 0 && factor.dropped[j + 1] === 1),
    separating: penalised ? [] : separating(data, scaling, top.lastStep),
    beta,
    scaling,
  };
}

/**
 * At a maximum the last step moves no predictor. Where outcomes are separated each step still moves the
 * parted rows by about 1, however little the likelihood gains: the columns that move are named.
 */
function separating({ columns, labels }: LogisticData, scaling: Scaling, step: Float64Array): number[] {
  const longest = step.reduce((most, d, j) => (j === 0 ? most : Math.max(most, Math.abs(d))), 0);
  if (longest < 1e-3) return [];
  const moves = predictors(columns, labels.length, scaling, step);
  if (!moves.some((move) => Math.abs(move) > 0.1)) return [];
  return [...columns.keys()].filter((j) => Math.abs(step[j + 1]!) > 0.1 * longest);
}

function nullLogLikelihood({ labels, include }: LogisticData): number {
  let [n, ones] = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    if (include !== undefined && include[i] !== 1) continue;
    n++;
    ones += labels[i]!;
  }
  const part = (count: number) => (count === 0 ? 0 : count * Math.log(count / n));
  return part(ones) + part(n - ones);
}
