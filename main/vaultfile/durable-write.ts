import { randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { errnoOf, removeQuietly, type FileSystem } from "./file-system.ts";

/** What a virus scanner or an indexer causes by holding a file for a moment. */
const passing = new Set(["EBUSY", "EPERM", "EACCES"]);
const mostTries = 20;

/** How long to wait before try `n + 1`, in ms: 20 tries take about 9 s at most. */
const waitBefore = (attempt: number): number => Math.min(50 * attempt, 600);

/** The timing of retries; tests pass one that does not wait. */
export type Pause = (ms: number) => Promise<void>;

export const realPause: Pause = async (ms) => {
  await pause(ms);
};

/** A hidden name beside `path` for bytes that are not yet it. */
export function unfinishedName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(8).toString("hex")}.new`);
}

/** The name a file was to get whose hidden name `unfinishedName` made; undefined for any other name. */
export function unfinishedOf(name: string): string | undefined {
  return /^\.(.+)\.[0-9a-f]{16}\.new$/s.exec(name)?.[1];
}

/**
 * Writes all bytes, given at once or piece by piece, to a file that does not exist yet and syncs it. On failure nothing of that name is left.
 *
 * @throws the file system's error.
 */
export async function writeNewFile(
  fs: FileSystem,
  path: string,
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  const file = await fs.create(path);
  try {
    try {
      if (bytes instanceof Uint8Array) await writeAll((rest) => file.write(rest), bytes);
      else for await (const piece of bytes) await writeAll((rest) => file.write(rest), piece);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await removeQuietly(fs, path);
    throw error;
  }
}

/** Short writes are legal (a nearly full disk, a signal): go on until all is out or the disk says no. */
export async function writeAll(
  write: (rest: Uint8Array, done: number) => Promise<number>,
  bytes: Uint8Array,
): Promise<void> {
  let done = 0;
  while (done < bytes.byteLength) {
    const written = await write(bytes.subarray(done), done);
    if (written === 0) throw Object.assign(new Error("the disk takes no more bytes"), { code: "ENOSPC" });
    done += written;
  }
}

/**
 * Puts a finished file in the place of another, trying again while a scanner holds it.
 *
 * @throws the file system's error after the last try; the caller then removes the finished file.
 */
export async function replaceFile(
  fs: FileSystem,
  finished: string,
  path: string,
  wait: Pause = realPause,
): Promise<void> {
  await insist(() => fs.rename(finished, path), wait);
}

/** Tries again while a scanner holds the file. @throws the file system's error after the last try. */
export async function insist<T>(call: () => Promise<T>, wait: Pause): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt === mostTries || !passing.has(errnoOf(error))) throw error;
      await wait(waitBefore(attempt));
    }
  }
}

/**
 * Gives a finished file its name unless the name is taken, in one step where the file system has hard
 * links; elsewhere (FAT, exFAT) by reserving the name first. The finished file's hidden name may remain.
 *
 * @throws the file system's error, EEXIST when the name is taken.
 */
export async function publishFile(fs: FileSystem, finished: string, path: string): Promise<void> {
  try {
    await fs.link(finished, path);
  } catch (error) {
    if (!["EPERM", "ENOTSUP", "ENOSYS", "EMLINK"].includes(errnoOf(error))) throw error;
    const reserved = await fs.create(path);
    try {
      await reserved.close();
      await fs.rename(finished, path);
    } catch (cause) {
      await removeQuietly(fs, path);
      throw cause;
    }
  }
}
