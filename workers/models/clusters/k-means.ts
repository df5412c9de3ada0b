import type { JobControl } from "../../base/job.ts";
import { inParts, type Part } from "../../base/parts.ts";
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

/** Numbers before the centres in what a start answers. */
const START_HEAD = 2;

interface Starts {
  readonly points: Points;
  readonly k: number;
  readonly seeds: readonly number[];
  readonly still: number;
}

/** One start: its inertia, its rounds, then its centres. */
export const kMeansStart: Part<Starts> = {
  name: "k-means-start",
  run: ({ points, k, seeds, still }, index, into, job) => {
    const first = seedCentres(points, k, randomStream(seeds[index]!));
    const { inertia, rounds, centres } = lloyd(points, first, job, still);
    into.set([inertia, rounds]);
    into.set(centres, START_HEAD);
  },
};

/**
 * k-means: the least inertia of several starts by greedy k-means++ and Lloyd with Hamerly's bounds. Groups are numbered
 * from the largest. Deterministic by seed. `points` must lie in shared memory for threads to share the starts.
 * @throws Cancelled
 */
export function kMeans(points: Points, options: KMeansOptions, job: JobControl): Grouping {
  const { k, seed, starts = usualStarts(points.count) } = options;
  const random = randomStream(seed);
  if (points.count <= MANY) {
    const best = bestStart(points, { k, starts, still: 0 }, random, job);
    // From its end a grouping comes out as it was: its first round is the last one.
    const whole = lloyd(points, best.centres, job);
    return bySize({ ...whole, rounds: best.rounds }, k, points.width);
  }
  const rows = Int32Array.from({ length: PART }, () => random.below(points.count));
  const part = someRows(points, rows);
  const spread = spreadOf(part);
  const best = bestStart(part, { k, starts, still: ROUGH * spread }, random, job);
  return bySize(lloyd(points, best.centres, job, FINE * spread), k, points.width);
}

function usualStarts(count: number): number {
  return Math.min(200, Math.max(10, Math.round(100_000 / count)));
}

/** The start that ends with the least inertia, the first of several. */
function bestStart(
  points: Points,
  { k, starts, still }: { readonly k: number; readonly starts: number; readonly still: number },
  random: RandomStream,
  job: JobControl,
): { readonly centres: Float64Array; readonly rounds: number } {
  const input: Starts = {
    points,
    k,
    still,
    seeds: Array.from({ length: starts }, () => random.below(2 ** 31)),
  };
  const told = (done: number) => job.progress({ phase: "starts", done, total: starts });
  const length = START_HEAD + k * points.width;
  const found = inParts(kMeansStart, input, { count: starts, length, told }, job);
  const best = found.reduce((least, own) => (own[0]! < least[0]! ? own : least));
  return { centres: best.slice(START_HEAD), rounds: best[1]! };
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
