import type { JobControl } from "../../base/job.ts";
import { randomStream, type RandomStream } from "../../stats/random.ts";
import { lloyd, type Grouping } from "./lloyd.ts";
import { someRows, type Points } from "./points.ts";
import { seedCentres } from "./seeding.ts";

/** Above this many points the starts are compared on a part of them, and the best goes on with all. */
const MANY = 20_000;
const PART = 5000;
/** Moves of centres, in spreads of the points, that no longer matter: while starts are compared, and with all of many points. */
const ROUGH = 0.01;
const FINE = 0.0003;

export interface KMeansOptions {
  /** Number of groups, at most the number of points. */
  readonly k: number;
  readonly seed: number;
  /** Starts tried; when left out 10, and up to 200 where points are few. */
  readonly starts?: number;
}

/**
 * k-means: the least inertia of several starts by greedy k-means++ and Lloyd with Hamerly's bounds. Groups are numbered
 * from the largest. Deterministic by seed.
 * @throws Cancelled
 */
export function kMeans(points: Points, options: KMeansOptions, job: JobControl): Grouping {
  const { k, seed, starts = usualStarts(points.count) } = options;
  const random = randomStream(seed);
  if (points.count <= MANY) return bySize(bestStart(points, k, starts, random, job)[0]!, k, points.width);
  const rows = Int32Array.from({ length: PART }, () => random.below(points.count));
  const part = someRows(points, rows);
  const spread = spreadOf(part);
  const [best] = bestStart(part, k, starts, random, job, ROUGH * spread);
  return bySize(lloyd(points, best!.centres, job, FINE * spread), k, points.width);
}

function usualStarts(count: number): number {
  return Math.min(200, Math.max(10, Math.round(100_000 / count)));
}

/** The groupings of all starts, best first. */
function bestStart(
  points: Points,
  k: number,
  starts: number,
  random: RandomStream,
  job: JobControl,
  still = 0,
): Grouping[] {
  const found = Array.from({ length: starts }, (_, done) => {
    job.progress({ phase: "starts", done, total: starts });
    return lloyd(points, seedCentres(points, k, random), job, still);
  });
  return found.sort(byInertia);
}

function byInertia(a: Grouping, b: Grouping): number {
  return a.inertia - b.inertia;
}

/** Root of the mean variance of the columns. */
function spreadOf({ values, count, width }: Points): number {
  let total = 0;
  for (let d = 0; d < width; d++) {
    let [sum, square] = [0, 0];
    for (let i = d; i < values.length; i += width) sum += values[i]! / count;
    for (let i = d; i < values.length; i += width) square += (values[i]! - sum) ** 2 / count;
    total += square / width;
  }
  return Math.sqrt(total);
}

/** Number of points of each group. */
export function sizesOf(assignments: Int32Array, k: number): Int32Array {
  const sizes = new Int32Array(k);
  for (const own of assignments) if (own >= 0) sizes[own] = sizes[own]! + 1;
  return sizes;
}

function bySize(grouping: Grouping, k: number, width: number): Grouping {
  const sizes = sizesOf(grouping.assignments, k);
  const { centres } = grouping;
  const order = [...sizes.keys()].sort(
    (a, b) => sizes[b]! - sizes[a]! || centres[a * width]! - centres[b * width]! || a - b,
  );
  const place = new Int32Array(k);
  order.forEach((own, at) => (place[own] = at));
  const sorted = new Float64Array(centres.length);
  order.forEach((own, at) => sorted.set(centres.subarray(own * width, (own + 1) * width), at * width));
  return { ...grouping, assignments: grouping.assignments.map((own) => place[own]!), centres: sorted };
}
