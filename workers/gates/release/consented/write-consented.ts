import type { ConsentedRequest } from "../../../terms/release.ts";
import type { PlatformFormat } from "../platforms/platform-format.ts";
import { writeRows, type WrittenPart } from "../platforms/write-rows.ts";
import { word } from "../words.ts";
import { shownCell } from "../writers/formula-guard.ts";
import type { ConsentedRow } from "./row.ts";

/** The files of consented rows. */
export interface WrittenRows {
  /** What each column is called, also where the file has no heading row. */
  readonly header: readonly string[];
  readonly parts: readonly WrittenPart[];
  /** The first rows as the file's reader sees their cells. */
  readonly shown: readonly (readonly string[])[];
}

/** Writes consented rows in a platform's form: exact bytes for a machine, a guarded sheet for people. */
export function writeConsented(
  { language = "ja" }: Pick<ConsentedRequest, "language">,
  { file, columns }: PlatformFormat,
  rows: readonly ConsentedRow[],
): WrittenRows {
  const header = columns.map(({ heading }) =>
    file.reader === "person" ? word(language, `column.${heading}`) : heading,
  );
  const shown = rows
    .slice(0, 5)
    .map(({ cells }) => cells.map(file.reader === "person" ? shownCell : (cell) => String(cell ?? "")));
  return { header, shown, parts: writeRows(file, header, cellsOf(rows)) };
}

function* cellsOf(rows: readonly ConsentedRow[]): Generator<ConsentedRow["cells"]> {
  for (const row of rows) yield row.cells;
}
