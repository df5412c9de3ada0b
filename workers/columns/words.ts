import type { WordColumn } from "./columns.ts";

/** The word of a row, or undefined where there is none. */
export function wordAt(column: WordColumn, row: number): string | undefined {
  const code = column.codes[row];
  return code === undefined || code < 0 ? undefined : column.words[code];
}

/** The words of a column at other rows: place i of the answer is row `rows[i]` of the column. */
export function pickWords({ codes, words }: WordColumn, rows: Int32Array): WordColumn {
  const picked = new Int32Array(new SharedArrayBuffer(4 * rows.length));
  for (let i = 0; i < rows.length; i++) picked[i] = codes[rows[i]!]!;
  return { codes: picked, words };
}
