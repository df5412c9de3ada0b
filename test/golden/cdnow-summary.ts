import { readFileSync } from "node:fs";

/** CDNOW's 2,357 customers as published, one entry each; times in weeks. See data/NOTICE.md. */
export interface CdnowSummary {
  readonly id: readonly number[];
  readonly frequency: Int32Array;
  readonly recency: Float64Array;
  readonly T: Float64Array;
  readonly spend: Float64Array;
}

/** Reads the committed summary. */
export function readCdnowSummary(): CdnowSummary {
  const text = readFileSync(
    new URL("data/cdnow_customers_summary_with_transactions.csv", import.meta.url),
    "utf8",
  );
  const rows = text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(",").map(Number) as [number, number, number, number, number]);
  return {
    id: rows.map(([id]) => id),
    frequency: Int32Array.from(rows, ([, x]) => x),
    recency: Float64Array.from(rows, ([, , tx]) => tx),
    T: Float64Array.from(rows, ([, , , T]) => T),
    spend: Float64Array.from(rows, ([, , , , spend]) => spend),
  };
}
