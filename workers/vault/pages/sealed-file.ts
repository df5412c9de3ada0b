import { HELD_WHOLE_BYTES } from "../../terms/vault-file.ts";
import { PAGE_BYTES } from "../page-codec.ts";
import {
  TAG_BYTES,
  tagsOf,
  unreadable,
  type CipherFile,
  type Prepared,
  type SavedPages,
} from "./cipher-file.ts";
import { RangedFile } from "./ranged-file.ts";

const PAGES_A_PIECE = 256;
const PIECE_BYTES = PAGES_A_PIECE * PAGE_BYTES;

/** A file small enough, or without a host that leases it: in memory once. It grows without being copied. */
export class SealedFile implements CipherFile {
  private pieces: Uint8Array[] = [];
  /** Whole pages. */
  pages = 0;

  private readonly leasable: boolean;

  /** Takes the bytes of a file over: nobody else may change them. Large and `leasable`, it is let go of with a whole save. */
  constructor(bytes: Uint8Array, leasable = false) {
    this.leasable = leasable;
    this.pages = bytes.byteLength / PAGE_BYTES;
    for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES)
      this.pieces.push(bytes.subarray(at, at + PIECE_BYTES));
  }

  page(number: number): Uint8Array {
    const piece = this.pieces[Math.floor(number / PAGES_A_PIECE)];
    const at = (number % PAGES_A_PIECE) * PAGE_BYTES;
    if (number >= this.pages || piece === undefined) throw new RangeError("past the end of the file");
    return piece.subarray(at, at + PAGE_BYTES);
  }

  gather(numbers: readonly number[]): ReadonlyMap<number, Uint8Array> {
    return new Map(numbers.map((number) => [number, this.page(number)]));
  }

  tag(number: number): Uint8Array {
    return this.page(number).subarray(PAGE_BYTES - TAG_BYTES);
  }

  copyTo(image: Uint8Array): void {
    let at = 0;
    for (const piece of this.pieces) {
      if (at >= image.byteLength) return;
      const rest = image.byteLength - at;
      image.set(piece.byteLength <= rest ? piece : piece.subarray(0, rest), at);
      at += piece.byteLength;
    }
  }

  prepare({ whole, pageCount, pages, bytes }: SavedPages): Prepared {
    if (whole && this.leasable && bytes.byteLength > HELD_WHOLE_BYTES) {
      const tags = tagsOf(bytes);
      return { wantsReader: true, landed: (reader) => new RangedFile(reader ?? unreadable, tags) };
    }
    // A copy of its own is kept of what is given away.
    const own = bytes.slice();
    return {
      wantsReader: false,
      landed: () => {
        if (whole) return new SealedFile(own, this.leasable);
        this.apply(pageCount, pages, own);
        return this;
      },
    };
  }

  close(): void {
    this.pieces = [];
    this.pages = 0;
  }

  /** Brings a commit in: `bytes` are the pages numbered in `numbers`, one after the other. */
  private apply(pages: number, numbers: readonly number[], bytes: Uint8Array): void {
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
