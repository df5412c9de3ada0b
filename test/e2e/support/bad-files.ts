import { writeFileSync } from "node:fs";
import { join } from "node:path";

const heading = "注文日,注文番号,顧客番号,合計金額";
const good = "2026-03-09,OK-1,8001,600";

/** A file no marketer wants to have, and what becomes of its rows. */
export interface BadFile {
  readonly title: string;
  readonly bytes: string | Buffer;
  /** The fault that refuses the whole file, with what its sentence fills in. */
  readonly fault?: string;
  readonly details?: Readonly<Record<string, number>>;
  /** It can be looked at, and is refused when its rows are counted. */
  readonly onlyWhenChecked?: boolean;
  /** The reason a row waits for, and its line in the file. */
  readonly held?: { readonly reason: string; readonly line: number };
  /** Rows that are stored in spite of it all. */
  readonly stored?: number;
  /** A note about the file, by its key and what fills it. */
  readonly note?: { readonly key: string; readonly values: Readonly<Record<string, string | number>> };
}

const wide = Array.from({ length: 2000 }, (_, index) => `c${String(index)}`);

/** The bad input of the issue, one file each. */
export const badFiles: readonly BadFile[] = [
  { title: "an empty file", bytes: "", fault: "file-empty" },
  {
    title: "a binary file",
    bytes: Buffer.from(Array.from({ length: 9000 }, (_, index) => (index * 73) & 255)),
    fault: "file-binary",
  },
  { title: "a file without a row", bytes: `${heading}\n`, fault: "file-no-rows", onlyWhenChecked: true },
  {
    title: "2,000 columns",
    bytes: `${wide.join(",")}\n${wide.map(() => "1").join(",")}\n`,
    fault: "file-too-many-columns",
    details: { columns: 2000, limit: 1000 },
  },
  {
    title: "an end inside a quoted cell",
    bytes: `${heading}\n${good}\n"2026-03-02,B-2,8002,600\n`,
    held: { reason: "quote-not-closed", line: 3 },
    stored: 1,
  },
  { title: "bare CR", bytes: `${heading}\r${good}\r2026-03-02,B-2,8002,600\r`, stored: 2 },
  {
    title: "mixed line ends",
    bytes: `${heading}\r\n${good}\r2026-03-02,B-2,8002,6\n2026-03-03,B-3,8003,7\r\n`,
    stored: 3,
  },
  {
    title: "a heading twice",
    bytes: `${heading},合計金額\n${good},9\n`,
    stored: 1,
    note: { key: "import:note.duplicateHeading", values: { heading: "合計金額", times: 2 } },
  },
  {
    title: "a cell of 2 MB",
    bytes: `${heading},備考\n2026-03-02,B-2,8002,600,${"x".repeat(2_000_000)}\n${good},ok\n`,
    held: { reason: "cell-too-long", line: 2 },
    stored: 1,
  },
  {
    title: "a date of year 0000",
    bytes: `${heading}\n0000-03-01,B-2,8002,600\n${good}\n`,
    held: { reason: "date-out-of-range", line: 2 },
    stored: 1,
  },
  {
    title: "negative and zero amounts",
    bytes: `${heading}\n2026-03-01,B-2,8002,-500\n2026-03-02,B-3,8003,0\n2026-03-03,B-4,8004,▲300\n`,
    stored: 3,
  },
  {
    title: "a customer without an id",
    bytes: `${heading}\n2026-03-01,B-2,,500\n${good}\n`,
    held: { reason: "customer-missing", line: 2 },
    stored: 1,
  },
];

/** Puts a bad file on the disk. */
export function writeBad(folder: string, file: BadFile): { readonly path: string; readonly name: string } {
  const name = `${file.title.replaceAll(/[^a-z0-9]+/gi, "-")}.csv`;
  writeFileSync(join(folder, name), file.bytes);
  return { path: join(folder, name), name };
}
