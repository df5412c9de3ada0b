import type { DataTable } from "./table.ts";

/**
 * Rows in an order that follows from their entries and `ties` alone, and looks like chance: that of a hash of 53 bits. Who is
 * which row makes no difference to a model that takes them so, and any part of them is a fair part. O(rows x columns).
 */
export function orderOfEntries({ columns, rows }: DataTable, ties?: Uint8Array): Int32Array {
  const [high, low] = [new Int32Array(rows).fill(0x811c9dc5), new Int32Array(rows).fill(0x9e3779b9)];
  const value = new Float64Array(1);
  const bits = new Int32Array(value.buffer);
  const mixIn = (row: number, entry: number) => {
    // Blanks are one value, and so are the two zeros.
    value[0] = Number.isNaN(entry) ? NaN : entry + 0;
    high[row] = mixed(mixed(high[row]! ^ bits[0]!) ^ bits[1]!);
    low[row] = mixed(mixed(low[row]! ^ bits[1]!) + bits[0]!);
  };
  for (const column of columns) {
    const list = column.kind === "number" ? column.values : column.codes;
    for (let row = 0; row < rows; row++) mixIn(row, list[row]!);
  }
  ties?.forEach((tie, row) => mixIn(row, tie));
  const keys = Float64Array.from(high, (own, row) => (own >>> 0) * 2 ** 21 + (low[row]! >>> 11));
  // Rows of one key are alike in all entries: which of them comes first makes no difference.
  return Int32Array.from({ length: rows }, (_, row) => row).sort((a, b) => keys[a]! - keys[b]!);
}

/** Finaliser of MurmurHash3 (Appleby 2011), a bijection of 32 bits. */
function mixed(bits: number): number {
  let h = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
