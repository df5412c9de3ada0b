import type { Cells } from "./cells.ts";

/** Most rows of one batch: few enough for the processor's cache, many enough to make each loop worth it. */
export const BATCH_ROWS = 1024;

const QUOTE = 0x22;
const HIGH_BITS = 0x80808080 | 0;

/**
 * Plain records in a row, each on one line and of the right width, no doubled quotes and no NUL inside, as
 * offsets into UTF-8 bytes. Filled anew for each batch.
 */
export class Batch {
  bytes: Uint8Array = new Uint8Array(0);
  readonly width: number;
  count = 0;
  /** One-based physical line of the first row; the others follow line by line. */
  line = 0;
  /** Cell c of row r is `bytes[bounds[2 * (r * width + c)], bounds[2 * (r * width + c) + 1])`, quotes outside. */
  readonly bounds: Int32Array;

  constructor(width: number) {
    this.width = width;
    this.bounds = new Int32Array(BATCH_ROWS * width * 2);
  }

  /** Copies a row out as the cells of one record. */
  fill(row: number, cells: Cells): void {
    const { bounds, width, bytes } = this;
    cells.bytes = bytes;
    cells.line = this.line + row;
    cells.ensure(width);
    cells.count = width;
    const { starts, ends, forms } = cells;
    let at = row * width * 2;
    const first = bounds[at] as number;
    for (let index = 0; index < width; index++, at += 2) {
      starts[index] = bounds[at] as number;
      ends[index] = bounds[at + 1] as number;
      forms[index] = 0;
    }
    const last = bounds[at - 1] as number;
    cells.from = first > 0 && bytes[first - 1] === QUOTE ? first - 1 : first;
    cells.to = bytes[(bounds[at - 2] as number) - 1] === QUOTE ? last + 1 : last;
  }
}

/** Byte classes of the scan: 0 passes, everything else ends a bare cell or marks the record. */
export const byteClass = { delimiter: 1, lineEnd: 2, nul: 3 } as const;

/**
 * Fills `batch` with the plain rows that begin at `from`, up to the first that is not plain, and answers where
 * that one begins. `bytes[end - 1]` must be a line feed: every loop stops there at the latest. `longest` is the
 * greatest length of a row, in bytes; a longer one is not plain. At most `most` rows are taken.
 */
export function scanPlainRows(
  batch: Batch,
  bytes: Uint8Array,
  from: number,
  end: number,
  classes: Uint8Array,
  longest: number,
  most = BATCH_ROWS,
): number {
  const { bounds, width } = batch;
  const last = width - 1;
  // Most bytes are above the delimiter and need no look at their class.
  const below = Math.imul(Math.max(0x0d, classes.lastIndexOf(byteClass.delimiter)) + 1, 0x01010101);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = from;
  let out = 0;
  let count = 0;
  let rowStart = from;
  rows: while (count < most && at < end) {
    rowStart = at;
    for (let cell = 0; ; cell++) {
      let kind = 0;
      if (bytes[at] === QUOTE) {
        const start = ++at;
        let byte = bytes[at] as number;
        while (byte !== QUOTE && byte > 0x0d) byte = bytes[++at] as number;
        while (byte !== QUOTE) {
          if (byte === 0x0a || byte === 0x0d || byte === 0) break rows;
          byte = bytes[++at] as number;
        }
        bounds[out] = start;
        bounds[out + 1] = at++;
        kind = classes[bytes[at] as number] as number;
      } else {
        bounds[out] = at;
        for (;;) {
          const word = view.getInt32(at, true);
          const low = ((word - below) | 0) & ~word & HIGH_BITS;
          if (low === 0) {
            at += 4;
            continue;
          }
          at += (31 - Math.clz32(low & -low)) >> 3;
          kind = classes[bytes[at] as number] as number;
          if (kind !== 0) break;
          at++;
        }
        bounds[out + 1] = at;
      }
      out += 2;
      if (kind === byteClass.delimiter) {
        if (cell === last) break rows;
        at++;
        continue;
      }
      if (kind !== byteClass.lineEnd || cell !== last || at - rowStart > longest) break rows;
      at += bytes[at] === 0x0d && bytes[at + 1] === 0x0a ? 2 : 1;
      count++;
      rowStart = at;
      out = count * width * 2;
      continue rows;
    }
  }
  batch.bytes = bytes;
  batch.count = count;
  return rowStart;
}
