import { Refused } from "../../base/refused.ts";
import type { LeasedPieces, LeasePort } from "../../ports.ts";
import { PAGE_BYTES } from "../page-codec.ts";

/** A page's tag is the HMAC-SHA-512 at its end, as it stands in the file. */
export const TAG_BYTES = 64;

/** What a save writes. Page numbers count from 0, ascending. */
export interface SavedPages {
  /** Whether `bytes` are the whole file; otherwise they are the pages named, one after the other. */
  readonly whole: boolean;
  readonly pageCount: number;
  readonly pages: readonly number[];
  readonly bytes: Uint8Array;
}

/** The ciphertext of a vault's file as it was last read or saved. Pages are numbered from 0. */
export interface CipherFile {
  readonly pages: number;
  /**
   * A page's ciphertext, which nobody changes afterwards: the very bytes that were last read or saved here, though not
   * authenticated yet. @throws PageChanged, Unreadable, RangeError past the end.
   */
  page(number: number): Uint8Array;
  /** Many pages at once; one that cannot be had is left out, for `page` to say why. */
  gather(numbers: readonly number[]): ReadonlyMap<number, Uint8Array>;
  tag(number: number): Uint8Array;
  /** Copies pages to their places in an image of the file, but for those to be left out. @throws like `page`. */
  copyTo(image: Uint8Array, leaveOut: (page: number) => boolean): void;
  /** Prepares for a save whose bytes are about to be given away. */
  prepare(saved: SavedPages): Prepared;
  close(): void;
}

/** What is to be done with a save once it is durable. */
export interface Prepared {
  /** Whether the new file is to be read where it lies. */
  readonly wantsReader: boolean;
  /** What it answers is the file from then on. Without a reader that was wanted, it cannot be read. */
  landed(reader: PieceReader | undefined): CipherFile;
}

/** Reads pieces of a file that lies elsewhere. */
export interface PieceReader {
  /** Fills `target` with what lies from `at` on. @throws Unreadable */
  read(at: number, target: Uint8Array): void;
  /** What it costs little more to read than a single page, in pages. */
  readonly pagesAtOnce: number;
  end(): void;
}

/** The file cannot be read now; the next try may go better. */
export class Unreadable extends Refused {
  constructor() {
    super("file-unreadable");
    this.name = "Unreadable";
  }
}

/** A page of the file (from 0) is not the one that was last read or saved here. */
export class PageChanged extends Error {
  readonly page: number;
  /** What lies there now; not authenticated. */
  readonly found: Uint8Array;

  constructor(page: number, found: Uint8Array) {
    super(`page ${String(page + 1)} was changed`);
    this.name = "PageChanged";
    this.page = page;
    this.found = found;
  }
}

/** The tags of pages given one after the other. */
export function tagsOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const tags = new Uint8Array(Math.floor(bytes.byteLength / PAGE_BYTES) * TAG_BYTES);
  for (let at = 0, end = PAGE_BYTES; at < tags.byteLength; at += TAG_BYTES, end += PAGE_BYTES)
    tags.set(bytes.subarray(end - TAG_BYTES, end), at);
  return tags;
}

/** In the place of a reader that could not be had. */
export const unreadable: PieceReader = {
  pagesAtOnce: 1,
  read: () => {
    throw new Unreadable();
  },
  end: () => undefined,
};

/** Where a reader gets another lease. */
type RenewPort = Pick<LeasePort, "renew" | "pagesAtOnce">;

/** Reads through a lease of the host's, and asks for another one when this one fails or grows slow. */
export class LeasedReader implements PieceReader {
  readonly pagesAtOnce: number;
  private readonly port: RenewPort;
  private pieces: LeasedPieces | undefined;
  private asking: Promise<void> | undefined;
  private ended = false;

  constructor(port: RenewPort, pieces?: LeasedPieces) {
    this.port = port;
    this.pieces = pieces;
    this.pagesAtOnce = port.pagesAtOnce;
  }

  read(at: number, target: Uint8Array): void {
    const { pieces } = this;
    const read = pieces?.read(at, target) === true;
    if (!read || pieces.slow) void this.renew();
    if (!read) throw new Unreadable();
  }

  /** Asks for a lease of the file as it was written last. Where there is none, what was there goes on. */
  renew(): Promise<void> {
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  end(): void {
    this.ended = true;
    this.pieces?.end();
    this.pieces = undefined;
  }

  private async ask(): Promise<void> {
    const renewed = await this.port.renew();
    if (!renewed.ok) return;
    if (this.ended) {
      renewed.value.end();
      return;
    }
    this.pieces?.end();
    this.pieces = renewed.value;
  }
}
