import { dirname } from "node:path";
import type { FaultCode } from "../../workers/base/fault.ts";
import type { PageCommit } from "../../workers/terms/vault-file.ts";
import { insist, publishFile, unfinishedName, writeAll, writeNewFile, type Pause } from "./durable-write.ts";
import { errnoOf, removeIfThere, removeQuietly, type FileSystem, type PlacedFile } from "./file-system.ts";
import type { Disk } from "./heal.ts";
import {
  markOf,
  packManifest,
  pageBytes,
  promoteManifest,
  stageManifest,
  type StateMark,
} from "./manifests.ts";
import { pageRuns, readRun, writeSealedJournal, type CommitPlan } from "./sealed-journal.ts";
import { sideFilesOf, type SideFiles } from "./side-files.ts";

/** Whether a commit can follow on a file of that many pages: in order, whole pages, no hole where it grows. */
export function commitFits(commit: PageCommit, pagesBefore: number): boolean {
  const { pages, pageCount, bytes } = commit;
  if (bytes.byteLength !== pages.length * pageBytes) return false;
  if (pages.some((page, i) => page > pageCount || (i > 0 && page <= pages[i - 1]!))) return false;
  return pages.filter((page) => page > pagesBefore).length === Math.max(0, pageCount - pagesBefore);
}

/**
 * Writes a commit that fits into the vault's file, all of it or, by way of its journal, nothing (docs/adr/0009). The caller
 * holds the lock, has made sure that nothing is left of an earlier commit, and heals when this fails.
 * `whyNot` is asked once more before the first page is touched.
 *
 * @returns why it may not be written, or undefined when all is durable.
 * @throws the file system's error.
 */
export async function commitPages(
  { fs, wait }: Disk,
  path: string,
  commit: PageCommit,
  pagesBefore: number,
  whyNot: () => Promise<FaultCode | undefined>,
): Promise<FaultCode | undefined> {
  const side = sideFilesOf(path);
  const file = await insist(() => fs.open(path, "write"), wait);
  try {
    const manifest = packManifest(commit.manifest, await markAfter(file, commit, pagesBefore));
    await stageManifest(fs, side, manifest);
    const journaled = pagesToKeep(commit, pagesBefore);
    const plan: CommitPlan = {
      pagesBefore,
      pagesAfter: commit.pageCount,
      journaled,
      manifest,
      changed: commit.bytes,
    };
    await layJournal(fs, side, file, plan, wait);
    await fs.syncFolder(dirname(path));
    const refused = await whyNot();
    if (refused !== undefined) {
      // Rolling back here would undo what the other program wrote. Who took the lock clears these away instead of us.
      if (refused !== "vault-in-use")
        for (const name of [side.nextManifest, side.journal, side.recovery]) await removeIfThere(fs, name);
      return refused;
    }
    await writePages(file, commit);
    if (commit.pageCount < pagesBefore) await file.truncate(commit.pageCount * pageBytes);
    await file.sync();
  } finally {
    await file.close();
  }
  // The journal goes before the manifest comes: a program of SQLCipher's must not take back what has been answered.
  await insist(() => fs.remove(side.journal), wait);
  await promoteManifest(fs, side, wait);
  await removeIfThere(fs, side.recovery);
  await fs.syncFolder(dirname(path));
  return undefined;
}

/** Pages that are overwritten, and those that are cut off. */
function pagesToKeep(commit: PageCommit, pagesBefore: number): readonly number[] {
  const kept = commit.pages.filter((page) => page <= pagesBefore);
  for (let page = commit.pageCount + 1; page <= pagesBefore; page++) kept.push(page);
  return kept;
}

/** The first changed page that differs from what is there: in a commit of ours the first one, for its IV is new. */
async function markAfter(file: PlacedFile, commit: PageCommit, pagesBefore: number): Promise<StateMark> {
  const size = commit.pageCount * pageBytes;
  for (const [index, page] of commit.pages.entries()) {
    const changed = commit.bytes.subarray(index * pageBytes, (index + 1) * pageBytes);
    const original = page > pagesBefore ? undefined : await readRun(file, { first: page, count: 1 });
    if (original === undefined || Buffer.compare(original, changed) !== 0) return markOf(size, page, changed);
  }
  // Nothing but the size, if that, tells the two states apart.
  return markOf(size, 1, (await readRun(file, { first: 1, count: 1 })) ?? new Uint8Array(0));
}

/** Puts the synced journal under both of its names; SQLite's own appears only when the journal is whole. */
async function layJournal(
  fs: FileSystem,
  side: SideFiles,
  file: PlacedFile,
  plan: CommitPlan,
  wait: Pause,
): Promise<void> {
  await removeIfThere(fs, side.recovery);
  await writeSealedJournal(fs, side.recovery, file, plan);
  try {
    await fs.link(side.recovery, side.journal);
  } catch (error) {
    if (!["EPERM", "ENOTSUP", "ENOSYS", "EMLINK"].includes(errnoOf(error))) throw error;
    // A file system without hard links gets a copy.
    const copy = unfinishedName(side.journal);
    try {
      await writeNewFile(fs, copy, await fs.read(side.recovery));
      await insist(() => publishFile(fs, copy, side.journal), wait);
    } finally {
      await removeQuietly(fs, copy);
    }
  }
}

async function writePages(file: PlacedFile, commit: PageCommit): Promise<void> {
  let from = 0;
  for (const run of pageRuns(commit.pages)) {
    const position = (run.first - 1) * pageBytes;
    const bytes = commit.bytes.subarray(from, from + run.count * pageBytes);
    await writeAll((rest, done) => file.writeAt(position + done, rest), bytes);
    from += bytes.byteLength;
  }
}
