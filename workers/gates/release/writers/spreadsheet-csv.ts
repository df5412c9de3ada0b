import { spreadsheetForm } from "../platforms/formats/spreadsheet.ts";
import { writeRows } from "../platforms/write-rows.ts";
import type { SpreadsheetCell } from "./formula-guard.ts";

/**
 * A CSV file for a human's spreadsheet: UTF-8 with a byte order mark (Excel needs it to see UTF-8),
 * CRLF, every risky cell neutralised. Never use it for a platform: its apostrophes would be data there.
 */
export function spreadsheetCsv(
  header: readonly string[],
  rows: Iterable<readonly SpreadsheetCell[]>,
): Uint8Array<ArrayBuffer> {
  // The form has no limit, so there is one file.
  return writeRows(spreadsheetForm, header, rows)[0]!.bytes;
}
