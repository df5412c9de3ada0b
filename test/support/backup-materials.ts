import type { StoredVault } from "../../workers/terms/vault-file.ts";
import type { VaultPorts } from "../../workers/vault/open-session.ts";
import { createVault, openVault } from "../../workers/vault/open-vault.ts";
import type { Vault } from "../../workers/vault/vault.ts";
import type { Materials } from "./damaged-backups.ts";
import { memoryVaultFile, type MemoryVaultFile } from "./memory-vault-file.ts";
import { sqliteWasm } from "./sqlite.ts";

const secret = "七転び八起き correct horse";

/** The passphrase of the materials; a new array each time, for it may be wiped. */
export function backupPassphrase(): Uint8Array {
  return new TextEncoder().encode(secret);
}

/** A vault's world over a file in memory, on a fixed day. */
export function portsOver(vaultFile: MemoryVaultFile): VaultPorts {
  return { vaultFile, sqliteWasm, now: () => new Date("2026-11-21T09:00:00Z"), emit: () => undefined };
}

async function addSegment(vault: Vault, name: string): Promise<void> {
  const added = await vault.change(["segments"], () => {
    vault.db.run("INSERT INTO segments (name, definition, created_at) VALUES (?, '{}', '')", [name]);
  });
  if (!added.ok) throw new Error(added.error.code);
}

/** The names of a vault's segments. */
export function segmentsOf(vault: Vault): readonly string[] {
  return vault.db.rows<{ name: string }>("SELECT name FROM segments ORDER BY name").map(({ name }) => name);
}

async function vaultWith(segment: string, passphrase: Uint8Array): Promise<StoredVault> {
  const file = memoryVaultFile();
  const made = await createVault(portsOver(file), passphrase, { name: "店", sample: false });
  if (!made.ok) throw new Error(made.error.code);
  await addSegment(made.value, segment);
  made.value.close();
  if (file.stored === undefined) throw new Error("nothing was saved");
  return structuredClone(file.stored);
}

/** A backup with segment 一, the same vault later with 今 beside it, another vault, and one under another passphrase. */
export async function backupMaterials(): Promise<Materials> {
  const sound = await vaultWith("一", backupPassphrase());
  const file = memoryVaultFile(structuredClone(sound));
  const opened = await openVault(portsOver(file), backupPassphrase());
  if (!opened.ok) throw new Error(opened.error.code);
  await addSegment(opened.value, "今");
  opened.value.close();
  if (file.stored === undefined) throw new Error("nothing was saved");
  const otherPassphrase = new TextEncoder().encode("wagtail lantern oyster nineteen");
  return {
    passphrase: backupPassphrase(),
    sound,
    later: structuredClone(file.stored),
    otherVault: await vaultWith("他", backupPassphrase()),
    otherKey: await vaultWith("他", otherPassphrase),
  };
}

/** A place that holds the later vault, and one backup of it, `one`. */
export function placeWithBackup({ later }: Materials, copy: StoredVault): MemoryVaultFile {
  const file = memoryVaultFile(structuredClone(later));
  const at = "2026-11-20T09:00:00.000Z";
  const entry = { id: "one", reason: "daily", at, bytes: copy.bytes.byteLength } as const;
  file.backups.push({ entry, stored: structuredClone(copy) });
  return file;
}
