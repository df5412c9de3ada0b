/**
 * Scores 1 to `groups` by rank: 1 + floor(groups * w / n), w being the number of included values
 * strictly below, n the number included. Equal values get equal scores. 0 where `included` is 0.
 * Values must not be NaN. Linear for whole numbers of a small range, else one sort.
 */
export function quantileScores(
  values: Float64Array | Int32Array,
  included: Uint8Array,
  groups: number,
): Uint8Array<SharedArrayBuffer> {
  const scores = new Uint8Array(new SharedArrayBuffer(values.length));
  let [n, low, high] = [0, Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    if (included[i] !== 1) continue;
    const value = values[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
    n++;
  }
  if (n === 0) return scores;
  // A value lies above edge k when at least k / groups of all values are strictly below it.
  const places = Array.from({ length: groups - 1 }, (_, k) => Math.ceil(((k + 1) * n) / groups) - 1);
  const counting = values instanceof Int32Array && high - low <= 4 * n + 1024;
  const edges = counting
    ? edgesByCount(values, included, low, high, places)
    : edgesBySort(values, included, n, places);
  for (let i = 0; i < values.length; i++) {
    if (included[i] !== 1) continue;
    const value = values[i]!;
    let score = 1;
    while (score < groups && edges[score - 1]! < value) score++;
    scores[i] = score;
  }
  return scores;
}

function edgesBySort(
  values: Float64Array | Int32Array,
  included: Uint8Array,
  n: number,
  places: readonly number[],
): number[] {
  const sorted = new Float64Array(n);
  for (let i = 0, filled = 0; i < values.length; i++) if (included[i] === 1) sorted[filled++] = values[i]!;
  sorted.sort();
  return places.map((place) => sorted[place]!);
}

function edgesByCount(
  values: Int32Array,
  included: Uint8Array,
  low: number,
  high: number,
  places: readonly number[],
): number[] {
  const counts = new Int32Array(high - low + 1);
  for (let i = 0; i < values.length; i++)
    if (included[i] === 1) counts[values[i]! - low] = counts[values[i]! - low]! + 1;
  const edges: number[] = [];
  let below = 0;
  for (let offset = 0; offset < counts.length; offset++) {
    below += counts[offset]!;
    while (edges.length < places.length && places[edges.length]! < below) edges.push(low + offset);
  }
  return edges;
}
