import { fault, type Outcome } from "../base/fault.ts";
import type { LeasedFile, LeasePort, VaultFilePort } from "../ports.ts";
import { HELD_WHOLE_BYTES, type StoredVault } from "../terms/vault-file.ts";
import type { VaultKey } from "./key.ts";
import { countDamagedPages, looksLikeVault, PAGE_BYTES, pageOf } from "./page-codec.ts";
import { LeasedReader, Unreadable, type CipherFile } from "./pages/cipher-file.ts";
import { RangedFile } from "./pages/ranged-file.ts";
import { SealedFile } from "./pages/sealed-file.ts";
import { countUnsound, pageGroups } from "./pages/soundness.ts";

/** A vault's file and its manifests: held in memory, or leased from the host. */
export type AnyStored = StoredVault | LeasedFile;

/** Whether a file is leased. */
export function isLeasedFile(stored: AnyStored): stored is LeasedFile {
  return "pieces" in stored;
}

/** The vault's file: a large one leased where the port can, whose first page was read to see that it works. */
export async function readOrLease(
  file: VaultFilePort,
  byPage: boolean,
): Promise<Outcome<AnyStored | undefined>> {
  if (!byPage || file.leases === undefined) return file.read();
  const leased = await file.leases.vault(HELD_WHOLE_BYTES);
  if (!leased.ok || leased.value === undefined || !isLeasedFile(leased.value)) return leased;
  if (leased.value.pieces.read(0, new Uint8Array(PAGE_BYTES))) return leased;
  leased.value.pieces.end();
  return file.read();
}

/** A backup, leased when it is large and the port can. */
export function readOrLeaseBackup(
  file: Pick<VaultFilePort, "readBackup" | "leases">,
  id: string,
): Promise<Outcome<AnyStored>> {
  return file.leases === undefined ? file.readBackup(id) : file.leases.backup(id, HELD_WHOLE_BYTES);
}

/** Size of a file in bytes. */
export function sizeOf(stored: AnyStored): number {
  return isLeasedFile(stored) ? stored.size : stored.bytes.byteLength;
}

/** The ciphertext of the first page. @throws Unreadable */
export function firstPageOf(stored: AnyStored): Uint8Array {
  if (!isLeasedFile(stored)) return pageOf(stored.bytes, 0);
  const page = new Uint8Array(PAGE_BYTES);
  if (!stored.pieces.read(0, page)) throw new Unreadable();
  return page;
}

/** Whether size and first bytes can be those of an encrypted vault at all. @throws Unreadable */
export function canBeVault(stored: AnyStored): boolean {
  const size = sizeOf(stored);
  return size >= PAGE_BYTES && size % PAGE_BYTES === 0 && looksLikeVault(firstPageOf(stored));
}

/** The pages of a vault's file, a whole number of them; bytes held are taken over. */
export function cipherFileOf(stored: AnyStored, leases: LeasePort | undefined): CipherFile {
  if (!isLeasedFile(stored)) return new SealedFile(stored.bytes, leases !== undefined);
  if (leases === undefined) throw new Error("a lease is of a port that leases");
  return new RangedFile(new LeasedReader(leases, stored.pieces), stored.tags);
}

/** The pages of this very file, never those of one that is saved in its place later. */
export function fixedFileOf(stored: AnyStored): CipherFile {
  if (!isLeasedFile(stored)) return new SealedFile(stored.bytes);
  const renew = (): Promise<Outcome<never>> => Promise.resolve(fault("file-unreadable"));
  return new RangedFile(new LeasedReader({ renew, pagesAtOnce: 64 }, stored.pieces), stored.tags);
}

/**
 * How many pages of a file the key did not seal at their place. A lease is given back. `between` is called every 256
 * pages and may throw. @throws Unreadable
 */
export function damagedPagesOf(key: VaultKey, stored: AnyStored, between: () => void): number {
  if (!isLeasedFile(stored)) return countDamagedPages(key, stored.bytes, between);
  const file = fixedFileOf(stored);
  try {
    let damaged = stored.size % PAGE_BYTES === 0 ? 0 : 1;
    for (const group of pageGroups(file)) {
      between();
      damaged += countUnsound(key, file, group);
    }
    return damaged;
  } finally {
    file.close();
  }
}

/** Gives a lease back that nothing was made of. */
export function letGoOf(stored: AnyStored): void {
  if (isLeasedFile(stored)) stored.pieces.end();
}
