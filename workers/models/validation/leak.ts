import { isBlank, type DataColumn } from "../design/table.ts";
import { auc } from "./auc.ts";

/** Above this area under the ROC curve one column alone all but tells the outcome. */
export const leakLimit = 0.99;
/** Above this it tells so much alone that it may say what was known only afterwards: somebody has to look. */
const suspectLimit = 0.95;

/** Columns that alone tell the outcome, and those that may, by name; of each its area (`soloAuc`). */
export function toldAlone(areas: readonly { readonly name: string; readonly area: number }[]): {
  readonly leaks: readonly string[];
  readonly suspects: readonly string[];
} {
  const between = (low: number, high: number) =>
    areas.filter(({ area }) => area > low && area <= high).map(({ name }) => name);
  return { leaks: between(leakLimit, 1), suspects: between(suspectLimit, leakLimit) };
}

/**
 * How well one column alone tells the outcome: the larger of the areas under the ROC curve of its order (numbers) or
 * of the outcome's rate by level, learnt on the other half (categories), and of being blank. `labels` and `half`
 * (0 or 1, at random) go with `rows`.
 */
export function soloAuc(column: DataColumn, rows: Int32Array, labels: Uint8Array, half: Uint8Array): number {
  const blank = Float64Array.from(rows, (row) => (isBlank(column, row) ? 1 : 0));
  const known = Uint8Array.from(blank, (value) => 1 - value);
  const scores =
    column.kind === "number"
      ? Float64Array.from(rows, (row) => column.values[row]!)
      : crossRates(column.codes, column.levels.length, rows, labels, half);
  return Math.max(bothWays(auc(blank, labels).value), bothWays(auc(scores, labels, known).value));
}

function bothWays(area: number): number {
  return Number.isNaN(area) ? 0.5 : Math.max(area, 1 - area);
}

/** Rate of the outcome among the other half's rows of the same level; levels unseen there have the overall rate. */
function crossRates(
  codes: Int32Array,
  levels: number,
  rows: Int32Array,
  labels: Uint8Array,
  half: Uint8Array,
): Float64Array {
  const hits = new Float64Array(2 * levels);
  const counts = new Float64Array(2 * levels);
  let ones = 0;
  rows.forEach((row, i) => {
    const code = codes[row]!;
    ones += labels[i]!;
    if (code < 0) return;
    const at = (1 - half[i]!) * levels + code;
    hits[at] = hits[at]! + labels[i]!;
    counts[at] = counts[at]! + 1;
  });
  const overall = ones / rows.length;
  return Float64Array.from(rows, (row, i) => {
    const code = codes[row]!;
    const at = half[i]! * levels + code;
    return code < 0 || counts[at] === 0 ? overall : (hits[at]! + overall) / (counts[at]! + 1);
  });
}
