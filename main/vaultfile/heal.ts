import { dirname } from "node:path";
import { insist, writeAll, type Pause } from "./durable-write.ts";
import { readIfThere, removeIfThere, removeQuietly, statusIfThere, type FileSystem } from "./file-system.ts";
import { isInState, pageBytes, promoteManifest, unpackManifest } from "./manifests.ts";
import { findJournal, readRun, sha256, type SealedJournal } from "./sealed-journal.ts";
import { sideFilesOf, type SideFiles } from "./side-files.ts";

/** The disk, and how to wait for a scanner. */
export interface Disk {
  readonly fs: FileSystem;
  readonly wait: Pause;
}

/**
 * What a vault's file was found to be: `sound`, the state before or after the last commit with the manifest that
 * belongs to it; `undecided`, a commit was cut off, another program took its journal, and only the holder of
 * the key can tell what it made of the pages; `in-use`, another program is in a transaction, or was cut off in
 * one and must heal its own.
 */
export type Healing = "sound" | "undecided" | "in-use";

/**
 * Ends what was cut off: takes back a commit that did not come to its end, and clears away what is left of one
 * that did. For the holder of the lock. Cut off itself, it begins anew the next time.
 *
 * @throws the file system's error.
 */
export async function heal(disk: Disk, path: string): Promise<Healing> {
  const { fs } = disk;
  const side = sideFilesOf(path);
  const log = await statusIfThere(fs, side.log);
  if (log !== undefined && log.size > 0n) return "in-use";
  const standard = await findJournal(fs, side.journal);
  if (standard.kind === "other") return "in-use";
  if (standard.kind === "dead") await removeIfThere(fs, side.journal);
  if (standard.kind === "ours") {
    // Without its manifest under way the commit was complete, or no page had been touched yet.
    if (await hasItsManifest(fs, side, standard.journal)) await takeBack(disk, path, standard.journal);
    else await drop(fs, side, [side.journal, side.recovery]);
    return settleManifests(disk, path);
  }
  const kept = await findJournal(fs, side.recovery);
  if (kept.kind === "ours" && (await hasItsManifest(fs, side, kept.journal))) {
    const state = await stateOf(fs, path, kept.journal);
    if (state === "neither") return "undecided";
    if (state === "mixture") await rollBack(disk, path, kept.journal);
    if (state !== "after") await drop(fs, side, [side.nextManifest]);
  }
  if (kept.kind !== "none") await drop(fs, side, [side.recovery]);
  return settleManifests(disk, path);
}

/**
 * Ends an `undecided` commit by the answer of the key's holder: back to the state before, or as it is.
 *
 * @throws the file system's error.
 */
export async function settle(disk: Disk, path: string, rollBack: boolean): Promise<void> {
  const side = sideFilesOf(path);
  const kept = await findJournal(disk.fs, side.recovery);
  if (rollBack && kept.kind === "ours") await takeBack(disk, path, kept.journal);
  else await drop(disk.fs, side, [side.recovery]);
  await settleManifests(disk, path);
}

/** Whether the manifest under way is the one a journal was written for. */
async function hasItsManifest(fs: FileSystem, side: SideFiles, journal: SealedJournal): Promise<boolean> {
  const next = await readIfThere(fs, side.nextManifest);
  return next !== undefined && sha256(next).equals(journal.manifestSha256);
}

async function takeBack(disk: Disk, path: string, journal: SealedJournal): Promise<void> {
  const side = sideFilesOf(path);
  await rollBack(disk, path, journal);
  await drop(disk.fs, side, [side.nextManifest, side.journal, side.recovery]);
}

/** Puts the journaled pages back and gives the file its old size, synced. @throws the file system's error. */
async function rollBack({ fs, wait }: Disk, path: string, journal: SealedJournal): Promise<void> {
  const file = await insist(() => fs.open(path, "write"), wait);
  try {
    for (const { page, bytes } of journal.pages) {
      const position = (page - 1) * pageBytes;
      await writeAll((rest, done) => file.writeAt(position + done, rest), bytes);
    }
    await file.truncate(journal.pageCount * pageBytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function drop(fs: FileSystem, side: SideFiles, names: readonly string[]): Promise<void> {
  for (const name of names) await removeIfThere(fs, name);
  await fs.syncFolder(dirname(side.manifest));
}

/**
 * What a file is, by the pages a commit was to change: as before, as after, a mixture of just these two, or with
 * pages that are neither. A torn page is neither, and so is one that another program wrote after taking the commit
 * back: such a program writes page 1, and page 1 is in every commit of SQLite's.
 */
async function stateOf(
  fs: FileSystem,
  path: string,
  journal: SealedJournal,
): Promise<"before" | "after" | "mixture" | "neither"> {
  const size = Number((await fs.status(path)).size);
  const file = await fs.open(path, "read");
  try {
    let before = size === journal.pageCount * pageBytes;
    let after = size === journal.pagesAfter * pageBytes;
    for (const { page, bytes } of journal.pages) {
      const now = await readRun(file, { first: page, count: 1 });
      const isOriginal = now !== undefined && Buffer.compare(now, bytes) === 0;
      const isChanged = isAsChanged(journal, page, now);
      if (!isOriginal && !isChanged) return "neither";
      before &&= isOriginal;
      after &&= isChanged;
    }
    for (let page = journal.pageCount + 1; after && page <= journal.pagesAfter; page++)
      after = isAsChanged(journal, page, await readRun(file, { first: page, count: 1 }));
    return before ? "before" : after ? "after" : "mixture";
  } finally {
    await file.close();
  }
}

/** Whether a page is as its commit is to leave it: changed, or cut off. */
function isAsChanged(journal: SealedJournal, page: number, now: Uint8Array | undefined): boolean {
  const expected = journal.changed.get(page);
  if (now === undefined) return expected === undefined;
  return expected?.equals(sha256(now)) ?? false;
}

/**
 * A manifest under way with nothing else left of its save: the save was cut off between putting the file in
 * place and putting the manifest in place, or before either.
 */
async function settleManifests(disk: Disk, path: string): Promise<"sound"> {
  const { fs, wait } = disk;
  const side = sideFilesOf(path);
  const next = await readIfThere(fs, side.nextManifest);
  if (next === undefined) return "sound";
  const { mark } = unpackManifest(next);
  const size = Number((await fs.status(path)).size);
  const file = await fs.open(path, "read");
  let current: boolean;
  try {
    current = mark !== undefined && (await isInState(file, size, mark));
  } finally {
    await file.close();
  }
  if (current) {
    await promoteManifest(fs, side, wait);
    await fs.syncFolder(dirname(path));
  } else await drop(fs, side, [side.nextManifest]);
  return "sound";
}

/** Clears what other vaults of that name left, for a vault that is being made. */
export async function clearForNew(fs: FileSystem, path: string): Promise<void> {
  const side = sideFilesOf(path);
  // SQLite, too, throws a journal away whose database is gone: rolled into a new file it would ruin it.
  for (const name of [side.nextManifest, side.journal, side.recovery, side.log])
    await removeQuietly(fs, name);
}
