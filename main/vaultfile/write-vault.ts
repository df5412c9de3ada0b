import { fault, type Outcome } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import type { PageCommit, WholeSave } from "../../workers/terms/vault-file.ts";
import { removeIfThere, statusIfThere } from "./file-system.ts";
import { settle, type Disk } from "./heal.ts";
import { lookAt, tagOf, whyNotWritable, type HeldVault } from "./held-vault.ts";
import { mend } from "./held-vaults.ts";
import { pageBytes } from "./manifests.ts";
import { commitFits, commitPages } from "./page-commit.ts";
import { findJournal } from "./sealed-journal.ts";
import { sideFilesOf } from "./side-files.ts";
import { saveWhole } from "./whole-save.ts";
import { writeFault } from "./write-fault.ts";

/**
 * Does something with a held vault's file once nothing is left of a write that failed, and the file is the one
 * last seen. When it fails half-way, what it did is taken back at once, or at the latest before the next such call.
 */
export async function whenMended<T>(
  disk: Disk,
  vault: HeldVault,
  base: Uint8Array | undefined,
  work: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  try {
    if (vault.unhealed) {
      if (!(await vault.lock.held())) return fault("vault-in-use");
      const mended = await mend(disk, vault);
      if (!mended.ok) return mended;
    }
    const refused = await whyNotWritable(disk, vault, base);
    if (refused !== undefined) return fault(refused);
    if (await inTransactionElsewhere(disk, vault)) return fault("vault-in-use");
    return await work();
  } catch (error) {
    if (vault.unhealed) await mend(disk, vault).catch(() => undefined);
    return writeFault(error, "save-failed");
  }
}

/** A journal or log that is not ours, while we hold the vault: a file written now would be ruined when that is rolled back. */
async function inTransactionElsewhere({ fs }: Disk, vault: HeldVault): Promise<boolean> {
  const side = sideFilesOf(vault.path);
  const log = await statusIfThere(fs, side.log);
  if (log !== undefined && log.size > 0n) return true;
  const journal = await findJournal(fs, side.journal);
  if (journal.kind === "dead") await removeIfThere(fs, side.journal);
  return journal.kind === "other";
}

/** Writes a held vault's whole file. */
export async function saveVault(
  disk: Disk,
  vault: HeldVault,
  file: WholeSave,
): Promise<Outcome<{ readonly at: string }>> {
  return whenMended(disk, vault, file.base, async () => {
    if (vault.undecided) {
      // The file is about to be replaced; until it is, its state before the commit is better than a mixture.
      await settle(disk, vault.path, true);
      vault.undecided = false;
      vault.seen = await lookAt(disk.fs, vault.path);
    }
    vault.unhealed = vault.seen !== undefined;
    const refused = await saveWhole(disk, vault, file, (seen) => {
      vault.seen = seen;
      vault.unhealed = true;
    });
    vault.unhealed = false;
    return refused === undefined ? ok({ at: new Date().toISOString() }) : fault(refused);
  });
}

/** Writes a held vault's changed pages. */
export async function commitVault(
  disk: Disk,
  vault: HeldVault,
  commit: PageCommit,
): Promise<Outcome<{ readonly at: string }>> {
  const { fs } = disk;
  const { path } = vault;
  return whenMended(disk, vault, commit.base, async () => {
    const { seen } = vault;
    // Pages of a file that is not there, or not decided about, cannot be changed: save it whole.
    if (seen === undefined || (await statusIfThere(fs, path)) === undefined) return fault("vault-missing");
    const pagesBefore = Number(seen.size) / pageBytes;
    if (vault.undecided || !Number.isInteger(pagesBefore) || !commitFits(commit, pagesBefore))
      return fault("bad-arguments");
    vault.unhealed = true;
    const refused = await commitPages(disk, path, commit, pagesBefore, () =>
      whyNotWritable(disk, vault, undefined),
    );
    if (refused === undefined) {
      const status = await fs.status(path);
      vault.seen = { ...status, tag: commit.pages[0] === 1 ? tagOf(commit.bytes) : seen.tag };
    }
    vault.unhealed = false;
    return refused === undefined ? ok({ at: new Date().toISOString() }) : fault(refused);
  });
}
