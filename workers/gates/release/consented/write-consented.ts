import type { ConsentedRequest } from "../../../terms/release.ts";
import { word } from "../words.ts";
import { googleCustomerMatchCsv } from "../writers/google-customer-match.ts";
import { shownCell, spreadsheetCsv } from "../writers/spreadsheet-csv.ts";
import type { ConsentedRow } from "./row.ts";
import type { Layout } from "./layouts.ts";

/** A file of consented rows. */
export interface WrittenRows {
  readonly header: readonly string[];
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The first rows as the file's reader sees their cells. */
  readonly shown: readonly (readonly string[])[];
}

/** Writes consented rows for the request's platform: exact bytes for a machine, a guarded sheet for people. */
export function writeConsented(
  { platform, language = "ja" }: Pick<ConsentedRequest, "platform" | "language">,
  layout: Layout,
  rows: readonly ConsentedRow[],
): WrittenRows {
  const first = rows.slice(0, 5);
  if (platform === "google_customer_match") {
    return {
      header: layout.columns,
      bytes: googleCustomerMatchCsv(rows),
      shown: first.map(({ cells }) => cells.map((cell) => (cell === null ? "" : String(cell)))),
    };
  }
  const header = layout.columns.map((column) => word(language, `column.${column}`));
  const bytes = spreadsheetCsv(header, cellsOf(rows));
  return { header, bytes, shown: first.map(({ cells }) => cells.map(shownCell)) };
}

function* cellsOf(rows: readonly ConsentedRow[]): Generator<ConsentedRow["cells"]> {
  for (const row of rows) yield row.cells;
}
