import type { Sqlite } from "../sqlite-module.ts";
import { newCString } from "../sqlite-text.ts";

/*
 * sql.js exports no way to register a VFS. It has one, "unix", over its own file system in memory; its structure is
 * reached through the first field of every connection (struct sqlite3, sqliteInt.h), and its xOpen and xAccess are
 * replaced. Layouts of sqlite3_vfs, sqlite3_io_methods and sqlite3_file: https://www.sqlite.org/c3ref/vfs.html and
 * the pages beside it; pointers have four bytes.
 */
const VFS = { version: 0, fileBytes: 4, pathBytes: 8, name: 16, open: 24, access: 32 } as const;
const METHODS = 13;
const CODE = { ok: 0, interrupted: 9, notFound: 12, cannotOpen: 14 } as const;
const IO_ERROR = { shortRead: 522, write: 778, truncate: 1546, data: 8202 } as const;
/** SAFE_APPEND and POWERSAFE_OVERWRITE. */
const CHARACTERISTICS = 0x200 | 0x1000;
const SECTOR_BYTES = 4096;
const PREFIX = "/kurabito-vault-";

/** What SQLite does with an open file. Offsets and sizes in bytes. What is thrown becomes SQLite's I/O error. */
export interface HookedFile {
  readonly size: number;
  /** Fills `target`, zeros past the end; false when there was less than asked for. */
  read(at: number, target: Uint8Array): boolean;
  write(at: number, bytes: Uint8Array): void;
  truncate(size: number): void;
  close(): void;
}

/** The way from SQLite's file calls to ours. */
export interface VfsHook {
  /** Registers a database file; SQLite finds it under the name answered until it is taken away. */
  offer(file: HookedFile): { readonly name: string; withdraw(): void };
  /**
   * `stop` is asked at every call for a file from now on. True makes the running statement fail with SQLITE_INTERRUPT,
   * once: what SQLite then does to roll back must not fail.
   */
  watch(stop: (() => boolean) | undefined): void;
}

type Pointer = number;

/**
 * Hooks into SQLite's VFS, once a module. `temporary` makes a file without a name, for sorting. Undefined, and nothing
 * touched, when the module's structures are not as expected.
 */
export function hookVfs(sqlite: Sqlite, temporary: () => HookedFile): VfsHook | undefined {
  const vfs = findVfs(sqlite);
  if (vfs === undefined) return undefined;
  const { module, heap, functions } = sqlite;
  const view = (): DataView => new DataView(heap().buffer);
  const offered = new Map<string, HookedFile>();
  const open = new Map<number, HookedFile>();
  let stop: (() => boolean) | undefined;
  const hook: VfsHook = {
    watch: (asked) => {
      stop = asked;
    },
    offer: (file) => {
      const name = `${PREFIX}${String(++names)}`;
      offered.set(name, file);
      return { name, withdraw: () => offered.delete(name) };
    },
  };
  const methods = ioMethods(sqlite, open, () => {
    if (stop?.() !== true) return false;
    stop = undefined;
    return true;
  });
  const originalOpen = functions.get(view().getUint32(vfs + VFS.open, true)) as typeof openFile;
  const originalAccess = functions.get(view().getUint32(vfs + VFS.access, true)) as typeof access;
  let handles = 0;
  let names = 0;
  const openFile = (
    self: Pointer,
    path: Pointer,
    target: Pointer,
    flags: number,
    flagsOut: Pointer,
  ): number => {
    const file =
      path === 0 ? temporary() : isOurs(heap(), path) ? offered.get(module.UTF8ToString(path)) : null;
    if (file === null) return originalOpen(self, path, target, flags, flagsOut);
    if (file === undefined) {
      // SQLite closes what has methods, also after a failure.
      view().setUint32(target, 0, true);
      return CODE.cannotOpen;
    }
    handles++;
    open.set(handles, file);
    view().setUint32(target, methods, true);
    view().setUint32(target + 4, handles, true);
    if (flagsOut !== 0) view().setUint32(flagsOut, flags, true);
    return CODE.ok;
  };
  const access = (self: Pointer, path: Pointer, flags: number, answer: Pointer): number => {
    if (!isOurs(heap(), path)) return originalAccess(self, path, flags, answer);
    // No journal of a vault lies where SQLite would look for it.
    view().setUint32(answer, 0, true);
    return CODE.ok;
  };
  const openAt = module.addFunction(openFile, "iiiiii");
  const accessAt = module.addFunction(access, "iiiii");
  view().setUint32(vfs + VFS.open, openAt, true);
  view().setUint32(vfs + VFS.access, accessAt, true);
  return hook;
}

