import type { JobControl } from "../../base/job.ts";
import { partialCholesky, partialSolve } from "../../stats/rank-deficient.ts";
import { logisticPass, type LogisticData, type Pass, type Scaling } from "../logistic/pass.ts";

const MAX_STEPS = 100;
/** A step should be at most this share of the one before. */
const ENOUGH_SHORTER = 0.3;
/** Steps longer than so many times what matters are followed by one with a curvature of its own. */
const FAR = 30;
const MAX_ROUNDS = 50;
/** A column adds nothing when less than this share of its variance is its own. */
const OWN_VARIANCE = 1e-10;
const MAX_HALVINGS = 20;
/** Places on a path before it may end early. */
const FEWEST = 5;

/** One place on the path of penalties. */
export interface PathPoint {
  readonly lambda: number;
  /** Of standardised columns, the intercept first. */
  readonly beta: Float64Array;
  readonly logLikelihood: number;
  readonly converged: boolean;
}

export interface PathOptions {
  /** 1 is the lasso, 0 is ridge. */
  readonly alpha: number;
  /** Penalties, largest first. */
  readonly lambdas: readonly number[];
  /** Move of a linear predictor (root mean square) that no longer matters. */
  readonly enough: number;
  /** The path ends where a place gains less than this share of the log-likelihood of the intercept alone. Default 0. */
  readonly leastGain?: number;
}

/**
 * Penalties from the least that leaves every coefficient at 0 down to `ratio` of it, evenly on a log scale (Friedman, Hastie
 * & Tibshirani 2010, section 2.5). For ridge, whose coefficients are never 0, that of alpha = 0.001 as glmnet takes it.
 */
export function lambdaPath(
  data: LogisticData,
  scaling: Scaling,
  { alpha, count, ratio }: { readonly alpha: number; readonly count: number; readonly ratio: number },
  job: JobControl,
): number[] {
  const rows = rowsIn(data);
  const start = nullBeta(data, scaling, rows);
  const { gradient } = logisticPass(data, scaling, start, false, job);
  const most = gradient.reduce((largest, slope, j) => (j === 0 ? 0 : Math.max(largest, Math.abs(slope))), 0);
  const first = most / rows / Math.max(alpha, 1e-3);
  return Array.from({ length: count }, (_, k) => first * ratio ** (k / Math.max(1, count - 1)));
}

/**
 * Elastic net path of a logistic regression: minimises -logLikelihood / n + lambda ((1 - alpha) / 2 |b|^2 + alpha |b|_1) over
 * coefficients of standardised columns, the intercept left free, by coordinate descent on the second-order expansion with
 * warm starts (Friedman, Hastie & Tibshirani 2010, equations 10 to 13; there with covariance updates). Constant columns stay
 * at 0. O(n p^2) an expansion, O(p^2) a sweep.
 * @throws Cancelled
 */
export function elasticNetPath(
  data: LogisticData,
  scaling: Scaling,
  { alpha, lambdas, enough, leastGain = 0 }: PathOptions,
  job: JobControl,
): PathPoint[] {
  const rows = rowsIn(data);
  let beta = nullBeta(data, scaling, rows);
  const points: PathPoint[] = [];
  const known: Curvature = {};
  for (const lambda of lambdas) {
    const point = descend(data, scaling, beta, known, { rows, lambda, alpha, enough }, job);
    const before = points[points.length - 1];
    points.push(point);
    const gain = before && point.logLikelihood - before.logLikelihood;
    if (points.length > FEWEST && gain !== undefined && gain < -leastGain * points[0]!.logLikelihood) break;
    beta = point.beta;
  }
  return points;
}

function rowsIn({ labels, include }: LogisticData): number {
  return include === undefined ? labels.length : include.reduce((sum, flag) => sum + flag, 0);
}

/** The intercept alone: the log-odds of the rate. */
function nullBeta({ labels, include }: LogisticData, { inverse }: Scaling, rows: number): Float64Array {
  const ones = labels.reduce((sum, y, i) => sum + (include === undefined || include[i] === 1 ? y : 0), 0);
  const beta = new Float64Array(inverse.length + 1);
  beta[0] = Math.log(ones / (rows - ones));
  return beta;
}

interface Penalty {
  readonly rows: number;
  readonly lambda: number;
  readonly alpha: number;
  readonly enough: number;
}

/** The second derivative in hand: half of the work of a pass or more, and good for several steps and places. */
interface Curvature {
  information?: Float64Array;
}

