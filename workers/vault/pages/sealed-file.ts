import { PAGE_BYTES } from "../page-codec.ts";

const PAGES_A_PIECE = 256;
const PIECE_BYTES = PAGES_A_PIECE * PAGE_BYTES;

/** The vault file's ciphertext as it was last read or saved, in memory once. It grows without being copied. */
export class SealedFile {
  private pieces: Uint8Array[] = [];
  /** Whole pages. */
  pages = 0;

  /** Takes the bytes of a file over: nobody else may change them. */
  constructor(bytes: Uint8Array) {
    this.pages = bytes.byteLength / PAGE_BYTES;
    for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES)
      this.pieces.push(bytes.subarray(at, at + PIECE_BYTES));
  }

  /** A page (from 0). */
  page(number: number): Uint8Array {
    const piece = this.pieces[Math.floor(number / PAGES_A_PIECE)];
    const at = (number % PAGES_A_PIECE) * PAGE_BYTES;
    if (number >= this.pages || piece === undefined) throw new RangeError("past the end of the file");
    return piece.subarray(at, at + PAGE_BYTES);
  }

  /** Copies the first pages, as many as fit, to the front of `target`. */
  copyTo(target: Uint8Array): void {
    let at = 0;
    for (const piece of this.pieces) {
      if (at >= target.byteLength) return;
      const rest = target.byteLength - at;
      target.set(piece.byteLength <= rest ? piece : piece.subarray(0, rest), at);
      at += piece.byteLength;
    }
  }

  /** Brings a commit in: `bytes` are the pages numbered in `numbers`, one after the other. */
  apply(pages: number, numbers: readonly number[], bytes: Uint8Array): void {
    this.resize(pages);
    numbers.forEach((number, i) => {
      this.page(number).set(bytes.subarray(i * PAGE_BYTES, (i + 1) * PAGE_BYTES));
    });
  }

  private resize(pages: number): void {
    const pieces = Math.ceil(pages / PAGES_A_PIECE);
    const last = this.pieces.at(-1);
    if (pages > this.pages && last !== undefined && last.byteLength < PIECE_BYTES) {
      const whole = new Uint8Array(PIECE_BYTES);
      whole.set(last);
      this.pieces[this.pieces.length - 1] = whole;
    }
    while (this.pieces.length < pieces) this.pieces.push(new Uint8Array(PIECE_BYTES));
    this.pieces.length = pieces;
    this.pages = pages;
  }
}
