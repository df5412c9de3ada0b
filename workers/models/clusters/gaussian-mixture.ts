import type { JobControl } from "../../base/job.ts";
import { inParts, type Part } from "../../base/parts.ts";
import { squarem, type Climb } from "../../stats/squarem.ts";
import { sizesOf } from "./k-means.ts";
import { mixtureStarts } from "./mixture-starts.ts";
import {
  componentsOf,
  expectation,
  isFlat,
  maximisation,
  mixtureLength,
  type Component,
} from "./normal-components.ts";
import { pointsOf, type Points } from "./points.ts";

/** Steps from each start, then those of the climb that stands highest (short runs, Biernacki, Celeux & Govaert 2003). */
const TRIAL_STEPS = 40;
const MAX_STEPS = 3000;
/** Gain of the mean log-likelihood of two steps below which the search has converged. */
const ENOUGH = 1e-10;

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
  /** Whether some component rests on hardly more points than it has dimensions, or on points that hardly differ in some direction. */
  readonly collapsed: boolean;
}

/**
 * Gaussian mixture by expectation and maximisation (Dempster, Laird & Rubin 1977) with leaps (`squarem`), from the best of several starts
 * (`mixtureStarts`). Works on standardised columns; the log-likelihood is given for the
 * columns as they are. O(n k d^2) a step.
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
  const input: Mixture = { points, k, starts: mixtureStarts(points, k, seed, job) };
  const starts = input.starts.length;
  const told = (done: number) => job.progress({ phase: "starts", done, total: starts });
  const length = CLIMB_HEAD + mixtureLength(k, width);
  const trials = inParts(mixtureStart, input, { count: starts, length, told }, job);
  const best = bestEnd(input, trials, job);
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

interface Mixture {
  readonly points: Points;
  readonly k: number;
  readonly starts: readonly Int32Array[];
}

/** The first steps from one start: its log-likelihood, whether it converged, then the point that stands for its components. */
export const mixtureStart: Part<Mixture> = {
  name: "mixture-start",
  run: (input, index, into, job) => {
    const { points, k, starts } = input;
    const { count } = points;
    const posterior = new Float64Array(count * k);
    starts[index]!.forEach((own, i) => (posterior[own * count + i] = 1));
    const start = maximisation(points, posterior, k, job);
    const { value, converged, point } = climb(input, start, TRIAL_STEPS, job);
    into.set([value, converged ? 1 : 0]);
    into.set(point, CLIMB_HEAD);
  },
};

/** From where a climb stands up to so many steps further. */
function climb({ points, k }: Mixture, start: Float64Array, maxSteps: number, job: JobControl): Climb {
  const { count, width } = points;
  const posterior = new Float64Array(count * k);
  const step = (point: Float64Array) => {
    const value = expectation(points, componentsOf(point, k, width), posterior, job);
    return { value, next: maximisation(points, posterior, k, job) };
  };
  return squarem(start, step, { enough: ENOUGH * count, maxSteps });
}

interface End extends Climb {
  readonly components: readonly Component[];
  readonly collapsed: boolean;
}

/** The climb that stands highest goes on to its end; should another then stand higher or it have collapsed, the next one does. */
function bestEnd(input: Mixture, trials: readonly Float64Array[], job: JobControl): End {
  const ends = trials.map((own) =>
    endOf(input, { value: own[0]!, converged: own[1] === 1, point: own.subarray(CLIMB_HEAD) }),
  );
  const ended = ends.map(({ converged }) => converged);
  for (;;) {
    const sound = ends.filter(({ collapsed }) => !collapsed);
    const best = (sound.length > 0 ? sound : ends).reduce((a, b) => (b.value > a.value ? b : a));
    const at = ends.indexOf(best);
    if (ended[at] === true) return best;
    ends[at] = endOf(input, climb(input, best.point, MAX_STEPS, job));
    ended[at] = true;
  }
}

function endOf({ points: { count, width }, k }: Mixture, own: Climb): End {
  const components = componentsOf(own.point, k, width);
  const collapsed = components.some((one) => one.weight * count < width + 2 || isFlat(one));
  return { ...own, components, collapsed };
}

function numberedBySize(posterior: Float64Array, components: readonly Component[], k: number) {
  const count = posterior.length / k;
  const own = Int32Array.from({ length: count }, (_, i) => {
    let best = 0;
    for (let c = 1; c < k; c++) if (posterior[c * count + i]! > posterior[best * count + i]!) best = c;
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
