import type { JobControl } from "../../base/job.ts";
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

/**
 * Tries numbers of groups: how far two k-means groupings from bootstrap draws agree on the same rows (Fang & Wang 2012,
 * "Selection of the number of clusters via the bootstrap method"; agreement as the adjusted Rand index), and the silhouette.
 * Deterministic by seed.
 * @throws Cancelled
 */
export function groupCounts(
  points: Points,
  { most, pairs, seed }: { readonly most: number; readonly pairs: number; readonly seed: number },
  job: JobControl,
): GroupCount[] {
  const random = randomStream(seed);
  const draw = (count: number) => Int32Array.from({ length: count }, () => random.below(points.count));
  const judged = points.count > MOST_ROWS ? someRows(points, draw(MOST_ROWS)) : points;
  const counts: GroupCount[] = [];
  for (let k = 2; k <= Math.min(most, judged.count - 1); k++) {
    job.progress({ phase: "groups", done: k, total: most });
    let agreement = 0;
    for (let pair = 0; pair < pairs; pair++) {
      const [one, other] = [0, 1].map(() => {
        const part = someRows(points, draw(judged.count));
        const { centres } = kMeans(part, { k, seed: random.below(2 ** 31), starts: 5 }, job);
        return nearest(judged, centres, k);
      });
      agreement += adjustedRand(one!, other!) / pairs;
    }
    const whole = kMeans(judged, { k, seed, starts: 10 }, job);
    counts.push({ k, stability: agreement, silhouette: silhouette(judged, whole.assignments, k, seed, job) });
  }
  return counts;
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