/** The structure of the one VFS of this module, or undefined when what lies there does not look like it. */
function findVfs(sqlite: Sqlite): Pointer | undefined {
  const { module, heap, functions } = sqlite;
  const name = newCString(sqlite, ":memory:");
  const out = module._malloc(4);
  try {
    const opened = module._sqlite3_open(name, out);
    const view = new DataView(heap().buffer);
    const word = (at: Pointer): number =>
      at > 0 && at + 4 <= view.byteLength ? view.getUint32(at, true) : 0;
    const db = word(out);
    if (opened !== CODE.ok || db === 0) return undefined;
    const vfs = word(db);
    const isFunction = (at: Pointer): boolean =>
      word(at) > 0 && word(at) < functions.length && typeof functions.get(word(at)) === "function";
    const sound =
      vfs % 4 === 0 &&
      word(vfs + VFS.version) >= 1 &&
      word(vfs + VFS.version) <= 3 &&
      word(vfs + VFS.fileBytes) >= 8 &&
      word(vfs + VFS.fileBytes) <= 1024 &&
      word(vfs + VFS.pathBytes) >= 64 &&
      word(vfs + VFS.pathBytes) <= 8192 &&
      text(heap(), word(vfs + VFS.name)) === "unix" &&
      isFunction(vfs + VFS.open) &&
      isFunction(vfs + VFS.access);
    module._sqlite3_close_v2(db);
    return sound ? vfs : undefined;
  } finally {
    module._free(out);
    module._free(name);
  }
}

function text(heap: Uint8Array, at: Pointer): string {
  let name = "";
  for (let i = at; i > 0 && i < at + 8 && (heap[i] ?? 0) !== 0; i++)
    name += String.fromCharCode(heap[i] ?? 0);
  return name;
}

function isOurs(heap: Uint8Array, path: Pointer): boolean {
  for (let i = 0; i < PREFIX.length; i++) if (heap[path + i] !== PREFIX.charCodeAt(i)) return false;
  return true;
}

/** A sqlite3_io_methods of version 1 whose calls go to the file of the handle in the second word of sqlite3_file. */
function ioMethods(sqlite: Sqlite, open: Map<number, HookedFile>, stopped: () => boolean): Pointer {
  const { module, heap } = sqlite;
  const view = (): DataView => new DataView(heap().buffer);
  const call = (handle: Pointer, failure: number, work: (file: HookedFile) => number): number => {
    try {
      if (stopped()) return CODE.interrupted;
      const file = open.get(view().getUint32(handle + 4, true));
      return file === undefined ? failure : work(file);
    } catch {
      // Nothing may be thrown through SQLite; what failed is asked of the file afterwards.
      return failure;
    }
  };
  const put = (at: Pointer, value: number): number => {
    view().setUint32(at, value, true);
    return CODE.ok;
  };
  const close = (handle: Pointer): number => {
    const id = view().getUint32(handle + 4, true);
    open.get(id)?.close();
    open.delete(id);
    return CODE.ok;
  };
  const read = (handle: Pointer, target: Pointer, bytes: number, at: bigint): number =>
    call(handle, IO_ERROR.data, (file) =>
      file.read(Number(at), heap().subarray(target, target + bytes)) ? CODE.ok : IO_ERROR.shortRead,
    );
  const write = (handle: Pointer, source: Pointer, bytes: number, at: bigint): number =>
    call(handle, IO_ERROR.write, (file) => {
      file.write(Number(at), heap().subarray(source, source + bytes));
      return CODE.ok;
    });
  const truncate = (handle: Pointer, size: bigint): number =>
    call(handle, IO_ERROR.truncate, (file) => {
      file.truncate(Number(size));
      return CODE.ok;
    });
  const size = (handle: Pointer, answer: Pointer): number => {
    view().setBigInt64(answer, BigInt(open.get(view().getUint32(handle + 4, true))?.size ?? 0), true);
    return CODE.ok;
  };
  const nothing = (): number => CODE.ok;
  const table: readonly (readonly [(...parameters: never[]) => number, string])[] = [
    [close, "ii"],
    [read, "iiiij"],
    [write, "iiiij"],
    [truncate, "iij"],
    [nothing, "iii"], // sync: durability is the saved file's business
    [size, "iii"],
    [nothing, "iii"], // lock: one connection a vault
    [nothing, "iii"], // unlock
    [(_: Pointer, answer: Pointer) => put(answer, 0), "iii"], // nobody else holds a reserved lock
    [() => CODE.notFound, "iiii"], // file control
    [() => SECTOR_BYTES, "ii"],
    [() => CHARACTERISTICS, "ii"],
  ];
  const methods = module._malloc(4 * METHODS);
  put(methods, 1);
  table.forEach(([method, signature], i) =>
    put(methods + 4 * (i + 1), module.addFunction(method, signature)),
  );
  return methods;
}
