import type { JobControl } from "../../../base/job.ts";
import type { FileLike, Reading } from "../../../terms/intake.ts";
import { readUtf8, type ByteWatcher } from "./source.ts";
import { Tokenizer, type BadRow, type RecordSink } from "./tokenizer.ts";

/** The part of a reading that decides where records and cells begin and end. */
export type RecordReading = Pick<Reading, "encoding" | "delimiter"> & {
  readonly headerRow?: number | undefined;
};

/**
 * Streams the data records of a file: everything below the heading row. Each record has `width` cells
 * (0: any number); what has not goes to `sink.bad` with its line, its reason and its raw text, and costs
 * no other row.
 *
 * Usable without a vault. Memory is a few pieces of 1 MiB, whatever the file's size.
 * @throws Cancelled
 */
export async function readRecords(
  file: FileLike,
  reading: RecordReading,
  width: number,
  sink: RecordSink,
  job: JobControl,
  watch?: ByteWatcher,
): Promise<void> {
  const tokenizer = new Tokenizer(reading.delimiter, width, sink);
  tokenizer.below = reading.headerRow === undefined ? 0 : reading.headerRow + 1;
  tokenizer.look = () => job.check();
  await readUtf8(
    file,
    reading.encoding,
    job,
    ({ bytes, final, suspect }) => {
      tokenizer.suspect = suspect;
      return tokenizer.push(bytes, final);
    },
    watch,
  );
}

/** The records of a text, or the first `most`: for previews, tests and single rows. Bad rows are in `bad`. */
export function splitText(
  text: string | Uint8Array,
  delimiter: Reading["delimiter"],
  width = 0,
  most = Infinity,
): {
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
  readonly bad: readonly BadRow[];
} {
  const rows: string[][] = [];
  const lines: number[] = [];
  const bad: BadRow[] = [];
  const tokenizer = new Tokenizer(delimiter, width, {
    record: (cells) => {
      rows.push(cells.texts());
      tokenizer.stopped = lines.push(cells.line) >= most;
    },
    bad: (row) => bad.push(row),
  });
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  tokenizer.suspect = true;
  tokenizer.push(bytes, true);
  return { rows, lines, bad };
}
