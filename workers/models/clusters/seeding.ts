import { blockPoints, centreKernel, centresAtOnce, type CentreKernel } from "../../stats/nearest-centres.ts";
import type { RandomStream } from "../../stats/random.ts";
import { someRows, type Points } from "./points.ts";

/**
 * First centres by greedy k-means++ (Arthur & Vassilvitskii 2007): each next centre is the best of 2 + ln k points
 * drawn with chances in proportion to their squared distance from the centres so far. O(n k log k).
 */
export function seedCentres(points: Points, k: number, random: RandomStream): Float64Array {
  const { values, count, width } = points;
  const centres = new Float64Array(k * width);
  const copy = (c: number, i: number) => centres.set(values.subarray(i * width, (i + 1) * width), c * width);
  copy(0, random.below(count));
  const nearest = new Float64Array(count).fill(Infinity);
  const kernel = centreKernel(width, centresAtOnce);
  closer(points, centres.subarray(0, width), kernel, [nearest]);
  const tries = 2 + Math.floor(Math.log(k));
  const tried = Array.from({ length: tries }, () => new Float64Array(count));
  for (let c = 1; c < k; c++) {
    const total = nearest.reduce((sum, d) => sum + d, 0);
    const candidates = Array.from({ length: tries }, () => drawn(nearest, random.uniform() * total));
    const sums: number[] = [];
    for (let from = 0; from < tries; from += centresAtOnce) {
      const some = candidates.slice(from, from + centresAtOnce);
      const own = tried.slice(from, from + centresAtOnce);
      for (const list of own) list.set(nearest);
      sums.push(...closer(points, someRows(points, Int32Array.from(some)).values, kernel, own));
    }
    const best = sums.indexOf(Math.min(...sums));
    copy(c, candidates[best]!);
    nearest.set(tried[best]!);
  }
  return centres;
}

/**
 * Brings each list of squared distances down to those from one more centre, a list a centre (four at most); the sums of the
 * lists.
 */
function closer(
  { values, count }: Points,
  centres: Float64Array,
  kernel: CentreKernel,
  lists: readonly Float64Array[],
): number[] {
  kernel.setCentres(centres);
  const sums = lists.map(() => 0);
  for (let from = 0; from < count; from += blockPoints) {
    const filled = Math.min(blockPoints, count - from);
    kernel.takeRun(values, from, filled);
    kernel.measure(filled);
    lists.forEach((list, t) => {
      const apart = kernel.apart[t]!;
      let sum = sums[t]!;
      for (let at = 0; at < filled; at++) sum += list[from + at] = Math.min(list[from + at]!, apart[at]!);
      sums[t] = sum;
    });
  }
  return sums;
}

function drawn(weights: Float64Array, target: number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]!;
    if (sum >= target && weights[i]! > 0) return i;
  }
  return weights.length - 1;
}
