import { fault, type Outcome } from "../base/fault.ts";
import { ok } from "../base/result.ts";
import { readRollbackJournal, type RollbackJournal } from "../base/rollback-journal.ts";
import type { VaultFilePort } from "../ports.ts";
import { keyFrom, type KeySource, type VaultKey } from "./key.ts";
import { PAGE_BYTES, pageIsSound, pageOf, saltOf } from "./page-codec.ts";
import {
  canBeVault,
  firstPageOf,
  isLeasedFile,
  letGoOf,
  readOrLease,
  type AnyStored,
} from "./stored-file.ts";

/** A vault as read, whole again where a commit had been cut off, and its key. */
export interface ReadVault {
  readonly stored: AnyStored;
  readonly key: VaultKey;
}

/**
 * Reads the vault's file and makes its key; with `byPage`, a large file is leased where the port can. When a commit was cut off and another program took its journal away, the
 * key tells whether the file must go back; then it is read again. Faults: those of the port, "vault-missing",
 * "not-a-vault", and "wrong-passphrase-or-damaged" when the key is not that of the journal.
 */
export async function readVault(
  file: VaultFilePort,
  source: KeySource,
  byPage: boolean,
): Promise<Outcome<ReadVault>> {
  const read = await readOrLease(file, byPage);
  if (!read.ok) return read;
  const stored = read.value;
  if (stored === undefined) return fault("vault-missing");
  const recovery = isLeasedFile(stored) ? undefined : stored.recovery;
  const journal = recovery === undefined ? undefined : readRollbackJournal(recovery);
  if (journal === undefined && !canBeVault(stored)) {
    letGoOf(stored);
    return fault("not-a-vault");
  }
  // The file's own salt may be torn; a commit does not change it.
  const first = journal?.pages.find(({ page }) => page === 1)?.bytes ?? firstPageOf(stored);
  const key = await keyFrom(source, saltOf(first));
  if (isLeasedFile(stored) || stored.recovery === undefined) return ok({ stored, key });
  const settled =
    journal !== undefined && !pageIsSound(key, 0, first)
      ? fault("wrong-passphrase-or-damaged")
      : await file.settle(journal !== undefined && mustRollBack(key, stored.bytes, journal));
  const again = settled.ok ? await readOrLease(file, byPage) : settled;
  if (again.ok && again.value !== undefined && canBeVault(again.value))
    return ok({ stored: again.value, key });
  key.close();
  return again.ok ? fault("not-a-vault") : again;
}

/**
 * Whether a file must go back to what the journal of a cut off commit holds (ciphertext of the pages before it).
 *
 * It must when a page of the commit is torn. It must not when all are whole: the host has ended by itself whatever was
 * nothing but old and new pages, so another program went back and wrote since. Whether that file is the one that was
 * meant, its manifest tells.
 */
export function mustRollBack(key: VaultKey, file: Uint8Array, journal: RollbackJournal): boolean {
  if (file.byteLength % PAGE_BYTES !== 0) return true;
  const pages = file.byteLength / PAGE_BYTES;
  const isTorn = (page: number): boolean => !pageIsSound(key, page - 1, pageOf(file, page - 1));
  for (let page = journal.pageCount + 1; page <= pages; page++) if (isTorn(page)) return true;
  // A page that is not there was cut off by the commit.
  return journal.pages.some(({ page }) => page <= pages && isTorn(page));
}
