import type { VaultKey } from "../key.ts";
import {
  openPage,
  openPages,
  PAGE_BYTES,
  pageIsSound,
  pageNumbers,
  putBody,
  sealPages,
} from "../page-codec.ts";
import { PageSlots } from "./page-slots.ts";
import { SealedFile } from "./sealed-file.ts";

/** Pages decrypted ahead at most: fewer than SQLite keeps. */
const MOST_AHEAD = 49_152;

/** What a save has to send, encrypted. Page numbers count from 0. */
export interface SealedPages {
  /** Whether `bytes` are the whole file; otherwise they are the pages named in `pages`, one after the other. */
  readonly whole: boolean;
  readonly pageCount: number;
  readonly pages: readonly number[];
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** To be called once it is durable: from then on this is the state that `revert` goes back to. */
  landed(): void;
}

/** Thrown when a page is not what the key once sealed at its place. The store is dead from then on. */
export class PageDamaged extends Error {
  /** From 1, as SQLite counts. */
  readonly page: number;

  constructor(page: number) {
    super(`page ${String(page)} is not what was saved`);
    this.name = "PageDamaged";
    this.page = page;
  }
}

/**
 * The pages of an open vault between SQLite and its file: ciphertext as last saved, and over it the plaintext pages
 * SQLite has written since. A page is authenticated and decrypted when it is read. Pages are numbered from 0.
 */
export class PageStore {
  /** Pages as SQLite sees the database. */
  size: number;
  /** The first damaged page found, from 1. */
  damaged: number | undefined;
  private key: VaultKey;
  private file: SealedFile;
  /** Pages of the file that no truncation has cut off since the last save. */
  private kept: number;
  private readonly written = new PageSlots();
  private readonly ahead = new PageSlots();
  /** Page 1 is asked for its change counter before every statement. */
  private readonly first = new Uint8Array(PAGE_BYTES);
  private firstKnown = false;
  private seen = new Uint8Array(0);
  /** Counts what makes pages decrypted earlier stale. */
  private epoch = 0;
  private writes = 0;

  /** Over a vault file's bytes, which are taken over; none for a new vault. */
  constructor(key: VaultKey, file: Uint8Array = new Uint8Array(0)) {
    this.key = key;
    this.file = new SealedFile(file);
    this.size = this.file.pages;
    this.kept = this.size;
  }

  /** Whether anything differs from the last save. */
  get dirty(): boolean {
    return this.written.count > 0 || this.size !== this.file.pages || this.kept !== this.size;
  }

  /** The HMAC of page 1 as last saved; undefined before the first save. */
  get base(): Uint8Array<ArrayBuffer> | undefined {
    return this.file.pages === 0 ? undefined : new Uint8Array(this.file.page(0).subarray(PAGE_BYTES - 64));
  }

  /**
   * Copies bytes of a page to `target`, zeros where nothing was written yet.
   * @throws PageDamaged
   */
  read(page: number, at: number, target: Uint8Array): void {
    this.checkAlive();
    const known = page === 0 ? this.firstPage() : (this.written.get(page) ?? this.ahead.get(page));
    if (known !== undefined) target.set(known.subarray(at, at + target.byteLength));
    else if (page >= this.kept) target.fill(0);
    else if (at === 0 && target.byteLength === PAGE_BYTES) this.decrypt(page, target);
    else {
      const whole = new Uint8Array(PAGE_BYTES);
      this.decrypt(page, whole);
      target.set(whole.subarray(at, at + target.byteLength));
      whole.fill(0);
    }
    this.markSeen(page);
    // SQLite keeps it from here on.
    if (target.byteLength === PAGE_BYTES) this.ahead.drop(page);
  }

  /** Copies a page to `target` for another reader than SQLite. @throws PageDamaged */
  peek(page: number, target: Uint8Array): void {
    this.checkAlive();
    const known = page === 0 ? this.firstPage() : (this.written.get(page) ?? this.ahead.get(page));
    if (known !== undefined) target.set(known);
    else if (page >= this.kept) target.fill(0);
    else this.decrypt(page, target);
  }

  /** Takes a page that SQLite writes, or a part of one. */
  write(page: number, at: number, bytes: Uint8Array): void {
    this.checkAlive();
    this.writes++;
    const whole = at === 0 && bytes.byteLength === PAGE_BYTES;
    const before = whole || this.written.has(page) ? undefined : this.copyOf(page);
    const place = this.written.place(page);
    if (before !== undefined) place.set(before);
    place.set(bytes, at);
    this.ahead.drop(page);
    if (page === 0) {
      this.first.set(place);
      this.firstKnown = true;
    }
    if (page >= this.size) this.size = page + 1;
  }

  /** Cuts the database to a number of pages. */
  truncate(pages: number): void {
    this.checkAlive();
    this.writes++;
    if (pages < this.size) {
      this.written.cut(pages);
      this.ahead.cut(pages);
      this.kept = Math.min(this.kept, pages);
    }
    this.size = pages;
  }

  /** The pages a save must write, ascending: exactly those SQLite wrote, and holes it left in growing. */
  dirtyPages(): number[] {
    const pages = this.written.pages();
    if (this.kept >= this.size) return pages;
    const all = new Set(pages);
    for (let page = this.kept; page < this.size; page++) all.add(page);
    return [...all].sort((a, b) => a - b);
  }

  /** Goes back to the last save: what SQLite has committed since is lost. */
  revert(): void {
    this.written.clear();
    this.forgetOpened();
    this.size = this.file.pages;
    this.kept = this.size;
  }

