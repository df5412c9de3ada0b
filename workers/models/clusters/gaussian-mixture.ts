import type { JobControl } from "../../base/job.ts";
import { inParts, type Part } from "../../base/parts.ts";
import { cholesky } from "../../stats/linear.ts";
import { checkEvery } from "../cancel.ts";
import { kMeans, sizesOf } from "./k-means.ts";
import { pointsOf, type Points } from "./points.ts";

const MAX_ROUNDS = 2000;
/** Gain of the mean log-likelihood of a round below which the search has converged. */
const ENOUGH = 1e-10;
/** Added to each variance in units of the columns' own variance, as scikit-learn does, so that no component collapses. */
const FLOOR = 1e-7;

/** Numbers before the components in what a start answers. */
const CLIMB_HEAD = 2;

/** A mixture of `k` normal distributions with full covariances. */
export interface GaussianMixture {
  /** Of the columns as given. */
  readonly logLikelihood: number;
  /** -2 log-likelihood + free parameters ln n (Schwarz 1978): small is good. */
  readonly bic: number;
  readonly freeParameters: number;
  readonly weights: Float64Array;
  /** Component with the highest posterior probability. */
  readonly assignments: Int32Array;
  readonly converged: boolean;
  /** Whether some component rests on hardly more points than it has dimensions. */
  readonly collapsed: boolean;
}

/**
 * Gaussian mixture by expectation and maximisation (Dempster, Laird & Rubin 1977), the best of several starts from
 * k-means. Works on standardised columns; the log-likelihood is given for the columns as they are. O(n k d^2) a round.
 * @throws Cancelled
 */
export function gaussianMixture(
  columns: readonly Float64Array[],
  k: number,
  seed: number,
  job: JobControl,
): GaussianMixture {
  const points = pointsOf(columns, "standard");
  const { count, width } = points;
  const starts = count <= 2000 ? 5 : 2;
  const told = (done: number) => job.progress({ phase: "starts", done, total: starts });
  const length = CLIMB_HEAD + k * componentLength(width);
  const found = inParts(mixtureStart, { points, k, seed }, { count: starts, length, told }, job).map((own) =>
    climbed(own, count, width),
  );
  const sound = found.filter(({ collapsed }) => !collapsed);
  const best = (sound.length > 0 ? sound : found).reduce((a, b) => (b.value > a.value ? b : a));
  const posterior = new Float64Array(count * k);
  expectation(points, best.components, posterior, job);
  const logLikelihood = best.value - count * logScale(columns);
  const freeParameters = k - 1 + k * width + (k * width * (width + 1)) / 2;
  return {
    logLikelihood,
    bic: -2 * logLikelihood + freeParameters * Math.log(count),
    freeParameters,
    ...numberedBySize(posterior, best.components, k),
    converged: best.converged,
    collapsed: best.collapsed,
  };
}

/** Sum of the logarithms of the columns' standard deviations. */
function logScale(columns: readonly Float64Array[]): number {
  return columns.reduce((sum, column) => {
    const mean = column.reduce((total, x) => total + x, 0) / column.length;
    return sum + 0.5 * Math.log(column.reduce((total, x) => total + (x - mean) ** 2, 0) / column.length);
  }, 0);
}

interface Climb {
  readonly value: number;
  readonly components: readonly Component[];
  readonly converged: boolean;
  readonly collapsed: boolean;
}

interface Mixture {
  readonly points: Points;
  readonly k: number;
  readonly seed: number;
}

/** One start: its log-likelihood, whether it converged, then its components one after the other. */
export const mixtureStart: Part<Mixture> = {
  name: "mixture-start",
  run: ({ points, k, seed }, index, into, job) => {
    // The first start is the best k-means there is, the others are single ones.
    const options = { k, seed: seed + index, ...(index === 0 ? {} : { starts: 1 }) };
    const { value, converged, components } = climb(points, kMeans(points, options, job).assignments, k, job);
    into.set([value, converged ? 1 : 0]);
    components.forEach(({ weight, constant, mean, lower }, c) =>
      into.set([weight, constant, ...mean, ...lower], CLIMB_HEAD + c * componentLength(points.width)),
    );
  },
};

function componentLength(width: number): number {
  return 2 + width + width * width;
}

/** What `mixtureStart` wrote. */
function climbed(own: Float64Array, count: number, width: number): Climb {
  const length = componentLength(width);
  const components = Array.from({ length: (own.length - CLIMB_HEAD) / length }, (_, c): Component => {
    const part = own.slice(CLIMB_HEAD + c * length, CLIMB_HEAD + (c + 1) * length);
    const [mean, lower] = [part.subarray(2, 2 + width), part.subarray(2 + width)];
    return { weight: part[0]!, constant: part[1]!, mean, lower };
  });
  const collapsed = components.some(({ weight }) => weight * count < width + 2);
  return { value: own[0]!, converged: own[1] === 1, components, collapsed };
}

