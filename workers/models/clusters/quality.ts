import type { JobControl } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import { sizesOf } from "./k-means.ts";
import { someRows, squaredDistance, type Points } from "./points.ts";

/** Above this many points the silhouette is that of as many drawn at random. */
const SILHOUETTE_POINTS = 4000;

/**
 * Mean silhouette (Rousseeuw 1987): how much nearer points are to their own group than to the next, -1 to 1; alone in
 * its group a point counts 0. NaN for one group. O(n^2).
 * @throws Cancelled
 */
export function silhouette(
  points: Points,
  assignments: Int32Array,
  k: number,
  seed: number,
  job: JobControl,
): number {
  if (points.count > SILHOUETTE_POINTS) {
    const random = randomStream(seed);
    const rows = Int32Array.from({ length: SILHOUETTE_POINTS }, () => random.below(points.count));
    const part = rows.map((row) => assignments[row]!);
    return silhouette(someRows(points, rows), part, k, seed, job);
  }
  const { values, count, width } = points;
  const sizes = sizesOf(assignments, k);
  if (sizes.filter((size) => size > 0).length < 2) return NaN;
  // Sum of distances of each point to each group; every pair is measured once.
  const sums = new Float64Array(count * k);
  for (let i = 0; i < count; i++) {
    job.check();
    for (let j = 0; j < i; j++) {
      const distance = Math.sqrt(squaredDistance(values, i, values, j, width));
      sums[i * k + assignments[j]!] = sums[i * k + assignments[j]!]! + distance;
      sums[j * k + assignments[i]!] = sums[j * k + assignments[i]!]! + distance;
    }
  }
  let total = 0;
  for (let i = 0; i < count; i++) {
    const own = assignments[i]!;
    if (sizes[own]! < 2) continue;
    const within = sums[i * k + own]! / (sizes[own]! - 1);
    let next = Infinity;
    for (let c = 0; c < k; c++)
      if (c !== own && sizes[c]! > 0) next = Math.min(next, sums[i * k + c]! / sizes[c]!);
    const most = Math.max(within, next);
    total += most === 0 ? 0 : (next - within) / most;
  }
  return total / count;
}

/** Share of the centres' largest coordinate below which two centres are one: rounding. */
const SAME_PLACE = 1e-12;

/** Number of groups that hold points and have a centre of their own: fewer than k where fewer different points than k are. */
export function separateGroups(centres: Float64Array, sizes: Int32Array, width: number): number {
  const largest = centres.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const near = (SAME_PLACE * largest) ** 2;
  const own: number[] = [];
  sizes.forEach((size, c) => {
    if (size > 0 && own.every((other) => squaredDistance(centres, c, centres, other, width) > near))
      own.push(c);
  });
  return own.length;
}

/** Mean over groups of the worst ratio of spreads to the distance of centres (Davies & Bouldin 1979); small is good. */
export function daviesBouldin(
  points: Points,
  assignments: Int32Array,
  centres: Float64Array,
  k: number,
): number {
  const { values, count, width } = points;
  const sizes = sizesOf(assignments, k);
  const spread = new Float64Array(k);
  for (let i = 0; i < count; i++) {
    const own = assignments[i]!;
    spread[own] = spread[own]! + Math.sqrt(squaredDistance(values, i, centres, own, width)) / sizes[own]!;
  }
  let total = 0;
  for (let a = 0; a < k; a++) {
    let worst = 0;
    for (let b = 0; b < k; b++) {
      if (a === b) continue;
      const apart = Math.sqrt(squaredDistance(centres, a, centres, b, width));
      worst = Math.max(worst, (spread[a]! + spread[b]!) / apart);
    }
    total += worst;
  }
  return total / k;
}

/** Ratio of the variance between groups to that within (Calinski & Harabasz 1974); large is good. */
export function calinskiHarabasz({ values, count, width }: Points, inertia: number, k: number): number {
  const mean = new Float64Array(width);
  for (let i = 0; i < count; i++)
    for (let d = 0; d < width; d++) mean[d] = mean[d]! + values[i * width + d]! / count;
  let total = 0;
  for (let i = 0; i < count; i++) total += squaredDistance(values, i, mean, 0, width);
  return (total - inertia) / (k - 1) / (inertia / (count - k));
}

/**
 * Agreement of two groupings of the same points corrected for chance (Hubert & Arabie 1985): 1 the same, 0 as by chance.
 * Entries below 0 in either do not count.
 */
export function adjustedRand(one: Int32Array, other: Int32Array): number {
  const width = other.reduce((most, c) => Math.max(most, c), -1) + 1;
  const height = one.reduce((most, c) => Math.max(most, c), -1) + 1;
  const cells = new Float64Array(width * height);
  const rows = new Float64Array(height);
  const columns = new Float64Array(width);
  let n = 0;
  for (let i = 0; i < one.length; i++) {
    const [a, b] = [one[i]!, other[i]!];
    if (a < 0 || b < 0) continue;
    n++;
    cells[a * width + b] = cells[a * width + b]! + 1;
    rows[a] = rows[a]! + 1;
    columns[b] = columns[b]! + 1;
  }
  const pairs = (counts: Float64Array) => counts.reduce((sum, c) => sum + (c * (c - 1)) / 2, 0);
  const [both, inOne, inOther] = [pairs(cells), pairs(rows), pairs(columns)];
  const chance = (inOne * inOther) / ((n * (n - 1)) / 2);
  const most = (inOne + inOther) / 2;
  return most === chance ? 1 : (both - chance) / (most - chance);
}
