import type { VaultKey } from "../key.ts";
import { decryptImage, PAGE_BYTES, pageOf } from "../page-codec.ts";
import type { Sqlite } from "../sqlite-module.ts";
import { type CipherFile, Unreadable } from "./cipher-file.ts";
import { imageConnection, openByName, type Connection } from "./connection.ts";
import { MemoryFile } from "./memory-file.ts";
import { PageStore } from "./page-store.ts";
import { SealedFile } from "./sealed-file.ts";
import { hookVfs, type HookedFile, type VfsHook } from "./vfs-hook.ts";

/** The pages of an open vault and SQLite's connection to them. */
export interface VaultPages {
  readonly store: PageStore;
  readonly connection: Connection;
  /** Whether pages are decrypted as they are read; otherwise the whole vault was, when it was opened. */
  readonly onDemand: boolean;
  /** Brings what SQLite has committed into `store`. Call outside of transactions. */
  collect(): void;
  /** Back to the last save; false where this way of keeping pages cannot. */
  revert(): boolean;
  /** While set, asked whenever SQLite turns to a file: true stops the running statement with `Cancelled`. */
  watch(stop: (() => boolean) | undefined): void;
}

/** A page of a new vault: what SQLite finds before it has written anything. */
export interface NewVault {
  readonly seed: Uint8Array;
  /** Whether its file, once it is large, can be let go of and read when it is wanted. */
  readonly leasable?: boolean;
}

/** Where the header says how the file is written and read, and what it says for either way of journaling. */
const FORMAT_VERSIONS = 18;
const ROLLBACK = 1;
const WAL = 2;

const hooks = new WeakMap<Sqlite, VfsHook | "none">();

function hookOf(sqlite: Sqlite): VfsHook | undefined {
  let hook = hooks.get(sqlite);
  if (hook === undefined) {
    hook = hookVfs(sqlite, () => new MemoryFile()) ?? "none";
    hooks.set(sqlite, hook);
  }
  return hook === "none" ? undefined : hook;
}

/** Whether SQLite's build allows pages to be decrypted one by one. */
export function readsByPage(sqlite: Sqlite): boolean {
  return hookOf(sqlite) !== undefined;
}

/**
 * Opens pages for SQLite: those of a vault's file, or the seed of a new one. Pages are decrypted on demand; where
 * SQLite's build does not allow it, or `onDemand` is false, the whole file is decrypted first and saves compare.
 * Undefined when the key did not seal the first page (or, decrypted whole, any). The file is taken over.
 * @throws Unreadable
 */
export async function openVaultPages(
  sqlite: Sqlite,
  key: VaultKey,
  from: Uint8Array | CipherFile | NewVault,
  onDemand = true,
): Promise<VaultPages | undefined> {
  const hook = onDemand ? hookOf(sqlite) : undefined;
  const seed = "seed" in from ? from.seed : undefined;
  const store = new PageStore(key, fileOf(from));
  if (seed !== undefined) store.write(0, 0, seed);
  if (hook !== undefined) return pagesOnDemand(sqlite, hook, store);
  const image = seed?.slice() ?? (await decryptImage(key, wholeOf(from)));
  return image === undefined ? undefined : wholeImage(sqlite, store, image);
}

function fileOf(from: Uint8Array | CipherFile | NewVault): CipherFile {
  if ("seed" in from) return new SealedFile(new Uint8Array(0), from.leasable);
  return from instanceof Uint8Array ? new SealedFile(from) : from;
}

function wholeOf(from: Uint8Array | CipherFile | NewVault): Uint8Array {
  if (from instanceof Uint8Array) return from;
  const image = new Uint8Array("pages" in from ? from.pages * PAGE_BYTES : 0);
  if ("pages" in from) from.copyTo(image, () => false);
  return image;
}

function pagesOnDemand(sqlite: Sqlite, hook: VfsHook, store: PageStore): VaultPages | undefined {
  const offer = hook.offer(vaultFile(store));
  try {
    leaveWalMode(store);
  } catch (error) {
    offer.withdraw();
    store.close();
    if (error instanceof Unreadable) throw error;
    return undefined;
  }
  const { pointer, close } = openByName(sqlite, offer.name);
  return {
    store,
    onDemand: true,
    connection: {
      pointer,
      check: () => {
        store.forgetUnread();
        if (store.damaged !== undefined) throw store.damaged;
      },
      failure: () => store.damaged ?? store.unread,
      image: () => {
        const image = new Uint8Array(store.size * PAGE_BYTES);
        for (let page = 0; page < store.size; page++) store.read(page, 0, pageOf(image, page));
        return image;
      },
      uncached: () => {
        store.forgetSeen();
      },
      close: () => {
        close();
        offer.withdraw();
        store.close();
      },
    },
    collect: () => undefined,
    revert: () => {
      // SQLite compares the change counter before its next statement and forgets what it had cached.
      store.revert();
      return true;
    },
    watch: (stop) => {
      hook.watch(stop);
    },
  };
}

/**
 * Reads the first page. A database that another program left in WAL mode asks for shared memory, which is not there;
 * the host opens none whose WAL still holds anything, and so the mode is a matter of two bytes
 * (https://www.sqlite.org/fileformat2.html, 1.3.3), written with the next save.
 */
function leaveWalMode(store: PageStore): void {
  const page = new Uint8Array(PAGE_BYTES);
  store.read(0, 0, page);
  const [written, read] = page.subarray(FORMAT_VERSIONS, FORMAT_VERSIONS + 2);
  if (written === WAL || read === WAL) store.write(0, FORMAT_VERSIONS, Uint8Array.of(ROLLBACK, ROLLBACK));
}

function vaultFile(store: PageStore): HookedFile {
  return {
    get size() {
      return store.size * PAGE_BYTES;
    },
    read: (at, target) => {
      const page = Math.floor(at / PAGE_BYTES);
      const offset = at % PAGE_BYTES;
      if (page >= store.size || offset + target.byteLength > PAGE_BYTES) {
        target.fill(0);
        return false;
      }
      store.read(page, offset, target);
      return true;
    },
    write: (at, bytes) => {
      if ((at % PAGE_BYTES) + bytes.byteLength > PAGE_BYTES) throw new RangeError("across pages");
      store.write(Math.floor(at / PAGE_BYTES), at % PAGE_BYTES, bytes);
    },
    truncate: (size) => {
      store.truncate(Math.ceil(size / PAGE_BYTES));
    },
    close: () => undefined,
  };
}

/** The fallback: the whole image in sql.js's file system, compared page by page when it is saved. */
function wholeImage(sqlite: Sqlite, store: PageStore, image: Uint8Array): VaultPages {
  const owner = imageConnection(sqlite, image);
  let last = image;
  return {
    store,
    onDemand: false,
    connection: {
      ...owner,
      close: () => {
        owner.close();
        last.fill(0);
        store.close();
      },
    },
    collect: () => {
      const now = owner.image();
      const pages = now.byteLength / PAGE_BYTES;
      if (pages < store.size) store.truncate(pages);
      for (let page = 0; page < pages; page++) {
        const bytes = pageOf(now, page);
        if (page * PAGE_BYTES >= last.byteLength || !sameBytes(bytes, pageOf(last, page)))
          store.write(page, 0, bytes);
      }
      last.fill(0);
      last = now;
    },
    revert: () => false,
    watch: () => undefined,
  };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  const one = new Int32Array(a.buffer, a.byteOffset, a.byteLength / 4);
  const other = new Int32Array(b.buffer, b.byteOffset, b.byteLength / 4);
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}
