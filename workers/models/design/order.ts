import type { DataTable } from "./table.ts";

/**
 * Rows in the order of their entries, then of `ties`: who is which row makes no difference to a model that takes them so.
 * Blanks come first. O(n log n).
 */
export function orderOfEntries({ columns, rows }: DataTable, ties?: Uint8Array): Int32Array {
  const lists = columns.map((column) => (column.kind === "number" ? column.values : column.codes));
  return Int32Array.from({ length: rows }, (_, row) => row).sort((a, b) => {
    for (const list of lists) {
      const [x, y] = [list[a]!, list[b]!];
      if (x === y || (Number.isNaN(x) && Number.isNaN(y))) continue;
      return Number.isNaN(x) || x < y ? -1 : 1;
    }
    return ties === undefined ? 0 : ties[a]! - ties[b]!;
  });
}
