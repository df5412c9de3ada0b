import type { FileLike } from "../../../terms/intake.ts";

const PORTION = 4096;

/** The physical lines on which rows begin, rising, and the row or line of the file that each came from. */
export interface LinePlaces {
  readonly lines: Int32Array;
  readonly sources: Int32Array;
}

/** The row of the file that a physical line of the text made from it came from. */
export function rowAt({ lines, sources }: LinePlaces, line: number): number {
  return sources[atOrBefore(lines, line)] ?? line;
}

/**
 * Rows of any origin as comma-separated UTF-8, which the tokenizer then reads: one reader, one quarantine, whatever the
 * file was. Every row is made as wide as the widest, and knows the row it came from.
 */
export class TableText {
  private rows: string[] = [];
  private widths: number[] = [];
  private readonly sources: number[] = [];
  private readonly lines: number[] = [];
  private line = 1;
  width = 0;

  get length(): number {
    return this.rows.length;
  }

  /** Appends a row that stands at `source` (one-based) in its file. A row of blanks becomes a blank line. */
  add(cells: readonly string[], source: number): void {
    let width = cells.length;
    while (width > 0 && cells[width - 1]?.trim() === "") width--;
    const text = width === 0 ? "" : cells.slice(0, width).map(quoted).join(",");
    this.rows.push(text);
    this.widths.push(width);
    this.sources.push(source);
    this.lines.push(this.line);
    this.line += 1 + (text.includes("\n") || text.includes("\r") ? lineEnds(text) : 0);
    if (width > this.width) this.width = width;
  }

  /** Puts a cell at the end of a row, at a column all rows are shorter than. */
  extend(row: number, column: number, cell: string): void {
    const have = this.widths[row] ?? 0;
    if (cell === "" || have === 0) return;
    this.rows[row] = `${this.rows[row] ?? ""}${",".repeat(column - have + 1)}${quoted(cell)}`;
    this.widths[row] = column + 1;
  }

  /** The file, and where the rows that begin on its physical lines came from. The rows are given up. */
  finish(width = this.width): { readonly file: FileLike; readonly places: LinePlaces } {
    const encoder = new TextEncoder();
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (let from = 0; from < this.rows.length; from += PORTION) {
      let text = "";
      for (let row = from; row < Math.min(this.rows.length, from + PORTION); row++) {
        const have = this.widths[row] ?? 0;
        text += `${this.rows[row] ?? ""}${have === 0 ? "" : ",".repeat(Math.max(0, width - have))}\n`;
      }
      parts.push(encoder.encode(text));
    }
    this.rows = [];
    this.widths = [];
    const lines = Int32Array.from(this.lines);
    const sources = Int32Array.from(this.sources);
    return { file: new Blob(parts), places: { lines, sources } };
  }
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function lineEnds(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

/** Index of the last value that is not above `value`. */
function atOrBefore(sorted: Int32Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
