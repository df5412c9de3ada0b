import type { ConsentedRow } from "../consented/row.ts";
import { encodeLines, quoteCell } from "./csv-cells.ts";

/** The heading Google Ads expects, in English whatever the language of the account. */
export const googleCustomerMatchHeader = [
  "Email",
  "Phone",
  "First Name",
  "Last Name",
  "Country",
  "Zip",
] as const;

/**
 * A Google Ads Customer Match file (support.google.com/google-ads/answer/7476159): UTF-8 without a byte
 * order mark, LF line ends, cells as they are. It is read by a machine: nothing is escaped for a
 * spreadsheet, and a hash or a country code cannot start a formula.
 */
export function googleCustomerMatchCsv(rows: readonly ConsentedRow[]): Uint8Array<ArrayBuffer> {
  return encodeLines(lines(rows), { byteOrderMark: false, lineEnd: "\n" });
}

function* lines(rows: readonly ConsentedRow[]): Generator<string> {
  yield googleCustomerMatchHeader.join(",");
  for (const { cells } of rows)
    yield cells.map((cell) => (cell === null ? "" : quoteCell(String(cell)))).join(",");
}
