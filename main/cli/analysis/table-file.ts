import { basename } from "node:path";
import { fault, type Outcome } from "../../../workers/base/fault.ts";
import type { JobControl } from "../../../workers/base/job.ts";
import { ok } from "../../../workers/base/result.ts";
import { openTable } from "../../../workers/gates/intake/unpack/open-table.ts";
import { previewTable, type KnownReading } from "../../../workers/gates/intake/profile/preview.ts";
import { readRecords } from "../../../workers/gates/intake/read/read-records.ts";
import type { DataColumn, DataTable } from "../../../workers/models/design/table.ts";
import type { FileLike, FilePreview } from "../../../workers/terms/intake.ts";
import { openDiskFile } from "../core/disk-file.ts";
import { numberStore, textStore } from "./column-store.ts";

/** A file as a table of any columns. */
export interface TableFile {
  readonly preview: FilePreview;
  readonly table: DataTable;
  /** Rows that are no records: too few cells, quotes not closed and the like. */
  readonly skipped: number;
}

/**
 * Reads a CSV with intake's reader into typed columns in memory; nothing is stored anywhere. A column is
 * numbers when every cell that is not blank is one, else categories. Blank are empty cells, NA, NaN, null, N/A, - and ?.
 */
export async function readTableFile(
  path: string,
  known: KnownReading,
  job: JobControl,
): Promise<Outcome<TableFile>> {
  const opened = await openDiskFile(path);
  if (!opened.ok) return opened;
  const { file: disk, close } = opened.value;
  try {
    const table = await openTable(disk, undefined, job);
    if (!table.ok) return table;
    const file = table.value.text;
    const preview = await previewTable(file, basename(path), known);
    if (!preview.ok) return preview;
    const { columns, skipped } = await readColumns(file, preview.value, job);
    const rows = columns[0] === undefined ? 0 : lengthOf(columns[0]);
    if (rows === 0) return fault("model-no-data");
    return ok({ preview: preview.value, table: { rows, columns }, skipped });
  } finally {
    await close();
  }
}

function lengthOf(column: DataColumn): number {
  return column.kind === "number" ? column.values.length : column.codes.length;
}

/** A name for each column: its heading, or its position where it has none; of like headings all but the first are numbered. */
function namesOf(headings: readonly string[]): string[] {
  const taken = new Set<string>(headings);
  const used = new Set<string>();
  return headings.map((heading, at) => {
    const plain = heading || String(at + 1);
    let name = plain;
    for (let nth = 2; used.has(name) || (name !== plain && taken.has(name)); nth++)
      name = `${plain} (${nth})`;
    used.add(name);
    return name;
  });
}

/** Reads as numbers what can be, and the other columns in a second reading as text. */
async function readColumns(file: FileLike, { reading, columns }: FilePreview, job: JobControl) {
  const width = columns.length;
  let skipped = 0;
  const names = namesOf(columns.map(({ heading }) => heading));
  const numbers = names.map(() => numberStore(reading.decimalMark));
  const numeric = new Uint8Array(width).fill(1);
  await readRecords(
    file,
    reading,
    width,
    {
      record: (cells) => {
        for (let at = 0; at < width; at++)
          if (numeric[at] === 1 && numbers[at]?.add(cells, at) === false) numeric[at] = 0;
      },
      bad: () => skipped++,
    },
    job,
  );
  const texts = names.map((_, at) => (numeric[at] === 1 ? undefined : textStore()));
  if (texts.some((store) => store !== undefined)) {
    const record = (cells: Parameters<ReturnType<typeof textStore>["add"]>[0]) => {
      for (let at = 0; at < width; at++) texts[at]?.add(cells, at);
    };
    await readRecords(file, reading, width, { record, bad: () => undefined }, job);
  }
  const stores = numbers.map((store, at) => texts[at] ?? store);
  return { columns: stores.map((store, at) => store.finish(names[at] ?? String(at + 1))), skipped };
}
