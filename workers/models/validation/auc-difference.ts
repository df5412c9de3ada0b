import { normalCdf, z975 } from "../../stats/normal.ts";
import { placementsByRow } from "./placements.ts";

/** How much more of all pairs one score ranks right than another, on the same rows. */
export interface AucDifference {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly standardError: number;
  /** Two-sided; 1 where the scores rank alike, NaN where it cannot be told. */
  readonly pValue: number;
}

/**
 * Difference of two areas under the ROC curve of the same rows, `one` less `other`, with the 95 % interval of DeLong, DeLong &
 * Clarke-Pearson (1988), equation 5: the placements of each row under both scores are compared, so that what they have in
 * common cancels. NaN where a class has fewer than two rows. O(n log n).
 */
export function aucDifference(one: Float64Array, other: Float64Array, labels: Uint8Array): AucDifference {
  const [first, second] = [placementsByRow(one, labels), placementsByRow(other, labels)];
  const sums = { up: sumsOf(), down: sumsOf() };
  labels.forEach((label, row) => {
    const side = label === 1 ? sums.up : sums.down;
    const own = first[row]! - second[row]!;
    side.n++;
    side.sum += own;
    side.squares += own * own;
  });
  const { up, down } = sums;
  if (up.n < 2 || down.n < 2) return { value: NaN, low: NaN, high: NaN, standardError: NaN, pValue: NaN };
  const value = up.sum / up.n;
  const spread = ({ n, sum, squares }: typeof up) => Math.max(0, squares - (sum * sum) / n) / (n - 1) / n;
  const standardError = Math.sqrt(spread(up) + spread(down));
  const half = z975 * standardError;
  const pValue = standardError === 0 ? 1 : 2 * normalCdf(-Math.abs(value) / standardError);
  return { value, low: value - half, high: value + half, standardError, pValue };
}

function sumsOf() {
  return { n: 0, sum: 0, squares: 0 };
}
