import type { RandomStream } from "../../stats/random.ts";
import { squaredDistance, type Points } from "./points.ts";

/**
 * First centres by greedy k-means++ (Arthur & Vassilvitskii 2007): each next centre is the best of 2 + ln k points
 * drawn with chances in proportion to their squared distance from the centres so far. O(n k log k).
 */
export function seedCentres(points: Points, k: number, random: RandomStream): Float64Array {
  const { values, count, width } = points;
  const centres = new Float64Array(k * width);
  const copy = (c: number, i: number) => centres.set(values.subarray(i * width, (i + 1) * width), c * width);
  copy(0, random.below(count));
  let nearest = new Float64Array(count);
  for (let i = 0; i < count; i++) nearest[i] = squaredDistance(values, i, centres, 0, width);
  const tries = 2 + Math.floor(Math.log(k));
  for (let c = 1; c < k; c++) {
    const total = nearest.reduce((sum, d) => sum + d, 0);
    let best:
      | { readonly sum: number; readonly point: number; readonly nearest: Float64Array<ArrayBuffer> }
      | undefined;
    for (let t = 0; t < tries; t++) {
      const point = drawn(nearest, random.uniform() * total);
      const next = new Float64Array(count);
      let sum = 0;
      for (let i = 0; i < count; i++)
        sum += next[i] = Math.min(nearest[i]!, squaredDistance(values, i, values, point, width));
      if (best === undefined || sum < best.sum) best = { sum, point, nearest: next };
    }
    if (best === undefined) break;
    copy(c, best.point);
    nearest = best.nearest;
  }
  return centres;
}

function drawn(weights: Float64Array, target: number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]!;
    if (sum >= target && weights[i]! > 0) return i;
  }
  return weights.length - 1;
}