function descend(
  data: LogisticData,
  scaling: Scaling,
  start: Float64Array,
  known: Curvature,
  penalty: Penalty,
  job: JobControl,
): PathPoint {
  const at = (beta: Float64Array, curved: boolean) => logisticPass(data, scaling, beta, curved, job);
  const { rows, lambda, enough } = penalty;
  let beta = start;
  let pass = at(beta, known.information === undefined);
  // How far the last step went: a sweep need not be finer than a hundredth of it.
  let last = Infinity;
  for (let step = 1; ; step++) {
    const information = pass.information ?? known.information!;
    known.information = information;
    const still = Math.max(0.1 * enough, 0.01 * Math.min(0.1, last));
    const target = minimum({ gradient: pass.gradient, information }, beta, penalty, still);
    const move = target.map((value, j) => value - beta[j]!);
    const moved = Math.sqrt(quadratic(information, move) / rows);
    // Steps that hardly shrink show that the curvature in hand is stale.
    const stale = moved > ENOUGH_SHORTER * last && pass.information === undefined;
    if (stale && moved >= enough) {
      pass = at(beta, true);
      last = Infinity;
      continue;
    }
    last = moved;
    const before = objective(pass, beta, penalty);
    let share = 1;
    let next = target;
    let there = at(next, moved > FAR * enough);
    for (let tries = 0; objective(there, next, penalty) > before + 1e-12 && tries < MAX_HALVINGS; tries++) {
      share /= 2;
      next = beta.map((value, j) => value + share * move[j]!);
      there = at(next, false);
    }
    beta = next;
    pass = there;
    if (moved < enough || step >= MAX_STEPS)
      return { lambda, beta, logLikelihood: pass.logLikelihood, converged: moved < enough };
  }
}

function objective({ logLikelihood }: Pass, beta: Float64Array, { rows, lambda, alpha }: Penalty): number {
  let size = 0;
  for (let j = 1; j < beta.length; j++)
    size += ((1 - alpha) / 2) * beta[j]! ** 2 + alpha * Math.abs(beta[j]!);
  return -logLikelihood / rows + lambda * size;
}

interface Expansion {
  readonly gradient: Float64Array;
  readonly information: Float64Array;
}

/**
 * Minimum of the expansion about `beta` with the penalty: a sweep over all coordinates chooses those that are not 0, these are
 * solved for at once, and again until a sweep finds them at rest.
 */
function minimum(pass: Expansion, beta: Float64Array, penalty: Penalty, still: number): Float64Array {
  const { rows, lambda, alpha } = penalty;
  const size = beta.length;
  const matrix = pass.information;
  const next = beta.slice();
  // Slope of the data's part at `next`, kept in step.
  const slope = pass.gradient.map((value) => value / rows);
  const sweep = () => {
    let most = 0;
    for (let j = 0; j < size; j++) {
      const curve = matrix[j * size + j]! / rows;
      if (curve < 1e-14) continue;
      const pull = slope[j]! + curve * next[j]!;
      const value = j === 0 ? pull / curve : shrunk(pull, lambda * alpha) / (curve + lambda * (1 - alpha));
      const change = value - next[j]!;
      if (change === 0) continue;
      next[j] = value;
      const share = change / rows;
      for (let k = 0, at = j * size; k < size; k++, at++) slope[k] = slope[k]! - share * matrix[at]!;
      most = Math.max(most, Math.sqrt(curve) * Math.abs(change));
    }
    return most;
  };
  // A sweep tells how far the minimum is only when the coefficients that are not 0 are at their own: alone it creeps.
  let most = sweep();
  for (let round = 0; round < MAX_ROUNDS && most > 0; round++) {
    solveActive(matrix, next, slope, penalty);
    most = sweep();
    if (most < still) break;
  }
  return next;
}

/**
 * Where columns are alike, sweeps creep: goes straight to the minimum among the coefficients that are not 0, or as far as
 * the first of them reaches 0 (Lee et al. 2006, "Efficient sparse coding algorithms").
 */
function solveActive(
  matrix: Float64Array,
  next: Float64Array,
  slope: Float64Array,
  { rows, lambda, alpha }: Penalty,
): void {
  const size = next.length;
  const active = [...next.keys()].filter((j) => j === 0 || next[j] !== 0);
  const n = active.length;
  const ridge = lambda * (1 - alpha);
  const curve = new Float64Array(n * n);
  active.forEach((j, a) => {
    active.forEach(
      (k, b) => (curve[a * n + b] = matrix[j * size + k]! / rows + (a === b && j > 0 ? ridge : 0)),
    );
  });
  const pull = Float64Array.from(active, (j) =>
    j === 0 ? slope[0]! : slope[j]! - ridge * next[j]! - lambda * alpha * Math.sign(next[j]!),
  );
  const step = partialSolve(partialCholesky(curve, n, OWN_VARIANCE), pull);
  let share = 1;
  let stopped = -1;
  active.forEach((j, a) => {
    const until = -next[j]! / step[a]!;
    if (j === 0 || !(until > 0 && until < share)) return;
    share = until;
    stopped = j;
  });
  active.forEach((j, a) => {
    const change = j === stopped ? -next[j]! : share * step[a]!;
    next[j] = j === stopped ? 0 : next[j]! + change;
    for (let k = 0; k < size; k++) slope[k] = slope[k]! - (change * matrix[j * size + k]!) / rows;
  });
}

function shrunk(value: number, by: number): number {
  return value > by ? value - by : value < -by ? value + by : 0;
}

function quadratic(matrix: Float64Array, x: Float64Array): number {
  const n = x.length;
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += x[i]! * matrix[i * n + j]! * x[j]!;
  return sum;
}