  /**
   * Encrypts what a save has to send: the changed pages, or the whole file when more than half of it changed. It is
   * still to be sent, and what SQLite reads stays as it was, whatever becomes of it. `between` may throw to stop.
   * @throws PageDamaged when the store is dead
   */
  async seal(between?: (done: number, total: number) => void): Promise<SealedPages> {
    this.checkAlive();
    const { size, writes, file, key } = this;
    const pages = this.dirtyPages();
    const whole = pages.length * 2 > size;
    const bytes = new Uint8Array((whole ? size : pages.length) * PAGE_BYTES);
    if (whole) file.copyTo(bytes.subarray(0, Math.min(size, this.kept) * PAGE_BYTES));
    const places = new Map(whole ? [] : pages.map((page, i) => [page, i]));
    const zeros = new Uint8Array(PAGE_BYTES);
    await sealPages(
      key,
      pages,
      (page) => this.written.get(page) ?? zeros,
      (page) => {
        const at = (whole ? page : (places.get(page) ?? 0)) * PAGE_BYTES;
        return bytes.subarray(at, at + PAGE_BYTES);
      },
      (done) => between?.(done, pages.length),
    );
    // A copy of its own is kept of what is given away.
    const own = bytes.slice();
    return {
      whole,
      pageCount: size,
      pages,
      bytes,
      landed: () => {
        if (whole) this.file = new SealedFile(own);
        else this.file.apply(size, pages, own);
        if (this.writes === writes) this.settle();
      },
    };
  }

  /**
   * Encrypts the whole database anew under another key and its salt. Once it has landed, that key is this store's.
   * @throws PageDamaged
   */
  async reseal(key: VaultKey, between?: () => void): Promise<SealedPages> {
    this.checkAlive();
    const { size, writes } = this;
    const bytes = new Uint8Array(size * PAGE_BYTES);
    const image = new PageSlots();
    try {
      for (let from = 0; from < size; from += 256) {
        const group = pageNumbers(Math.min(256, size - from)).map((page) => page + from);
        const unsound = await this.open(group, image);
        if (unsound !== undefined) this.fail(unsound);
        await sealPages(
          key,
          group,
          (page) => this.written.get(page) ?? image.get(page) ?? new Uint8Array(PAGE_BYTES),
          (page) => bytes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES),
        );
        image.clear();
        between?.();
      }
    } finally {
      image.clear();
    }
    const own = bytes.slice();
    return {
      whole: true,
      pageCount: size,
      pages: pageNumbers(size),
      bytes,
      landed: () => {
        if (this.writes !== writes) throw new Error("the vault changed while its key did");
        this.file = new SealedFile(own);
        this.key = key;
        this.settle();
      },
    };
  }

  /**
   * Decrypts pages that are about to be read, many at once and beside other work: much faster than one by one. Pages
   * that SQLite has read before are left out, it keeps them, and what would not fit into its cache. All pages where
   * none are named. Damage is left for the read to find.
   */
  async prefetch(pages: readonly number[] = pageNumbers(this.size)): Promise<void> {
    const wanted = pages
      .slice(0, MOST_AHEAD)
      .filter((page) => page < this.kept && !this.written.has(page) && !this.isSeen(page));
    if (this.damaged === undefined) await this.open(wanted, this.ahead);
  }

  /** Lets go of what was decrypted ahead and not asked for. */
  dropAhead(): void {
    this.ahead.clear();
  }

  /** SQLite may ask again for what it has read. */
  forgetSeen(): void {
    this.seen.fill(0);
  }

  /** Whether the key sealed every page of the file. */
  isSound(between: () => void = () => undefined): boolean {
    for (let page = 0; page < this.file.pages; page++) {
      if (page % 256 === 0) between();
      if (!pageIsSound(this.key, page, this.file.page(page))) return false;
    }
    return true;
  }

  /** Wipes plaintext. The store is of no use afterwards. */
  close(): void {
    this.written.clear();
    this.forgetOpened();
    this.file = new SealedFile(new Uint8Array(0));
    this.size = 0;
    this.kept = 0;
  }

  private open(pages: readonly number[], into: PageSlots): Promise<number | undefined> {
    const { epoch, file, kept } = this;
    return openPages(
      this.key,
      pages.filter((page) => page < kept && !this.written.has(page) && !into.has(page)),
      (page) => file.page(page),
      (page, body) => {
        if (this.epoch === epoch && page < this.kept && !this.written.has(page))
          putBody(page, body, into.place(page));
      },
    );
  }

  private checkAlive(): void {
    if (this.damaged !== undefined) throw new PageDamaged(this.damaged);
  }

  private firstPage(): Uint8Array | undefined {
    if (!this.firstKnown && this.kept > 0) {
      this.decrypt(0, this.first);
      this.firstKnown = true;
    }
    return this.firstKnown ? this.first : undefined;
  }

  private decrypt(page: number, target: Uint8Array): void {
    if (!openPage(this.key, page, this.file.page(page), target)) this.fail(page);
  }

  private fail(page: number): never {
    this.damaged = page + 1;
    throw new PageDamaged(page + 1);
  }

  private copyOf(page: number): Uint8Array {
    const copy = new Uint8Array(PAGE_BYTES);
    this.read(page, 0, copy);
    return copy;
  }

  private settle(): void {
    this.written.clear();
    this.epoch++;
    this.size = this.file.pages;
    this.kept = this.size;
  }

  private forgetOpened(): void {
    this.epoch++;
    this.ahead.clear();
    this.first.fill(0);
    this.firstKnown = false;
    this.seen.fill(0);
  }

  private isSeen(page: number): boolean {
    return this.seen[page] === 1;
  }

  private markSeen(page: number): void {
    if (page >= this.seen.length) {
      const wider = new Uint8Array(Math.max(1024, page * 2));
      wider.set(this.seen);
      this.seen = wider;
    }
    this.seen[page] = 1;
  }
}
