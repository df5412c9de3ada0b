import { cellsOf, type AdditiveModel, type PairTerm } from "./additive.ts";

const MAX_ROUNDS = 1000;
const ENOUGH = 1e-13;

/**
 * Moves what a pair says of one column alone into that column's term, and all means into the intercept (Lengerich et al. 2020,
 * "Purifying interaction effects", by alternating means). No prediction changes; the parts then mean one thing only.
 */
export function purified(model: AdditiveModel, codes: readonly Uint8Array[]): AdditiveModel {
  const mains = model.mains.map((values) => values.slice());
  let { intercept } = model;
  const pairs = model.pairs.map((pair) => {
    const values = pair.values.slice();
    const weights = counted(cellsOf(pair, codes), values.length);
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const moved = Math.max(
        moveMeans(values, weights, pair.width, "rows", mains[pair.first]!, pair.rowOf),
        moveMeans(values, weights, pair.width, "columns", mains[pair.second]!, pair.columnOf),
      );
      if (moved < ENOUGH) break;
    }
    return { ...pair, values } satisfies PairTerm;
  });
  mains.forEach((values, j) => {
    const weights = counted(codes[j]!, values.length);
    const rows = codes[j]!.length;
    let mean = 0;
    for (let bin = 0; bin < values.length; bin++) mean += (weights[bin]! * values[bin]!) / rows;
    for (let bin = 0; bin < values.length; bin++) values[bin] = values[bin]! - mean;
    intercept += mean;
  });
  return { intercept, mains, pairs };
}

/** Rows in each bin or cell. */
export function counted(codes: Uint8Array, bins: number): Float64Array {
  const counts = new Float64Array(bins);
  for (const code of codes) counts[code] = counts[code]! + 1;
  return counts;
}

/** Takes the weighted mean of each line of cells out and adds it to the bins of the line; the largest mean moved. */
function moveMeans(
  values: Float64Array,
  weights: Float64Array,
  width: number,
  lines: "rows" | "columns",
  main: Float64Array,
  lineOf: Uint8Array,
): number {
  const height = values.length / width;
  const [count, length] = lines === "rows" ? [height, width] : [width, height];
  const at = (line: number, k: number) => (lines === "rows" ? line * width + k : k * width + line);
  const means = new Float64Array(count);
  let most = 0;
  for (let line = 0; line < count; line++) {
    let [sum, weight] = [0, 0];
    for (let k = 0; k < length; k++) {
      sum += values[at(line, k)]! * weights[at(line, k)]!;
      weight += weights[at(line, k)]!;
    }
    if (weight === 0) continue;
    const mean = sum / weight;
    means[line] = mean;
    most = Math.max(most, Math.abs(mean));
    for (let k = 0; k < length; k++) values[at(line, k)] = values[at(line, k)]! - mean;
  }
  for (let bin = 0; bin < main.length; bin++) main[bin] = main[bin]! + means[lineOf[bin]!]!;
  return most;
}
