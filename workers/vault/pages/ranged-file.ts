import { PAGE_BYTES } from "../page-codec.ts";
import {
  PageChanged,
  TAG_BYTES,
  tagsOf,
  Unreadable,
  unreadable,
  type CipherFile,
  type PieceReader,
  type Prepared,
  type SavedPages,
} from "./cipher-file.ts";

const PAGES_A_BLOCK = 16;
const BLOCK_BYTES = PAGES_A_BLOCK * PAGE_BYTES;
/** 8 MiB of ciphertext: SQLite and the pages decrypted ahead keep what is used. */
const MOST_BLOCKS = 128;
/** Read at a time when pages are asked for in order: 1 MiB. */
const MOST_BLOCKS_AHEAD = 16;
/** Pages read at a time when many are asked for at once: 4 MiB. */
const MOST_GATHERED = 1024;
/** Pages between two wanted ones that are read along rather than skipped. */
const GAP = 16;

/**
 * A vault's file that lies on the disk. Of each page the tag is held, 64 bytes: what is read and does not carry it is not
 * given out, so that no page changed or put back since the file was opened is ever taken for the one that was there.
 * Ciphertext is read in blocks, of which the last used are kept.
 */
export class RangedFile implements CipherFile {
  pages: number;
  private readonly reader: PieceReader;
  private tags: Uint8Array;
  /** By number, the longest unused first. What lies in one is never changed. */
  private readonly blocks = new Map<number, Uint8Array>();
  /** Where a reader going on in order asks next, and how many blocks it then gets. */
  private expected = -1;
  private ahead = 1;

  /** `tags` are those of the file's pages, one after the other, and are copied. */
  constructor(reader: PieceReader, tags: Uint8Array) {
    this.reader = reader;
    this.tags = new Uint8Array(tags);
    this.pages = tags.byteLength / TAG_BYTES;
  }

  page(number: number): Uint8Array {
    if (number >= this.pages) throw new RangeError("past the end of the file");
    const block = Math.floor(number / PAGES_A_BLOCK);
    const at = (number % PAGES_A_BLOCK) * PAGE_BYTES;
    const bytes = this.blockOf(block)?.subarray(at, at + PAGE_BYTES);
    if (bytes?.byteLength === PAGE_BYTES && this.isExpected(number, bytes)) return bytes;
    // It may have been read in the middle of a write; and beside a page that is not there, it may be.
    this.blocks.delete(block);
    const again = new Uint8Array(PAGE_BYTES);
    this.reader.read(number * PAGE_BYTES, again);
    if (!this.isExpected(number, again)) throw new PageChanged(number, again);
    return again;
  }

  tag(number: number): Uint8Array {
    return this.tags.subarray(number * TAG_BYTES, (number + 1) * TAG_BYTES);
  }

  gather(numbers: readonly number[]): ReadonlyMap<number, Uint8Array> {
    const found = new Map<number, Uint8Array>();
    const sorted = [...numbers].sort((a, b) => a - b);
    for (let from = 0; from < sorted.length;) {
      const first = sorted[from] ?? 0;
      let to = from + 1;
      for (let page = first; to < sorted.length; to++) {
        const next = sorted[to] ?? 0;
        if (next - page > GAP || next - first >= MOST_GATHERED) break;
        page = next;
      }
      this.gatherRun(sorted.slice(from, to), found);
      from = to;
    }
    return found;
  }

  copyTo(image: Uint8Array, leaveOut: (page: number) => boolean): void {
    const pages = image.byteLength / PAGE_BYTES;
    for (let page = 0; page < pages; page++)
      if (!leaveOut(page)) image.set(this.page(page), page * PAGE_BYTES);
  }

  prepare({ whole, pageCount, pages, bytes }: SavedPages): Prepared {
    const tags = tagsOf(bytes);
    return {
      wantsReader: whole,
      landed: (reader) => {
        if (!whole) {
          this.apply(pageCount, pages, tags);
          return this;
        }
        this.close();
        return new RangedFile(reader ?? unreadable, tags);
      },
    };
  }

  close(): void {
    this.blocks.clear();
    this.reader.end();
  }

  private apply(pageCount: number, pages: readonly number[], tags: Uint8Array): void {
    const next = new Uint8Array(pageCount * TAG_BYTES);
    next.set(this.tags.subarray(0, next.byteLength));
    pages.forEach((page, i) => {
      next.set(tags.subarray(i * TAG_BYTES, (i + 1) * TAG_BYTES), page * TAG_BYTES);
      this.blocks.delete(Math.floor(page / PAGES_A_BLOCK));
    });
    // The block at the end had fewer pages, or has fewer now.
    for (const count of [this.pages, pageCount]) this.blocks.delete(Math.floor(count / PAGES_A_BLOCK));
    this.tags = next;
    this.pages = pageCount;
  }

  private gatherRun(run: readonly number[], found: Map<number, Uint8Array>): void {
    const first = run[0] ?? 0;
    const bytes = new Uint8Array(((run.at(-1) ?? 0) + 1 - first) * PAGE_BYTES);
    if (!this.tryRead(first * PAGE_BYTES, bytes)) return;
    for (const page of run) {
      const at = (page - first) * PAGE_BYTES;
      const sealed = bytes.subarray(at, at + PAGE_BYTES);
      if (page < this.pages && this.isExpected(page, sealed)) found.set(page, sealed);
    }
  }

  private isExpected(page: number, sealed: Uint8Array): boolean {
    const at = page * TAG_BYTES;
    for (let i = 0; i < TAG_BYTES; i++)
      if (this.tags[at + i] !== sealed[PAGE_BYTES - TAG_BYTES + i]) return false;
    return true;
  }

  private blockOf(number: number): Uint8Array | undefined {
    const known = this.blocks.get(number);
    if (known !== undefined) {
      // Used last from now on.
      this.blocks.delete(number);
      this.blocks.set(number, known);
      return known;
    }
    this.ahead = number === this.expected ? Math.min(2 * this.ahead, MOST_BLOCKS_AHEAD) : 1;
    const least = Math.ceil(this.reader.pagesAtOnce / PAGES_A_BLOCK);
    return this.load(number, Math.max(this.ahead, least)) ? this.blocks.get(number) : undefined;
  }

  private load(first: number, count: number): boolean {
    const at = first * BLOCK_BYTES;
    const bytes = new Uint8Array(Math.min(count * BLOCK_BYTES, this.pages * PAGE_BYTES - at));
    if (!this.tryRead(at, bytes)) return false;
    this.expected = first + count;
    for (let i = count - 1; i >= 0; i--) {
      const from = i * BLOCK_BYTES;
      // A copy where there are several: one that is kept long must not keep the others.
      const block = count === 1 ? bytes : bytes.slice(from, from + BLOCK_BYTES);
      this.blocks.delete(first + i);
      if (block.byteLength > 0) this.blocks.set(first + i, block);
    }
    for (const old of this.blocks.keys()) {
      if (this.blocks.size <= MOST_BLOCKS) break;
      this.blocks.delete(old);
    }
    return true;
  }

  private tryRead(at: number, target: Uint8Array): boolean {
    try {
      this.reader.read(at, target);
      return true;
    } catch (error) {
      if (error instanceof Unreadable) return false;
      throw error;
    }
  }
}
