import { dirname } from "node:path";
import type { FaultCode } from "../../workers/base/fault.ts";
import type { WholeSave } from "../../workers/terms/vault-file.ts";
import { publishFile, replaceFile, unfinishedName, writeNewFile } from "./durable-write.ts";
import { errnoOf, removeQuietly, type FileSystem } from "./file-system.ts";
import type { Disk } from "./heal.ts";
import { tagOf, whyNotWritable, type HeldVault, type SeenFile } from "./held-vault.ts";
import {
  markOf,
  packManifest,
  pageBytes,
  promoteManifest,
  stageManifest,
  type StateMark,
} from "./manifests.ts";
import { sideFilesOf } from "./side-files.ts";

/** Pages compared at once when the first one does not tell two files apart. */
const comparedAtOnce = 64;

/**
 * Writes the whole file anew in the place of the old one, with its manifest. `wrote` hears what lies at the
 * vault's path as soon as it does, whatever fails afterwards.
 *
 * @returns why it may not be written, or undefined when all is durable.
 * @throws the file system's error; the caller then heals.
 */
export async function saveWhole(
  disk: Disk,
  vault: HeldVault,
  file: WholeSave,
  wrote: (seen: SeenFile) => void,
): Promise<FaultCode | undefined> {
  const { fs } = disk;
  const { path } = vault;
  const side = sideFilesOf(path);
  const unfinished = unfinishedName(path);
  let inPlace = false;
  try {
    const packed = packManifest(file.manifest, await markAfter(fs, path, file.bytes));
    await stageManifest(fs, side, packed);
    await writeNewFile(fs, unfinished, file.bytes);
    // The manifest under way must outlive any crash that the new file outlives.
    await fs.syncFolder(dirname(path));
    const refused = await whyNotWritable(disk, vault, file.base);
    if (refused !== undefined) return refused;
    await putInPlace(disk, vault, unfinished, file.bytes, wrote);
    inPlace = true;
    await fs.syncFolder(dirname(path));
    await promoteManifest(fs, side, disk.wait);
    await fs.syncFolder(dirname(path));
    return undefined;
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
    return "vault-changed-outside";
  } finally {
    if (!inPlace) for (const name of [unfinished, side.nextManifest]) await removeQuietly(fs, name);
  }
}

/** A rename keeps inode, size and time: what was written is what is there afterwards. */
async function putInPlace(
  { fs, wait }: Disk,
  vault: HeldVault,
  unfinished: string,
  bytes: Uint8Array,
  wrote: (seen: SeenFile) => void,
): Promise<void> {
  const { size, inode, mtimeNs } = await fs.status(unfinished);
  // A new vault's first save never overwrites what appeared under its name.
  if (vault.seen === undefined) await publishFile(fs, unfinished, vault.path);
  else await replaceFile(fs, unfinished, vault.path, wait);
  wrote({ size, inode, mtimeNs, tag: tagOf(bytes) });
  // A first save has given the file a second name.
  await removeQuietly(fs, unfinished);
}

/** A mark by the first page in which the new file differs from the one that is there. */
async function markAfter(fs: FileSystem, path: string, bytes: Uint8Array): Promise<StateMark> {
  const pages = Math.max(1, Math.ceil(bytes.byteLength / pageBytes));
  const page = Math.min(pages, await firstDifference(fs, path, bytes));
  return markOf(bytes.byteLength, page, bytes.subarray((page - 1) * pageBytes, page * pageBytes));
}

async function firstDifference(fs: FileSystem, path: string, bytes: Uint8Array): Promise<number> {
  try {
    const old = await fs.open(path, "read");
    try {
      for (
        let page = 1, count = 1;
        (page - 1) * pageBytes < bytes.byteLength;
        page += count, count = comparedAtOnce
      ) {
        const position = (page - 1) * pageBytes;
        const now = await old.readAt(position, count * pageBytes);
        const then = bytes.subarray(position, position + count * pageBytes);
        if (Buffer.compare(now, then) !== 0) return page + Math.floor(commonBytes(now, then) / pageBytes);
      }
    } finally {
      await old.close();
    }
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw error;
  }
  return 1;
}

function commonBytes(a: Uint8Array, b: Uint8Array): number {
  const end = Math.min(a.byteLength, b.byteLength);
  let at = 0;
  while (at < end && a[at] === b[at]) at++;
  return at;
}
