import type { JobControl } from "../../../base/job.ts";
import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { FileLike } from "../../../terms/intake.ts";
import { guessHeader } from "../profile/sniff.ts";
import { guessFromHeading } from "../profile/synonyms.ts";
import { TableText, type LinePlaces } from "./table-text.ts";
import { readSheet, type SheetEntry, type Workbook } from "./workbook.ts";

const LOOKED_AT = 60;

/** Columns of names: of these, furigana is worth a column. Excel keeps it for every word typed in Japanese. */
const nameTargets: ReadonlySet<string> = new Set(["full_name", "family_name", "given_name"]);

/**
 * A sheet as text. Furigana of name columns becomes columns of its own at the right end, named after the column it
 * belongs to. Rows of the sheet keep their numbers: a row that is not there is a blank line.
 * @throws Cancelled
 */
export async function sheetTable(
  workbook: Workbook,
  sheet: SheetEntry,
  job: JobControl,
): Promise<Outcome<{ readonly text: FileLike; readonly places: LinePlaces }>> {
  const table = new TableText();
  const head: { readonly at: number; readonly cells: readonly string[] }[] = [];
  /** Row of the table and column of the sheet, for every cell with furigana. */
  const readings: { readonly row: number; readonly column: number; readonly reading: string }[] = [];
  const outcome = await readSheet(
    workbook,
    sheet,
    ({ row, cells, readings: found }) => {
      while (table.length < row - 1) table.add([], table.length + 1);
      for (const [column, reading] of found) readings.push({ row: table.length, column, reading });
      if (head.length < LOOKED_AT && cells.length > 0) head.push({ at: table.length, cells });
      table.add(cells, row);
      if ((row & 4095) === 0) job.progress({ phase: "unpack", done: row });
    },
    job,
  );
  if (!outcome.ok) return outcome;
  const header = head[guessHeader(evened(head.map(({ cells }) => cells))) ?? -1];
  const width = addReadings(table, header?.cells ?? [], header?.at ?? -1, readings);
  const { file, places } = table.finish(width);
  return ok({ text: file, places });
}

function addReadings(
  table: TableText,
  headings: readonly string[],
  headerRow: number,
  readings: readonly { readonly row: number; readonly column: number; readonly reading: string }[],
): number {
  const named = readings.filter(({ row, column }) => {
    const guess = guessFromHeading(headings[column] ?? "");
    return row > headerRow && guess !== undefined && nameTargets.has(guess.target);
  });
  const columns = [...new Set(named.map(({ column }) => column))].sort((a, b) => a - b);
  const { width } = table;
  columns.forEach((column, index) => {
    table.extend(headerRow, width + index, `${headings[column] ?? ""}（フリガナ）`);
    for (const one of named) if (one.column === column) table.extend(one.row, width + index, one.reading);
  });
  return width + columns.length;
}

/** Rows as wide as the widest of them. */
export function evened(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const width = Math.max(0, ...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...Array.from({ length: width - row.length }, () => "")]);
}
