import { sharedFloats } from "../../base/shared-arrays.ts";

/** Points row after row: `count` rows of `width` numbers. */
export interface Points {
  readonly values: Float64Array;
  readonly count: number;
  readonly width: number;
}

/** What is done to columns before points are compared. */
export const scales = ["none", "standard"] as const;
export type Scale = (typeof scales)[number];

/**
 * Columns as points. `standard` subtracts the mean and divides by the population standard deviation (constant columns
 * become 0), as scikit-learn's StandardScaler does. They lie in shared memory.
 */
export function pointsOf(columns: readonly Float64Array[], scale: Scale): Points {
  const width = columns.length;
  const count = columns[0]?.length ?? 0;
  const values = sharedFloats(count * width);
  columns.forEach((column, j) => {
    const { centre, factor } = scale === "none" ? { centre: 0, factor: 1 } : standardOf(column);
    for (let i = 0, at = j; i < count; i++, at += width) values[at] = (column[i]! - centre) * factor;
  });
  return { values, count, width };
}

/** The mean of a column, and 1 / its standard deviation: 0 for a column of one value. */
function standardOf(column: Float64Array): { readonly centre: number; readonly factor: number } {
  let [sum, squares] = [0, 0];
  for (const x of column) sum += x;
  const centre = sum / column.length;
  for (const x of column) squares += (x - centre) ** 2;
  const spread = Math.sqrt(squares / column.length);
  return { centre, factor: spread > 0 ? 1 / spread : 0 };
}

/** Squared distance of two rows of two lists of points. */
export function squaredDistance(
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  width: number,
): number {
  let sum = 0;
  for (let d = 0, x = i * width, y = j * width; d < width; d++, x++, y++) {
    const apart = a[x]! - b[y]!;
    sum += apart * apart;
  }
  return sum;
}

/** Only the given rows. */
export function someRows({ values, width }: Points, rows: Int32Array): Points {
  const part = sharedFloats(rows.length * width);
  rows.forEach((row, i) => {
    for (let d = 0; d < width; d++) part[i * width + d] = values[row * width + d]!;
  });
  return { values: part, count: rows.length, width };
}