function climb(points: Points, start: Int32Array, k: number, job: JobControl): Omit<Climb, "collapsed"> {
  const { count } = points;
  const posterior = new Float64Array(count * k);
  start.forEach((own, i) => (posterior[i * k + own] = 1));
  let value = -Infinity;
  for (let round = 0; ; round++) {
    const components = maximisation(points, posterior, k, job);
    const next = expectation(points, components, posterior, job);
    const converged = next - value < ENOUGH * count;
    value = next;
    if (!converged && round < MAX_ROUNDS) continue;
    return { value, components, converged };
  }
}

interface Component {
  readonly weight: number;
  readonly mean: Float64Array;
  readonly lower: Float64Array;
  /** ln weight - d/2 ln 2 pi - ln |L|. */
  readonly constant: number;
}

function maximisation(points: Points, posterior: Float64Array, k: number, job: JobControl): Component[] {
  const { values, count, width } = points;
  return Array.from({ length: k }, (_, c) => {
    job.check();
    const mean = new Float64Array(width);
    let total = 0;
    for (let i = 0; i < count; i++) {
      const weight = posterior[i * k + c]!;
      total += weight;
      for (let d = 0; d < width; d++) mean[d] = mean[d]! + weight * values[i * width + d]!;
    }
    const mass = total + 1e-10;
    for (let d = 0; d < width; d++) mean[d] = mean[d]! / mass;
    const covariance = scatter(points, posterior, { k, c }, mean, mass);
    const lower = cholesky(covariance, width) ?? identity(width);
    let logRoot = 0;
    for (let d = 0; d < width; d++) logRoot += Math.log(lower[d * width + d]!);
    const weight = mass / count;
    const constant = Math.log(weight) - 0.5 * width * Math.log(2 * Math.PI) - logRoot;
    return { weight, mean, lower, constant };
  });
}

function scatter(
  { values, count, width }: Points,
  posterior: Float64Array,
  { k, c }: { readonly k: number; readonly c: number },
  mean: Float64Array,
  mass: number,
): Float64Array {
  const covariance = new Float64Array(width * width);
  const apart = new Float64Array(width);
  for (let i = 0; i < count; i++) {
    const weight = posterior[i * k + c]! / mass;
    if (weight < 1e-300) continue;
    for (let d = 0; d < width; d++) apart[d] = values[i * width + d]! - mean[d]!;
    for (let a = 0; a < width; a++) {
      const wa = weight * apart[a]!;
      for (let b = 0; b <= a; b++) covariance[a * width + b] = covariance[a * width + b]! + wa * apart[b]!;
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

/** Fills the posterior; the log-likelihood. */
function expectation(
  { values, count, width }: Points,
  components: readonly Component[],
  posterior: Float64Array,
  job: JobControl,
): number {
  const k = components.length;
  const solved = new Float64Array(width);
  let total = 0;
  for (let i = 0; i < count; i++) {
    checkEvery(job, i);
    let most = -Infinity;
    for (let c = 0; c < k; c++) {
      const { mean, lower, constant } = components[c]!;
      let square = 0;
      for (let a = 0; a < width; a++) {
        let sum = values[i * width + a]! - mean[a]!;
        for (let b = 0; b < a; b++) sum -= lower[a * width + b]! * solved[b]!;
        solved[a] = sum / lower[a * width + a]!;
        square += solved[a]! ** 2;
      }
      const log = constant - 0.5 * square;
      posterior[i * k + c] = log;
      if (log > most) most = log;
    }
    let sum = 0;
    for (let c = 0; c < k; c++) sum += posterior[i * k + c] = Math.exp(posterior[i * k + c]! - most);
    for (let c = 0; c < k; c++) posterior[i * k + c] = posterior[i * k + c]! / sum;
    total += most + Math.log(sum);
  }
  return total;
}

function numberedBySize(posterior: Float64Array, components: readonly Component[], k: number) {
  const own = Int32Array.from({ length: posterior.length / k }, (_, i) => {
    let best = 0;
    for (let c = 1; c < k; c++) if (posterior[i * k + c]! > posterior[i * k + best]!) best = c;
    return best;
  });
  const sizes = sizesOf(own, k);
  const order = [...sizes.keys()].sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const place = new Int32Array(k);
  order.forEach((c, at) => (place[c] = at));
  return {
    assignments: own.map((c) => place[c]!),
    weights: Float64Array.from(order, (c) => components[c]!.weight),
  };
}
