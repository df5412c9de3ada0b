import { randomUUID } from "node:crypto";
import { fault, type Outcome } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import type { FileSystem, PlacedFile } from "./file-system.ts";
import { pageBytes, pageTagBytes } from "./manifests.ts";

/** Handles a path may have at a time; a window that was reloaded without a word leaves one behind. */
const mostLeases = 8;
/** What is read at a time when a file is gone through. */
const readAtOnce = 2 ** 20;

interface Lease {
  readonly path: string;
  readonly file: PlacedFile;
}

/**
 * Files kept open for a holder of the key who reads them piece by piece. A lease is one file for good: a commit written
 * into it shows at once, a file put in its place under the same name does not.
 */
export interface Leases {
  /** Opens a file and answers with its lease's name. @throws the file system's error. */
  begin(path: string): Promise<string>;
  /** The tags of all whole pages of a leased file, one after the other. @throws the file system's error. */
  tags(lease: string, bytes: number): Promise<Uint8Array>;
  /** Some bytes. Fault: "file-unreadable", also for fewer bytes than asked for, and where there is no such lease. */
  read(lease: string, at: number, length: number): Promise<Outcome<Uint8Array>>;
  /** The same at once; false where they cannot be read. */
  readNow(lease: string, at: number, target: Uint8Array): boolean;
  /** A name under which another process of this user reaches the very same open file, where the system has one; else its path. */
  reachedAt(lease: string): string | undefined;
  end(lease: string): Promise<void>;
  /** Ends those of one path, or all. */
  endAll(path?: string): Promise<void>;
}

/** No leases yet, over a file system. */
export function createLeases(fs: FileSystem): Leases {
  const leases = new Map<string, Lease>();
  const end = async (name: string): Promise<void> => {
    const lease = leases.get(name);
    leases.delete(name);
    // Nothing was written through it: a handle that does not close well has lost nothing.
    await lease?.file.close().catch(() => undefined);
  };
  const of = (path: string): string[] =>
    [...leases].filter(([, lease]) => lease.path === path).map(([name]) => name);
  return {
    begin: async (path) => {
      const name = randomUUID();
      leases.set(name, { path, file: await fs.open(path, "read") });
      for (const old of of(path).slice(0, -mostLeases)) await end(old);
      return name;
    },
    tags: async (name, bytes) => {
      const lease = leases.get(name);
      if (lease === undefined) throw new Error("no such lease");
      return tagsOf(lease.file, bytes);
    },
    read: async (name, at, length) => {
      const bytes = new Uint8Array(length);
      const read = await leases
        .get(name)
        ?.file.readInto(at, bytes)
        .catch(() => undefined);
      return read === length ? ok(bytes) : fault("file-unreadable");
    },
    readNow: (name, at, target) => {
      try {
        return leases.get(name)?.file.readNow(at, target) === target.byteLength;
      } catch {
        return false;
      }
    },
    reachedAt: (name) => {
      const lease = leases.get(name);
      const number = lease?.file.descriptor;
      if (number === undefined || process.platform !== "linux") return lease?.path;
      return `/proc/${String(process.pid)}/fd/${String(number)}`;
    },
    end,
    endAll: async (path) => {
      for (const name of path === undefined ? [...leases.keys()] : of(path)) await end(name);
    },
  };
}

/** What a file is known by page by page, in one go through it and without holding it. */
async function tagsOf(file: PlacedFile, bytes: number): Promise<Uint8Array> {
  const pages = Math.floor(bytes / pageBytes);
  const tags = new Uint8Array(pages * pageTagBytes);
  const piece = new Uint8Array(Math.min(readAtOnce, pages * pageBytes));
  for (let page = 0; page < pages;) {
    const wanted = piece.subarray(0, Math.min(piece.byteLength, (pages - page) * pageBytes));
    if ((await file.readInto(page * pageBytes, wanted)) !== wanted.byteLength)
      throw Object.assign(new Error("the file ends early"), { code: "EIO" });
    for (let end = pageBytes; end <= wanted.byteLength; end += pageBytes, page++)
      tags.set(wanted.subarray(end - pageTagBytes, end), page * pageTagBytes);
  }
  return tags;
}
