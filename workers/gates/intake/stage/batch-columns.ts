import { BATCH_ROWS, type Batch } from "../read/batch.ts";
import type { ByteDictionary } from "./byte-dictionary.ts";
import type { CellValues, Words } from "./cell-values.ts";

/** In a column of numbers: the row must be read by itself. A blank cell has the number -1 too. */
export const ALONE = -1;

/** The numbers of a dictionary for a column's cells, `ALONE` for empty ones. */
export class KeyCells {
  readonly codes = new Int32Array(BATCH_ROWS);

  read({ bytes, bounds, width, count }: Batch, column: number, dictionary: ByteDictionary): void {
    dictionary.internCells(bytes, bounds, column * 2, width * 2, count, this.codes);
  }

  /** As `read`, with `ALONE` also for ids that must be folded before they can be compared. */
  readPlain(batch: Batch, column: number, dictionary: ByteDictionary): void {
    const { bytes, bounds, count } = batch;
    const { codes } = this;
    this.read(batch, column, dictionary);
    const step = batch.width * 2;
    for (let row = 0, at = column * 2; row < count; row++, at += step)
      if (!isPlainId(bytes, bounds[at] as number, bounds[at + 1] as number)) codes[row] = ALONE;
  }

  readWords(batch: Batch, column: number, words: Words): void {
    const { bytes, bounds, count } = batch;
    const { codes } = this;
    const step = batch.width * 2;
    for (let row = 0, at = column * 2; row < count; row++, at += step)
      codes[row] = words.codeOf(bytes, bounds[at] as number, bounds[at + 1] as number);
  }
}

/** Not empty, ASCII without apostrophes and without blanks at either end: such an id stands for itself. */
function isPlainId(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end || (bytes[start] as number) <= 0x20 || (bytes[end - 1] as number) <= 0x20) return false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === 0x27 || byte >= 0x80) return false;
  }
  return true;
}

/** Epoch days of a column's cells; not finite where there is none. */
export class DayCells {
  readonly days = new Float64Array(BATCH_ROWS);

  read(batch: Batch, column: number, values: CellValues): void {
    const { bytes, bounds, count } = batch;
    const { days } = this;
    const step = batch.width * 2;
    for (let row = 0, at = column * 2; row < count; row++, at += step) {
      const start = bounds[at] as number;
      const end = bounds[at + 1] as number;
      days[row] = start === end ? NaN : values.dayOf(bytes, start, end);
    }
  }
}

/** Numbers of a column's cells: NaN for blank ones, Infinity where the row must be read by itself. */
export class NumberCells {
  readonly numbers = new Float64Array(BATCH_ROWS).fill(NaN);

  /** Amounts in minor units of `digits` digits, or of as many as each row's currency has. */
  readAmounts(
    batch: Batch,
    column: number,
    values: CellValues,
    digits: number,
    digitsOfRow: Int32Array | undefined,
  ): void {
    const { bytes, bounds, count } = batch;
    const { numbers } = this;
    const step = batch.width * 2;
    for (let row = 0, at = column * 2; row < count; row++, at += step) {
      const places = digitsOfRow === undefined ? digits : (digitsOfRow[row] as number);
      numbers[row] = values.amountOf(bytes, bounds[at] as number, bounds[at + 1] as number, places);
    }
  }

  readQuantities(batch: Batch, column: number, values: CellValues): void {
    const { bytes, bounds, count } = batch;
    const { numbers } = this;
    const step = batch.width * 2;
    for (let row = 0, at = column * 2; row < count; row++, at += step)
      numbers[row] = values.quantityOf(bytes, bounds[at] as number, bounds[at + 1] as number);
  }
}
