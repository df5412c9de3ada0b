import type { JobControl } from "../../base/job.ts";
import { inParts, type Part } from "../../base/parts.ts";
import { sharedInts } from "../../base/shared-arrays.ts";
import { randomStream } from "../../stats/random.ts";
import { kMeans } from "./k-means.ts";
import { someRows, squaredDistance, type Points } from "./points.ts";
import { adjustedRand, silhouette } from "./quality.ts";

/** Rows a comparison draws at most: enough to tell groups apart, few enough to be quick. */
const MOST_ROWS = 2000;
/** Agreement of draws below which groups are not the same ones each time (Hennig 2007 calls .75 stable). */
export const stableFrom = 0.75;

/** How groups of one number hold up. */
export interface GroupCount {
  readonly k: number;
  /** Mean adjusted Rand index of groupings of two bootstrap draws, on all rows. */
  readonly stability: number;
  readonly silhouette: number;
}

interface Trials {
  readonly points: Points;
  /** The rows that groupings are compared on. */
  readonly judged: Points;
  readonly most: number;
  readonly pairs: number;
  readonly seed: number;
  /** Of each pair of each number two draws of rows, one after the other, and their seeds. */
  readonly drawn: Int32Array;
  readonly seeds: readonly number[];
}

/** How far one pair of draws agrees; after all pairs of all numbers, the silhouette of each number. */
export const groupTrial: Part<Trials> = {
  name: "group-trial",
  run: ({ points, judged, most, pairs, seed, drawn, seeds }, index, into, job) => {
    const trials = pairs * (most - 1);
    if (index >= trials) {
      const k = 2 + index - trials;
      const whole = kMeans(judged, { k, seed, starts: 10 }, job);
      into[0] = silhouette(judged, whole.assignments, k, seed, job);
      return;
    }
    const k = 2 + Math.floor(index / pairs);
    const [one, other] = [2 * index, 2 * index + 1].map((draw) => {
      const part = someRows(points, drawn.subarray(draw * judged.count, (draw + 1) * judged.count));
      const { centres } = kMeans(part, { k, seed: seeds[draw]!, starts: 5 }, job);
      return nearest(judged, centres, k);
    });
    into[0] = adjustedRand(one!, other!);
  },
};

/**
 * Tries numbers of groups: how far two k-means groupings from bootstrap draws agree on the same rows (Fang & Wang 2012,
 * "Selection of the number of clusters via the bootstrap method"; agreement as the adjusted Rand index), and the silhouette.
 * Deterministic by seed.
 * @throws Cancelled
 */
export function groupCounts(
  points: Points,
  { most: asked, pairs, seed }: { readonly most: number; readonly pairs: number; readonly seed: number },
  job: JobControl,
): GroupCount[] {
  const random = randomStream(seed);
  const draw = (count: number) => Int32Array.from({ length: count }, () => random.below(points.count));
  const judged = points.count > MOST_ROWS ? someRows(points, draw(MOST_ROWS)) : points;
  const most = Math.min(asked, judged.count - 1);
  if (most < 2) return [];
  const trials = pairs * (most - 1);
  const drawn = sharedInts(2 * trials * judged.count);
  const seeds = Array.from({ length: 2 * trials }, (_, at) => {
    drawn.set(draw(judged.count), at * judged.count);
    return random.below(2 ** 31);
  });
  const count = trials + most - 1;
  const told = (done: number) => job.progress({ phase: "groups", done, total: count });
  const input: Trials = { points, judged, most, pairs, seed, drawn, seeds };
  const found = inParts(groupTrial, input, { count, length: 1, told }, job).map((own) => own[0]!);
  return Array.from({ length: most - 1 }, (_, at) => ({
    k: at + 2,
    stability: found.slice(at * pairs, (at + 1) * pairs).reduce((sum, own) => sum + own / pairs, 0),
    silhouette: found[trials + at]!,
  }));
}

/** The number of groups to take: of the stable ones the best silhouette; undefined where none is stable. */
export function chosenCount(counts: readonly GroupCount[]): number | undefined {
  const stable = counts.filter(({ stability }) => stability >= stableFrom);
  const best = stable.reduce<GroupCount | undefined>(
    (most, own) => (most === undefined || own.silhouette > most.silhouette ? own : most),
    undefined,
  );
  return best?.k;
}

function nearest({ values, count, width }: Points, centres: Float64Array, k: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => {
    let [best, least] = [0, Infinity];
    for (let c = 0; c < k; c++) {
      const apart = squaredDistance(values, i, centres, c, width);
      if (apart < least) [best, least] = [c, apart];
    }
    return best;
  });
}
