/**
 * Scores 1 to `groups` by rank: 1 + floor(groups * w / n), w being the number of included values
 * strictly below, n the number included. Equal values get equal scores. 0 where `included` is 0.
 * Values must not be NaN. One sort: O(n log n).
 */
export function quantileScores(
  values: Float64Array | Int32Array,
  included: Uint8Array,
  groups: number,
): Uint8Array<SharedArrayBuffer> {
  const scores = new Uint8Array(new SharedArrayBuffer(values.length));
  const sorted = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) if (included[i] === 1) sorted[n++] = values[i]!;
  if (n === 0) return scores;
  const ranked = sorted.subarray(0, n).sort();
  // A value lies above edge k when at least k / groups of all values are strictly below it.
  const edges = Float64Array.from(
    { length: groups - 1 },
    (_, k) => ranked[Math.ceil(((k + 1) * n) / groups) - 1]!,
  );
  for (let i = 0; i < values.length; i++) {
    if (included[i] !== 1) continue;
    const value = values[i]!;
    let score = 1;
    while (score < groups && edges[score - 1]! < value) score++;
    scores[i] = score;
  }
  return scores;
}
