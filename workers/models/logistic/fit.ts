import type { JobControl } from "../../base/job.ts";
import {
  partialCholesky,
  partialInverse,
  partialSolve,
  type PartialFactor,
} from "../../stats/rank-deficient.ts";
import { logisticPass, predictors, scalingOf, type LogisticData, type Pass, type Scaling } from "./pass.ts";

const MAX_STEPS = 60;
const MAX_HALVINGS = 30;
/**
 * Gain in log-likelihood left to one Newton step, below which that step is the last. The step errs by the gain over the
 * root of the number of rows, in standard errors: some 1e-9 of a coefficient's size, whatever the number of rows.
 */
const ENOUGH = 1e-9;
const ENOUGH_A_ROW = 1e-10;
/** Gain below which the information in hand serves the steps that are left. */
const NEAR = 1e-3;
/** A column is left out when less than this share of its variance is its own. */
const OWN_VARIANCE = 1e-10;
/** Below this many rows a start from a part of them saves nothing. */
const MANY_ROWS = 8192;
const PART = 16;

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
  const scaling = options.scaling ?? scalingOf(data.columns);
  const penalty = penalties(scaling, options);
  const size = data.columns.length + 1;
  const quick = options.quick === true;
  const start: Start = { beta: options.start ?? new Float64Array(size) };
  const many = options.start === undefined && data.labels.length > MANY_ROWS;
  const top = climb(
    data,
    scaling,
    many ? partStart(data, scaling, start, penalty, job) : start,
    penalty,
    quick,
    job,
  );
  return described(
    data,
    scaling,
    top,
    penalty.some((weight) => weight > 0),
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

interface Start {
  readonly beta: Float64Array;
  /** The information there, if it is known well enough for a first step. */
  readonly information?: Float64Array;
}

/** Where the fit of every 16th row ends, and the information of those rows in proportion. */
function partStart(
  data: LogisticData,
  scaling: Scaling,
  start: Start,
  penalty: Float64Array,
  job: JobControl,
): Start {
  const rows = Math.ceil(data.labels.length / PART);
  const part: LogisticData = {
    columns: data.columns.map((column) => {
      const own = new Float64Array(rows);
      for (let r = 0, i = 0; r < rows; r++, i += PART) own[r] = column[i]!;
      return own;
    }),
    labels: everyOf(data.labels, rows),
    ...(data.include && { include: everyOf(data.include, rows) }),
  };
  const { beta, converged, information } = climb(part, scaling, start, penalty, true, job);
  return converged ? { beta, information: information.map((own) => own * PART) } : start;
}

function everyOf(bytes: Uint8Array, rows: number): Uint8Array {
  return Uint8Array.from({ length: rows }, (_, r) => bytes[r * PART]!);
}

interface Top {
  readonly beta: Float64Array;
  readonly logLikelihood: number;
  readonly factor: PartialFactor;
  /** Of the data alone. */
  readonly information: Float64Array;
  readonly lastStep: Float64Array;
  readonly converged: boolean;
  readonly steps: number;
}

function climb(
  data: LogisticData,
  scaling: Scaling,
  start: Start,
  penalty: Float64Array,
  quick: boolean,
  job: JobControl,
): Top {
  const at = (beta: Float64Array, curved: boolean) => logisticPass(data, scaling, beta, curved, job);
  const enough = Math.max(ENOUGH, ENOUGH_A_ROW * data.labels.length);
  let { beta } = start;
  let pass = at(beta, start.information === undefined);
  // A first step by the information of a part ends near enough for the exact steps that follow.
  let known = curvature(pass.information ?? start.information, penalty);
  let exact = pass.information !== undefined;
  let lastGain = Infinity;
  for (let steps = 1; ; steps++) {
    const { step, gain } = newtonStep(pass, beta, penalty, known);
    // No step can gain more than the likelihood has left: where rare levels have run off, begin where every step is small.
    if (steps === 1 && gain > -objective(pass, beta, penalty) && beta.some((value) => value !== 0))
      return climb(data, scaling, { beta: new Float64Array(beta.length) }, penalty, quick, job);
    const moved = (share: number) => beta.map((value, j) => value + share * step[j]!);
    if (!exact && gain < enough) {
      pass = at(beta, true);
      known = curvature(pass.information, penalty);
      exact = true;
      continue;
    }
    if (gain < enough || steps === MAX_STEPS) {
      // What the whole step gains of the data's likelihood, to second order.
      const slope = step.reduce((sum, d, j) => sum + d * pass.gradient[j]!, 0);
      const logLikelihood = pass.logLikelihood + slope - 0.5 * quadratic(known.information, step);
      const { factor, information } = known;
      return {
        beta: moved(1),
        logLikelihood,
        factor,
        information,
        lastStep: step,
        converged: gain < enough,
        steps,
      };
    }
    const before = objective(pass, beta, penalty);
    // Only where steps shrink as they do near a maximum: under separation each gains a third of the one before.
    const curved = !quick || !exact || gain > NEAR || gain > 0.01 * lastGain;
    lastGain = gain;
    let share = 1;
    let next = at(moved(share), curved);
    for (let tries = 0; objective(next, moved(share), penalty) < before && tries < MAX_HALVINGS; tries++) {
      share /= 2;
      next = at(moved(share), curved);
    }
    beta = moved(share);
    pass = next;
    if (pass.information !== undefined) {
      known = curvature(pass.information, penalty);
      exact = true;
    }
  }
}

interface Curvature {
  /** Of the data alone. */
  readonly information: Float64Array;
  /** Of the information with the penalty. */
  readonly factor: PartialFactor;
}

function curvature(information: Float64Array | undefined, penalty: Float64Array): Curvature {
  const n = penalty.length;
  const own = information ?? new Float64Array(n * n);
  const whole = own.slice();
  for (let j = 0; j < n; j++) whole[j * n + j] = whole[j * n + j]! + penalty[j]!;
  return { information: own, factor: partialCholesky(whole, n, OWN_VARIANCE) };
}

function objective(pass: Pass, beta: Float64Array, penalty: Float64Array): number {
  return pass.logLikelihood - 0.5 * beta.reduce((sum, value, j) => sum + penalty[j]! * value * value, 0);
}

function newtonStep(pass: Pass, beta: Float64Array, penalty: Float64Array, { factor }: Curvature) {
  const gradient = pass.gradient.map((slope, j) => slope - penalty[j]! * beta[j]!);
  const step = partialSolve(factor, gradient);
  const gain = 0.5 * step.reduce((sum, d, j) => sum + d * gradient[j]!, 0);
  return { step, gain };
}

function quadratic(matrix: Float64Array, x: Float64Array): number {
  const n = x.length;
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += x[i]! * matrix[i * n + j]! * x[j]!;
  return sum;
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
