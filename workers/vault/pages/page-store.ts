import { Refused } from "../../base/refused.ts";
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
import {
  PageChanged,
  Unreadable,
  type CipherFile,
  type PieceReader,
  type SavedPages,
} from "./cipher-file.ts";
import { PageSlots } from "./page-slots.ts";
import { SealedFile } from "./sealed-file.ts";
import { countUnsound, pageGroups } from "./soundness.ts";

/** Pages decrypted ahead at most: fewer than SQLite keeps. */
const MOST_AHEAD = 49_152;
/** Pages whose ciphertext is gathered before they are decrypted: 4 MiB. */
const PAGES_A_GATHERING = 1024;

/** What a save has to send, encrypted. */
export interface SealedPages extends SavedPages {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether `landed` is to be given a reader of the file that was written. */
  readonly wantsReader: boolean;
  /** To be called once it is durable: from then on this is the state that `revert` goes back to. */
  landed(reader?: PieceReader): void;
}

/** Thrown when a page is not what was saved at its place. The store is dead from then on. */
export class PageDamaged extends Refused {
  /** From 1, as SQLite counts. */
  readonly page: number;

  /** `elsewhere`: the key did seal what lies there, but another program put it there. */
  constructor(page: number, elsewhere: boolean) {
    if (elsewhere) super("vault-changed-outside");
    else super("vault-damaged", { page });
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
  /** The first page found that is not what was saved. */
  damaged: PageDamaged | undefined;
  /** Why the file could not be read, since that was last forgotten. */
  unread: Unreadable | undefined;
  private key: VaultKey;
  private file: CipherFile;
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

  /** Over a vault's file, which is taken over; an empty one for a new vault. */
  constructor(key: VaultKey, file: CipherFile) {
    this.key = key;
    this.file = file;
    this.size = this.file.pages;
    this.kept = this.size;
  }

  /** Whether anything differs from the last save. */
  get dirty(): boolean {
    return this.written.count > 0 || this.size !== this.file.pages || this.kept !== this.size;
  }

  /** The HMAC of page 1 as last saved; undefined before the first save. */
  get base(): Uint8Array<ArrayBuffer> | undefined {
    return this.file.pages === 0 ? undefined : new Uint8Array(this.file.tag(0));
  }

  /**
   * Copies bytes of a page to `target`, zeros where nothing was written yet.
   * @throws PageDamaged, Unreadable
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

  /** Copies a page to `target` for another reader than SQLite. @throws PageDamaged, Unreadable */
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
   * @throws PageDamaged, also when the store is dead; Unreadable
   */
  async seal(between?: (done: number, total: number) => void): Promise<SealedPages> {
    this.checkAlive();
    const { size, writes, key } = this;
    const pages = this.dirtyPages();
    const whole = pages.length * 2 > size;
    const bytes = new Uint8Array((whole ? size : pages.length) * PAGE_BYTES);
    if (whole) this.copyUnwritten(bytes.subarray(0, Math.min(size, this.kept) * PAGE_BYTES));
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
    const saved = { whole, pageCount: size, pages, bytes };
    const prepared = this.file.prepare(saved);
    return {
      ...saved,
      wantsReader: prepared.wantsReader,
      landed: (reader) => {
        this.file = prepared.landed(reader);
        if (this.writes === writes) this.settle();
      },
    };
  }

  /**
   * Encrypts the whole database anew under another key and its salt. Once it has landed, that key is this store's.
   * @throws PageDamaged, Unreadable
   */
  async reseal(key: VaultKey, between?: () => void): Promise<SealedPages> {
    this.checkAlive();
    const { size, writes } = this;
    const bytes = new Uint8Array(size * PAGE_BYTES);
    const image = new PageSlots();
    try {
      for (let from = 0; from < size; from += 256) {
        const group = pageNumbers(Math.min(256, size - from)).map((page) => page + from);
        await this.open(group, image);
        // What could not be opened among others is asked for by itself: it throws, or there it is.
        for (const page of group)
          if (this.isInFile(page) && !image.has(page)) this.decrypt(page, image.place(page));
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
    const saved = { whole: true, pageCount: size, pages: pageNumbers(size), bytes };
    const prepared = this.file.prepare(saved);
    return {
      ...saved,
      wantsReader: prepared.wantsReader,
      landed: (reader) => {
        if (this.writes !== writes) throw new Error("the vault changed while its key did");
        this.file = prepared.landed(reader);
        this.key = key;
        this.settle();
      },
    };
  }

  /**
   * Decrypts pages that are about to be read, many at once and beside other work: much faster than one by one. Pages
   * that SQLite has read before are left out, it keeps them, and what would not fit into its cache. All pages where
   * none are named. Damage is left for the read to find. `between` is called before each gathering; what it throws is thrown.
   */
  async prefetch(
    pages: readonly number[] = pageNumbers(this.size),
    between: () => void = () => undefined,
  ): Promise<void> {
    const wanted = pages.slice(0, MOST_AHEAD).filter((page) => this.isInFile(page) && !this.isSeen(page));
    if (this.damaged === undefined) await this.open(wanted, this.ahead, between);
  }

  /** Lets go of what was decrypted ahead and not asked for. */
  dropAhead(): void {
    this.ahead.clear();
  }

  /** SQLite may ask again for what it has read. */
  forgetSeen(): void {
    this.seen.fill(0);
  }

  /** Whether the key sealed every page of the file, which is as it was when it was opened. @throws Unreadable */
  isSound(between: () => void = () => undefined): boolean {
    return pageGroups(this.file).every((group) => {
      between();
      return countUnsound(this.key, this.file, group) === 0;
    });
  }

  /** The next read may go well. */
  forgetUnread(): void {
    this.unread = undefined;
  }

  /** Wipes plaintext. The store is of no use afterwards. */
  close(): void {
    this.written.clear();
    this.forgetOpened();
    this.file.close();
    this.file = new SealedFile(new Uint8Array(0));
    this.size = 0;
    this.kept = 0;
  }

  /** Decrypts pages of the file; what is not sound, or cannot be read, is left out. */
  private async open(
    pages: readonly number[],
    into: PageSlots,
    between: () => void = () => undefined,
  ): Promise<void> {
    const { epoch, file } = this;
    for (let from = 0; from < pages.length && this.epoch === epoch; from += PAGES_A_GATHERING) {
      between();
      const wanted = pages
        .slice(from, from + PAGES_A_GATHERING)
        .filter((page) => this.isInFile(page) && !into.has(page));
      const gathered = file.gather(wanted);
      const none = new Uint8Array(PAGE_BYTES);
      const unsound = await openPages(
        this.key,
        wanted.filter((page) => gathered.has(page)),
        (page) => gathered.get(page) ?? none,
        (page, body) => {
          if (this.epoch === epoch && this.isInFile(page)) putBody(page, body, into.place(page));
        },
      );
      if (unsound !== undefined) return;
    }
  }

  /** Whether a page is to be read in the file: not written since the last save, nor cut off. */
  private isInFile(page: number): boolean {
    return page < this.kept && !this.written.has(page);
  }

  private copyUnwritten(image: Uint8Array): void {
    try {
      this.file.copyTo(image, (page) => this.written.has(page));
    } catch (error) {
      if (error instanceof PageChanged) this.fail(error);
      throw error;
    }
  }

  private checkAlive(): void {
    if (this.damaged !== undefined) throw this.damaged;
  }

  private firstPage(): Uint8Array | undefined {
    if (!this.firstKnown && this.kept > 0) {
      this.decrypt(0, this.first);
      this.firstKnown = true;
    }
    return this.firstKnown ? this.first : undefined;
  }

  private decrypt(page: number, target: Uint8Array): void {
    let sealed: Uint8Array;
    try {
      sealed = this.file.page(page);
    } catch (error) {
      if (error instanceof PageChanged) this.fail(error);
      if (error instanceof Unreadable) this.unread = error;
      throw error;
    }
    if (openPage(this.key, page, sealed, target)) return;
    this.damaged = new PageDamaged(page + 1, false);
    throw this.damaged;
  }

  private fail({ page, found }: PageChanged): never {
    this.damaged = new PageDamaged(page + 1, pageIsSound(this.key, page, found));
    throw this.damaged;
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
