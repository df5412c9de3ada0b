import { basename } from "node:path";
import { fault, type Outcome } from "../../../workers/base/fault.ts";
import type { JobControl } from "../../../workers/base/job.ts";
import { ok } from "../../../workers/base/result.ts";
import { textCollector, type TextColumn } from "../../../workers/gates/intake/identity/collect-columns.ts";
import { previewTable, type KnownReading } from "../../../workers/gates/intake/profile/preview.ts";
import { readRecords } from "../../../workers/gates/intake/read/read-records.ts";
import type { FilePreview } from "../../../workers/terms/intake.ts";
import { openDiskFile } from "../core/disk-file.ts";

/** A file of people as texts, every row of the file a row here. */
export interface PeopleFile {
  readonly preview: FilePreview;
  readonly rows: number;
  readonly columns: readonly TextColumn[];
  /** Rows that are no records; they keep their place and are blank. */
  readonly skipped: number;
}

/** Reads a CSV with intake's reader into texts in memory; nothing is stored anywhere. */
export async function readPeopleFile(
  path: string,
  known: KnownReading,
  job: JobControl,
): Promise<Outcome<PeopleFile>> {
  const opened = await openDiskFile(path);
  if (!opened.ok) return opened;
  const { file, close } = opened.value;
  try {
    const preview = await previewTable(file, basename(path), known);
    if (!preview.ok) return preview;
    const { reading, columns } = preview.value;
    const collector = textCollector(columns.map(({ heading }) => heading));
    let skipped = 0;
    const bad = () => {
      skipped++;
      collector.add(() => "");
    };
    const record = (cells: { text(at: number): string }) => collector.add((at) => cells.text(at));
    await readRecords(file, reading, columns.length, { record, bad }, job);
    const texts = collector.finish();
    return texts.rows === skipped
      ? fault("model-no-data")
      : ok({ preview: preview.value, skipped, ...texts });
  } finally {
    await close();
  }
}
