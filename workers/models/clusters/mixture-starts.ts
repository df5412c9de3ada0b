import type { JobControl } from "../../base/job.ts";
import { sharedInts } from "../../base/shared-arrays.ts";
import { randomStream } from "../../stats/random.ts";
import { kMeans } from "./k-means.ts";
import { sphered } from "./normal-components.ts";
import { squaredDistance, type Points } from "./points.ts";

/** Up to so many points a climb is cheap, and many starts are climbed from. */
const FEW = 2000;
/** Starts of each kind: the best grouping and single starts of k-means, the same of sphered points, and points by chance. */
const starts = { few: { near: 2, round: 2, chance: 5 }, many: { near: 2, round: 1, chance: 0 } } as const;

/**
 * Groupings of points to climb to a mixture from, no two alike. No one kind finds the best mixture of every table (Biernacki, Celeux &
 * Govaert 2003): k-means sees groups that lie apart, on sphered points also long ones side by side, and points drawn by chance find small
 * ones within others. Deterministic by seed; in shared memory.
 * @throws Cancelled
 */
export function mixtureStarts(
  points: Points,
  k: number,
  seed: number,
  job: JobControl,
): readonly Int32Array[] {
  const quiet: JobControl = { ...job, progress: () => undefined };
  const { near, round, chance } = points.count <= FEW ? starts.few : starts.many;
  const random = randomStream(seed);
  const found: Int32Array[] = [];
  const add = (grouping: Int32Array): void => {
    if (found.some((other) => other.every((own, i) => own === grouping[i]))) return;
    const start = sharedInts(points.count);
    start.set(grouping);
    found.push(start);
  };
  const addGroupings = (of: Points, count: number): void => {
    for (let at = 0; at < count; at++)
      add(kMeans(of, { k, seed: seed + at, ...(at > 0 && { starts: 1 }) }, quiet).assignments);
  };
  addGroupings(points, near);
  addGroupings(sphered(points, job), round);
  for (let at = 0; at < chance; at++) {
    job.check();
    add(
      nearestOf(
        points,
        Array.from({ length: k }, () => random.below(points.count)),
      ),
    );
  }
  return found;
}

/** Of each point which of some rows lies nearest to it. */
function nearestOf({ values, count, width }: Points, rows: readonly number[]): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => {
    let [nearest, least] = [0, Infinity];
    rows.forEach((row, at) => {
      const apart = squaredDistance(values, i, values, row, width);
      if (apart < least) [nearest, least] = [at, apart];
    });
    return nearest;
  });
}
