import { normalQuantile } from "../../stats/normal.ts";

/** Area under the ROC curve with DeLong's variance. */
export interface Auc {
  /** 0.5 is chance; NaN when one class is empty. */
  readonly value: number;
  /** NaN where a class has fewer than two rows. */
  readonly variance: number;
}

/**
 * Area under the ROC curve, the share of pairs ranked right with ties counted half, and its variance after
 * DeLong, DeLong & Clarke-Pearson (1988), by placements in two sorted lists (Sun & Xu 2014). O(n log n).
 * `include` holds 1 for the rows that count.
 */
export function auc(scores: Float64Array, labels: Uint8Array, include?: Uint8Array): Auc {
  const [low, high] = sides(scores, labels, include);
  const [m, n] = [high.length, low.length];
  if (m === 0 || n === 0) return { value: NaN, variance: NaN };
  const positives = placements(high, low);
  const negatives = placements(low, high);
  const value = positives.sum / m;
  const spread = ({ sum, squares }: Placements, count: number) =>
    Math.max(0, squares - (sum * sum) / count) / (count - 1);
  return { value, variance: spread(positives, m) / m + spread(negatives, n) / n };
}

/** Symmetric interval of a mean area, kept within 0 and 1. */
export function aucInterval({ value, variance }: Auc, confidence = 0.95): readonly [number, number] {
  const half = normalQuantile(0.5 + confidence / 2) * Math.sqrt(variance);
  return [Math.max(0, value - half), Math.min(1, value + half)];
}

/** Mean area of several folds; the variance after LeDell, Petersen & van der Laan (2015). */
export function meanAuc(folds: readonly Auc[]): Auc {
  const k = folds.length;
  return {
    value: folds.reduce((sum, { value }) => sum + value, 0) / k,
    variance: folds.reduce((sum, { variance }) => sum + variance, 0) / k ** 2,
  };
}

function sides(scores: Float64Array, labels: Uint8Array, include: Uint8Array | undefined) {
  const parts: readonly [Float64Array, Float64Array] = [
    new Float64Array(scores.length),
    new Float64Array(scores.length),
  ];
  const filled: [number, number] = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    if (include !== undefined && include[i] !== 1) continue;
    const side = labels[i] === 1 ? 1 : 0;
    parts[side][filled[side]++] = scores[i]!;
  }
  return [parts[0].subarray(0, filled[0]).sort(), parts[1].subarray(0, filled[1]).sort()] as const;
}

interface Placements {
  readonly sum: number;
  readonly squares: number;
}

/** Of each value of `of`: the share of `among` below it, equal ones counted half; the sum of these and of their squares. */
function placements(of: Float64Array, among: Float64Array): Placements {
  let [sum, squares, below, upTo] = [0, 0, 0, 0];
  for (const value of of) {
    while (below < among.length && among[below]! < value) below++;
    if (upTo < below) upTo = below;
    while (upTo < among.length && among[upTo]! <= value) upTo++;
    const place = (below + upTo) / (2 * among.length);
    sum += place;
    squares += place * place;
  }
  return { sum, squares };
}
