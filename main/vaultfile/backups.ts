import { dirname, join } from "node:path";
import { backupReasons, type BackupEntry, type BackupReason } from "../../workers/terms/vault-file.ts";
import { publishFile, unfinishedName, unfinishedOf, writeNewFile } from "./durable-write.ts";
import {
  errnoOf,
  readIfThere,
  removeIfThere,
  removeQuietly,
  statusIfThere,
  type FileSystem,
  type PlacedFile,
} from "./file-system.ts";
import { readManifests } from "./manifests.ts";
import { sideFilesOf, vaultExtension } from "./side-files.ts";

/*
 * A backup is a vault's file and its manifest, copied under a name that says when and why:
 * NAME.backups/20261122T031455123Z-daily.kura and the same with ".fresh". The manifest is durable before the file
 * gets its name, and only a file with such a name is a backup, so there never is half of one.
 */

const idPattern = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-([a-z]+)$/;
const copiedAtOnce = 1024 * 1024;

/** Where the file of a backup lies; undefined for an id that is none. */
export function backupPath(path: string, id: string): string | undefined {
  return entryParts(id) === undefined ? undefined : join(sideFilesOf(path).backups, id + vaultExtension);
}

/**
 * Copies a vault's file and manifest into its folder of backups; answers once both are durable. The caller holds
 * the vault and lets nothing write it meanwhile. On failure nothing is left.
 *
 * @throws the file system's error.
 */
export async function copyToBackup(
  fs: FileSystem,
  path: string,
  reason: BackupReason,
  now: Date = new Date(),
): Promise<BackupEntry> {
  const { backups } = sideFilesOf(path);
  if ((await statusIfThere(fs, backups)) === undefined) {
    await fs.makeFolder(backups);
    await fs.syncFolder(dirname(backups));
  }
  await sweepBackups(fs, backups);
  for (let at = now; ; at = new Date(at.getTime() + 1)) {
    const id = `${at.toISOString().replace(/[-:.]/g, "")}-${reason}`;
    const copy = join(backups, id + vaultExtension);
    if ((await statusIfThere(fs, copy)) !== undefined) continue;
    const bytes = await makeCopy(fs, path, copy);
    return { id, reason, at: at.toISOString(), bytes };
  }
}

async function makeCopy(fs: FileSystem, path: string, copy: string): Promise<number> {
  const unfinished = unfinishedName(copy);
  const target = sideFilesOf(copy).manifest;
  const folder = dirname(copy);
  const made = [target, unfinished];
  try {
    const manifest = await readIfThere(fs, sideFilesOf(path).manifest);
    if (manifest !== undefined) await writeNewFile(fs, target, manifest);
    const source = await fs.open(path, "read");
    try {
      await writeNewFile(fs, unfinished, piecesOf(source));
    } finally {
      await source.close();
    }
    await fs.syncFolder(folder);
    await publishFile(fs, unfinished, copy);
    made.unshift(copy);
    await removeIfThere(fs, unfinished);
    await fs.syncFolder(folder);
    return Number((await fs.status(copy)).size);
  } catch (error) {
    for (const name of made) await removeQuietly(fs, name);
    throw error;
  }
}

async function* piecesOf(file: PlacedFile): AsyncGenerator<Uint8Array> {
  for (let at = 0; ;) {
    const piece = await file.readAt(at, copiedAtOnce);
    if (piece.byteLength === 0) return;
    yield piece;
    at += piece.byteLength;
  }
}

/** The backups of a vault, newest first; none when there is no such folder. @throws the file system's error. */
export async function listBackups(fs: FileSystem, path: string): Promise<readonly BackupEntry[]> {
  const { backups } = sideFilesOf(path);
  const entries: BackupEntry[] = [];
  for (const name of await namesIn(fs, backups)) {
    if (!name.endsWith(vaultExtension)) continue;
    const id = name.slice(0, -vaultExtension.length);
    const parts = entryParts(id);
    const status = parts === undefined ? undefined : await statusIfThere(fs, join(backups, name));
    if (parts === undefined || status?.kind !== "file") continue;
    entries.push({ id, ...parts, bytes: Number(status.size) });
  }
  return entries.sort((a, b) => (a.id < b.id ? 1 : -1));
}

function entryParts(id: string): Pick<BackupEntry, "reason" | "at"> | undefined {
  const match = idPattern.exec(id);
  const reason = backupReasons.find((known) => known === match?.[8]);
  if (match === null || reason === undefined) return undefined;
  const [, year, month, day, hour, minute, second, ms] = match as unknown as readonly string[];
  return { reason, at: `${year!}-${month!}-${day!}T${hour!}:${minute!}:${second!}.${ms!}Z` };
}

/** A backup's manifest, for its file is read or lent apart. @throws the file system's error. */
export async function backupManifests(fs: FileSystem, file: string): Promise<readonly Uint8Array[]> {
  return readManifests(fs, sideFilesOf(file));
}

/** Removes a backup; fine for one that is gone. @throws the file system's error. */
export async function removeBackup(fs: FileSystem, file: string): Promise<void> {
  await removeIfThere(fs, file);
  await removeIfThere(fs, sideFilesOf(file).manifest);
  await fs.syncFolder(dirname(file));
}

/** Removes all backups of a vault, and their folder when nothing else is in it. @throws the file system's error. */
export async function removeAllBackups(fs: FileSystem, path: string): Promise<void> {
  const { backups } = sideFilesOf(path);
  if ((await statusIfThere(fs, backups))?.kind !== "folder") return;
  for (const { id } of await listBackups(fs, path))
    await removeBackup(fs, join(backups, id + vaultExtension));
  await removeIfThere(fs, sideFilesOf(path).erasures);
  await sweepBackups(fs, backups);
  try {
    await fs.removeFolder(backups);
  } catch (error) {
    // Something of the user's own lies in it.
    if (!["ENOTEMPTY", "EEXIST"].includes(errnoOf(error))) throw error;
  }
}

/** Removes what copies and removals that were cut off have left: hidden files, and manifests without their file. */
async function sweepBackups(fs: FileSystem, backups: string): Promise<void> {
  const names = await namesIn(fs, backups);
  const there = new Set(names);
  for (const name of names) {
    const file = name.replace(/\.fresh$/, "");
    const id = file.replace(/\.kura$/, "");
    const orphan =
      name.endsWith(`${vaultExtension}.fresh`) && !there.has(file) && entryParts(id) !== undefined;
    if (orphan || unfinishedOf(name) !== undefined) await removeQuietly(fs, join(backups, name));
  }
}

async function namesIn(fs: FileSystem, folder: string): Promise<readonly string[]> {
  try {
    return await fs.list(folder);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return [];
    throw error;
  }
}
