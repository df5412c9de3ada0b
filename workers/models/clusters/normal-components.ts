import type { JobControl } from "../../base/job.ts";
import { sharedFloats } from "../../base/shared-arrays.ts";
import { cholesky } from "../../stats/linear.ts";
import { checkEvery } from "../cancel.ts";
import type { Points } from "./points.ts";

/** Added to each variance in units of the columns' own variance, as scikit-learn does, so that no component collapses. */
const FLOOR = 1e-7;
/** A variance is at least the floor, whatever the others of its component: so is each diagonal entry of a root, squared. */
const LEAST_LOG_ROOT = 0.5 * Math.log(FLOOR);

/** One normal distribution of a mixture. */
export interface Component {
  readonly weight: number;
  readonly mean: Float64Array;
  /** L of the covariance L L'. */
  readonly lower: Float64Array;
  /** ln weight - d/2 ln 2 pi - ln |L|. */
  readonly constant: number;
}

/** Whether it has hardly any spread in some direction: the floor, and not the data, says how likely its points are. */
export function isFlat({ mean: { length: width }, lower }: Component): boolean {
  for (let d = 0; d < width; d++) if (lower[d * width + d]! ** 2 < 10 * FLOOR) return true;
  return false;
}

/**
 * Numbers of a component where a mixture is a point that can be moved in every direction and stays a mixture: the logarithm of its weight
 * up to a constant of all, its mean, and its root L with logarithms on the diagonal.
 */
function componentLength(width: number): number {
  return 1 + width + width * width;
}

/** Length of the point that stands for a mixture. */
export function mixtureLength(k: number, width: number): number {
  return k * componentLength(width);
}

/** The components of a point. */
export function componentsOf(point: Float64Array, k: number, width: number): Component[] {
  const length = componentLength(width);
  const most = Math.max(...Array.from({ length: k }, (_, c) => point[c * length]!));
  let total = 0;
  for (let c = 0; c < k; c++) total += Math.exp(point[c * length]! - most);
  return Array.from({ length: k }, (_, c) => {
    const own = point.subarray(c * length, (c + 1) * length);
    const logWeight = own[0]! - most - Math.log(total);
    const mean = own.slice(1, 1 + width);
    const lower = own.slice(1 + width);
    let logRoot = 0;
    for (let d = 0; d < width; d++) {
      const log = Math.max(LEAST_LOG_ROOT, lower[d * width + d]!);
      logRoot += log;
      lower[d * width + d] = Math.exp(log);
    }
    const constant = logWeight - 0.5 * width * Math.log(2 * Math.PI) - logRoot;
    return { weight: Math.exp(logWeight), mean, lower, constant };
  });
}

/**
 * Fills the posterior, component after component: of each point the chance that it is of this one. The log-likelihood.
 * @throws Cancelled
 */
export function expectation(
  points: Points,
  components: readonly Component[],
  posterior: Float64Array,
  job: JobControl,
): number {
  const { count } = points;
  components.forEach((component, c) => {
    job.check();
    logDensities(points, component, posterior.subarray(c * count, (c + 1) * count));
  });
  const end = components.length * count;
  let total = 0;
  for (let i = 0; i < count; i++) {
    checkEvery(job, i);
    let most = -Infinity;
    for (let at = i; at < end; at += count) if (posterior[at]! > most) most = posterior[at]!;
    let sum = 0;
    for (let at = i; at < end; at += count) sum += posterior[at] = Math.exp(posterior[at]! - most);
    for (let at = i; at < end; at += count) posterior[at] = posterior[at]! / sum;
    total += most + Math.log(sum);
  }
  return total;
}

/** Of each point the logarithm of the component's weight times its density there. */
function logDensities({ values, count, width }: Points, component: Component, into: Float64Array): void {
  const solve = solver(component);
  const solved = new Float64Array(width);
  for (let i = 0; i < count; i++) into[i] = component.constant - 0.5 * solve(values, i * width, solved, 0);
}

/** What solves L y = x - mean for the point x at a place of `values`, y to a place of `into`; answers the square of y's length. */
function solver({ mean, lower }: Component) {
  const width = mean.length;
  const inverse = Float64Array.from(mean, (_, a) => 1 / lower[a * width + a]!);
  return (values: Float64Array, at: number, into: Float64Array, to: number): number => {
    let square = 0;
    for (let a = 0; a < width; a++) {
      let sum = values[at + a]! - mean[a]!;
      for (let b = 0, row = a * width; b < a; b++) sum -= lower[row + b]! * into[to + b]!;
      sum *= inverse[a]!;
      into[to + a] = sum;
      square += sum * sum;
    }
    return square;
  };
}

/**
 * Points in columns of mean 0 and variance 1 that have no correlation (columns that follow from others nearly 0): distances that no turn or
 * stretch of the columns changes, as a mixture of full covariances has them. In shared memory.
 * @throws Cancelled
 */
export function sphered(points: Points, job: JobControl): Points {
  const { values, count, width } = points;
  const everyone = new Float64Array(count).fill(1);
  const [whole] = componentsOf(maximisation(points, everyone, 1, job), 1, width);
  const solve = solver(whole!);
  const round = sharedFloats(values.length);
  for (let at = 0; at < round.length; at += width) solve(values, at, round, at);
  return { values: round, count, width };
}

/**
 * The mixture that is likeliest where the posterior is right.
 * @throws Cancelled
 */
export function maximisation(
  points: Points,
  posterior: Float64Array,
  k: number,
  job: JobControl,
): Float64Array {
  const { count, width } = points;
  const length = componentLength(width);
  const point = new Float64Array(mixtureLength(k, width));
  for (let c = 0; c < k; c++) {
    job.check();
    const weights = posterior.subarray(c * count, (c + 1) * count);
    const mass = weights.reduce((sum, weight) => sum + weight, 0) + 1e-10;
    const mean = meanOf(points, weights, mass);
    const lower = cholesky(covarianceOf(points, weights, mean, mass), width) ?? identity(width);
    for (let d = 0; d < width; d++) lower[d * width + d] = Math.log(lower[d * width + d]!);
    point.set([Math.log(mass), ...mean, ...lower], c * length);
  }
  return point;
}

function meanOf({ values, count, width }: Points, weights: Float64Array, mass: number): Float64Array {
  const mean = new Float64Array(width);
  for (let i = 0, at = 0; i < count; i++) {
    const weight = weights[i]!;
    for (let d = 0; d < width; d++, at++) mean[d] = mean[d]! + weight * values[at]!;
  }
  return mean.map((sum) => sum / mass);
}

function covarianceOf(
  { values, count, width }: Points,
  weights: Float64Array,
  mean: Float64Array,
  mass: number,
): Float64Array {
  const covariance = new Float64Array(width * width);
  const apart = new Float64Array(width);
  for (let i = 0, at = 0; i < count; i++, at += width) {
    const weight = weights[i]! / mass;
    if (weight < 1e-300) continue;
    for (let d = 0; d < width; d++) apart[d] = values[at + d]! - mean[d]!;
    for (let a = 0, row = 0; a < width; a++, row += width) {
      const wa = weight * apart[a]!;
      for (let b = 0; b <= a; b++) covariance[row + b] = covariance[row + b]! + wa * apart[b]!;
    }
  }
  for (let a = 0; a < width; a++) {
    covariance[a * width + a] = covariance[a * width + a]! + FLOOR;
    for (let b = 0; b < a; b++) covariance[b * width + a] = covariance[a * width + b]!;
  }
  return covariance;
}

function identity(n: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
  return matrix;
}
