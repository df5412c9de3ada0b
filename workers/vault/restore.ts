import * as v from "valibot";
import { fault, type Outcome } from "../base/fault.ts";
import { ok } from "../base/result.ts";
import type { VaultFilePort } from "../ports.ts";
import { topics } from "../terms/event.ts";
import type { BackupEntry, StoredVault } from "../terms/vault-file.ts";
import { backupShape, checkBackup } from "./backup-check.ts";
import { deriveVaultKey } from "./key.ts";
import { openVault } from "./open-vault.ts";
import type { VaultPorts } from "./open-session.ts";
import { saltOf } from "./page-codec.ts";
import { restoringFile } from "./restoring-file.ts";
import { loadSqlite } from "./sqlite-module.ts";
import type { Vault } from "./vault.ts";

/** What is to be restored, and by whom. */
export interface Restoring {
  readonly backupId: string;
  /** The passphrase of the time the backup was made. */
  readonly passphrase: Uint8Array;
  /** Takes a backup that no manifest vouches for. */
  readonly acceptUnvouched: boolean;
}

/**
 * Puts a backup in the place of the port's vault, whatever state that one is in, and opens it. In order: the backup is
 * read and checked as a whole (backup-check.ts); the present file is copied aside as it lies there; the backup, with a
 * line "restored" in its record, is written as a whole save whose manifest stands above both. Until that last write is
 * durable the present file is untouched, and what fails leaves it so.
 *
 * Faults: those of the check, "backup-missing", "backup-unvouched", "backup-not-made", and those of opening and saving.
 */
export async function restoreVault(ports: VaultPorts, restoring: Restoring): Promise<Outcome<Vault>> {
  const { vaultFile } = ports;
  const present = await vaultFile.read();
  if (!present.ok) return present;
  const found = await soundBackup(ports, restoring, present.value);
  if (!found.ok) return found;
  const { entry, stored } = found.value;
  const aside = await putAside(vaultFile, present.value);
  if (!aside.ok) return aside;
  const opened = await openVault(
    { ...ports, vaultFile: restoringFile(vaultFile, { entry, stored, present: present.value }) },
    restoring.passphrase,
    { acceptChanged: restoring.acceptUnvouched },
  );
  if (!opened.ok) return opened;
  const vault = opened.value;
  // People erased since the backup was made come back with it: whatever takes them out again belongs into this change.
  const restored = await vault.change([...topics], (note) => {
    note({ gate: "vault", action: "restored", payload: { backup: entry.at, reason: entry.reason } });
  });
  if (restored.ok) return ok(vault);
  vault.close();
  return restored;
}

async function soundBackup(
  ports: VaultPorts,
  { backupId, passphrase, acceptUnvouched }: Restoring,
  present: StoredVault | undefined,
): Promise<Outcome<{ readonly entry: BackupEntry; readonly stored: StoredVault }>> {
  const listed = await ports.vaultFile.listBackups();
  if (!listed.ok) return listed;
  const entry = listed.value.find(({ id }) => id === backupId);
  if (entry === undefined) return fault("backup-missing");
  const stored = await ports.vaultFile.readBackup(backupId);
  if (!stored.ok) return stored.error.code === "vault-missing" ? fault("backup-missing") : stored;
  const misshapen = backupShape(stored.value);
  if (misshapen !== undefined) return { ok: false, error: misshapen };
  const sqlite = await loadSqlite(ports.sqliteWasm);
  const key = await deriveVaultKey(passphrase, saltOf(stored.value.bytes));
  try {
    const vaultId = claimedVaultId(present);
    const checked = await checkBackup(key, stored.value, { sqlite, vaultId });
    if (!checked.ok) return checked;
    if (!checked.value.vouched && !acceptUnvouched) return fault("backup-unvouched");
    return ok({ entry, stored: stored.value });
  } finally {
    key.close();
  }
}

/** A copy of the present file, be it damaged; a commit that was cut off and nobody could settle ends with it. */
async function putAside(file: VaultFilePort, present: StoredVault | undefined): Promise<Outcome<null>> {
  if (present === undefined) return ok(null);
  const made = await file.backUp("restore");
  if (!made.ok) return fault("backup-not-made");
  return present.recovery === undefined ? ok(null) : file.settle(false);
}

const claimSchema = v.object({ vaultId: v.string() });

/** Whose vault the present file is, as its manifest says, which may be all that is left to read of it. */
function claimedVaultId(present: StoredVault | undefined): string | undefined {
  for (const manifest of present?.manifests ?? []) {
    const read = v.safeParse(claimSchema, parsed(manifest));
    if (read.success) return read.output.vaultId;
  }
  return undefined;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    // A copy: decoders refuse shared memory.
    return JSON.parse(new TextDecoder().decode(new Uint8Array(bytes)));
  } catch {
    return undefined;
  }
}
