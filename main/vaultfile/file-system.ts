import { constants, readSync } from "node:fs";
import * as fsp from "node:fs/promises";

/** What tells one state of a file from another without reading it. */
export interface FileIdentity {
  readonly size: bigint;
  readonly inode: bigint;
  readonly mtimeNs: bigint;
}

export interface FileStatus extends FileIdentity {
  readonly kind: "file" | "folder" | "link" | "other";
}

/** An open file that is being written. */
export interface OpenFile {
  /** Writes at the file's end and answers how many bytes went out, which may be fewer than asked. */
  write(bytes: Uint8Array): Promise<number>;
  /** Answers once what was written is on the medium. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A file that is there already, read and written at places of the caller's choosing. */
export interface PlacedFile {
  /** Reads from `position`: `length` bytes, fewer only at the file's end. */
  readAt(position: number, length: number): Promise<Uint8Array>;
  /** Reads from `position` into `target` and answers how many bytes there were: fewer than asked only at the file's end. */
  readInto(position: number, target: Uint8Array): Promise<number>;
  /** The same at once, on this thread. @throws the file system's error. */
  readNow(position: number, target: Uint8Array): number;
  /** The system's number of the open file, where there is one. */
  readonly descriptor?: number;
  /** Writes at `position` and answers how many bytes went out, which may be fewer than asked. */
  writeAt(position: number, bytes: Uint8Array): Promise<number>;
  /** Cuts the file to `bytes`. */
  truncate(bytes: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The few calls the vault's durability rests on, in one place so that tests can fail each of them. */
export interface FileSystem {
  /** A new file, readable by its owner alone; rejects with EEXIST when the name is taken. */
  create(path: string): Promise<OpenFile>;
  read(path: string): Promise<Uint8Array>;
  /** An existing file; a symbolic link is not followed. */
  open(path: string, access: "read" | "write"): Promise<PlacedFile>;
  /** Status of the name itself: a symbolic link is not followed. */
  status(path: string): Promise<FileStatus>;
  rename(from: string, to: string): Promise<void>;
  /** A second name for the same file; rejects with EEXIST when the name is taken. */
  link(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  list(folder: string): Promise<readonly string[]>;
  makeFolder(path: string): Promise<void>;
  /** Removes an empty folder. */
  removeFolder(path: string): Promise<void>;
  realPath(path: string): Promise<string>;
  /** Makes names created, renamed or removed in a folder durable. */
  syncFolder(path: string): Promise<void>;
  /** Sets the time of last change to now. */
  touch(path: string): Promise<void>;
}

/** Node's reasons for not syncing a folder on systems that have no such call. */
const folderSyncUnsupported = new Set(["EISDIR", "EINVAL", "ENOTSUP", "ENOSYS"]);

/** The real disk. */
export const diskFileSystem: FileSystem = {
  async create(path) {
    const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY;
    const handle = await fsp.open(path, flags, 0o600);
    return {
      write: async (bytes) => (await handle.write(bytes)).bytesWritten,
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  },
  async read(path) {
    const buffer = await fsp.readFile(path);
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  },
  async open(path, access) {
    const how = access === "read" ? constants.O_RDONLY : constants.O_RDWR;
    // Windows has no such flag, and no links an ordinary user can make.
    const handle = await fsp.open(path, how | ((constants.O_NOFOLLOW as number | undefined) ?? 0));
    return {
      readAt: async (position, length) => {
        const bytes = new Uint8Array(length);
        return bytes.subarray(0, await readInto(handle, position, bytes));
      },
      readInto: (position, target) => readInto(handle, position, target),
      readNow: (position, target) => readNow(handle.fd, position, target),
      descriptor: handle.fd,
      writeAt: async (position, bytes) =>
        (await handle.write(bytes, 0, bytes.byteLength, position)).bytesWritten,
      truncate: (bytes) => handle.truncate(bytes),
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  },
  async status(path) {
    const stat = await fsp.lstat(path, { bigint: true });
    const kind = stat.isFile()
      ? "file"
      : stat.isDirectory()
        ? "folder"
        : stat.isSymbolicLink()
          ? "link"
          : "other";
    return { size: stat.size, inode: stat.ino, mtimeNs: stat.mtimeNs, kind };
  },
  rename: (from, to) => fsp.rename(from, to),
  link: (from, to) => fsp.link(from, to),
  remove: (path) => fsp.unlink(path),
  list: (folder) => fsp.readdir(folder),
  async makeFolder(path) {
    await fsp.mkdir(path, { recursive: true, mode: 0o700 });
  },
  removeFolder: (path) => fsp.rmdir(path),
  realPath: (path) => fsp.realpath(path),
  async syncFolder(path) {
    // Windows has no handle to a folder that can be synced; its rename is journaled by the file system.
    if (process.platform === "win32") return;
    const handle = await fsp.open(path, constants.O_RDONLY);
    try {
      await handle.sync();
    } catch (error) {
      if (!folderSyncUnsupported.has(errnoOf(error))) throw error;
    } finally {
      await handle.close();
    }
  },
  async touch(path) {
    const now = new Date();
    await fsp.utimes(path, now, now);
  },
};

async function readInto(handle: fsp.FileHandle, position: number, target: Uint8Array): Promise<number> {
  let done = 0;
  while (done < target.byteLength) {
    const { bytesRead } = await handle.read(target, done, target.byteLength - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

function readNow(descriptor: number, position: number, target: Uint8Array): number {
  let done = 0;
  while (done < target.byteLength) {
    const read = readSync(descriptor, target, done, target.byteLength - done, position + done);
    if (read === 0) break;
    done += read;
  }
  return done;
}

/** The system's name of an error (`ENOSPC`), or the empty string when it has none. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** Whether two states of a file are the same state. */
export function sameIdentity(a: FileIdentity, b: FileIdentity): boolean {
  return a.size === b.size && a.inode === b.inode && a.mtimeNs === b.mtimeNs;
}

/** The status of a name, or undefined when there is nothing of that name. */
export async function statusIfThere(fs: FileSystem, path: string): Promise<FileStatus | undefined> {
  try {
    return await fs.status(path);
  } catch (error) {
    if (errnoOf(error) === "ENOENT" || errnoOf(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

/** The bytes of a file, or undefined when there is nothing of that name. */
export async function readIfThere(fs: FileSystem, path: string): Promise<Uint8Array | undefined> {
  try {
    return await fs.read(path);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Removes a name that may be gone already. Rejects with the file system's error otherwise. */
export async function removeIfThere(fs: FileSystem, path: string): Promise<void> {
  try {
    await fs.remove(path);
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw error;
  }
}

/** Removes a name; silent when it is gone or cannot be removed, for use while another failure is being reported. */
export async function removeQuietly(fs: FileSystem, path: string): Promise<void> {
  try {
    await fs.remove(path);
  } catch {
    // The caller already reports a failure; the next opening sweeps what is left.
  }
}
