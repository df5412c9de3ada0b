import { dirname } from "node:path";
import { replaceFile, unfinishedName, writeNewFile } from "./durable-write.ts";
import { readIfThere, removeQuietly, statusIfThere } from "./file-system.ts";
import type { Disk } from "./heal.ts";
import { sideFilesOf } from "./side-files.ts";

/** The log of erasures of a vault, or undefined where there is none. @throws the file system's error. */
export async function readErasureLog({ fs }: Disk, path: string): Promise<Uint8Array | undefined> {
  return readIfThere(fs, sideFilesOf(path).erasures);
}

/** Puts a log of erasures in the place of the one before; answers once it is durable. @throws the file system's error. */
export async function writeErasureLog({ fs, wait }: Disk, path: string, log: Uint8Array): Promise<void> {
  const { backups, erasures } = sideFilesOf(path);
  if ((await statusIfThere(fs, backups)) === undefined) {
    await fs.makeFolder(backups);
    await fs.syncFolder(dirname(backups));
  }
  const unfinished = unfinishedName(erasures);
  await writeNewFile(fs, unfinished, log);
  try {
    await replaceFile(fs, unfinished, erasures, wait);
  } catch (error) {
    await removeQuietly(fs, unfinished);
    throw error;
  }
  await fs.syncFolder(backups);
}
