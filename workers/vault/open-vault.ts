import { createHMAC, createSHA256 } from "hash-wasm";
import { fault, type Outcome } from "../base/fault.ts";
import { hex, unhex } from "../base/hex.ts";
import { ok } from "../base/result.ts";
import { deriveVaultKey, type VaultKey } from "./key.ts";
import { latestVersion, migrate } from "./migrations/index.ts";
import { OpenVault, type VaultPorts } from "./open-session.ts";
import { decryptImage, looksLikeVault, newSalt, saltOf, seedImage } from "./page-codec.ts";
import { openRecord } from "./record.ts";
import { putSetting, setting } from "./settings.ts";
import { loadSqlite } from "./sqlite-module.ts";
import { SqliteError } from "./sqlite-statement.ts";
import { SqliteDatabase } from "./sqlite.ts";
import type { Vault } from "./vault.ts";

export type { VaultPorts } from "./open-session.ts";

/**
 * Makes a new vault where the port has none, and saves it. Faults: "vault-exists", and those of saving
 * (then nothing was made).
 */
export async function createVault(
  ports: VaultPorts,
  passphrase: Uint8Array,
  facts: { readonly name: string; readonly sample: boolean },
): Promise<Outcome<Vault>> {
  const existing = await ports.vaultFile.read();
  if (!existing.ok) return existing;
  if (existing.value !== undefined) return fault("vault-exists");
  const sqlite = await loadSqlite(ports.sqliteWasm);
  const key = await deriveVaultKey(passphrase, newSalt());
  const db = new SqliteDatabase(sqlite, seedImage());
  const migrated = migrate(db);
  if (!migrated.ok) return migrated;
  const settings: readonly (readonly [string, string])[] = [
    ["vault_id", crypto.randomUUID()],
    ["name", facts.name],
    ["created_at", ports.now().toISOString()],
    ["sample", facts.sample ? "1" : "0"],
    // Of its own, not of the passphrase: tombstones must outlive a change of it.
    ["pseudonym_key", hex(crypto.getRandomValues(new Uint8Array(32)))],
  ];
  for (const [name, value] of settings) putSetting(db, name, value);
  const vault = await assemble(ports, key, db);
  const saved = await vault.change(["vault"], (note) => {
    note({ gate: "vault", action: "created", payload: { schema: latestVersion, sample: facts.sample } });
  });
  if (saved.ok) return ok(vault);
  vault.close();
  return saved;
}

/**
 * Opens the port's vault. Nothing is written unless a migration was due. Faults: "vault-missing",
 * "not-a-vault", "vault-newer-than-program", and "wrong-passphrase-or-damaged" for everything that a
 * wrong passphrase and a changed file have in common.
 */
export async function openVault(ports: VaultPorts, passphrase: Uint8Array): Promise<Outcome<Vault>> {
  const read = await ports.vaultFile.read();
  if (!read.ok) return read;
  const file = read.value?.bytes;
  if (file === undefined) return fault("vault-missing");
  if (!looksLikeVault(file)) return fault("not-a-vault");
  const key = await deriveVaultKey(passphrase, saltOf(file));
  const image = await decryptImage(key, file);
  if (image === undefined) return refuse(key, "wrong-passphrase-or-damaged");
  const sqlite = await loadSqlite(ports.sqliteWasm);
  let db: SqliteDatabase | undefined;
  try {
    db = new SqliteDatabase(sqlite, image);
    if (!isVault(db)) return refuse(key, "not-a-vault", db);
    const migrated = migrate(db);
    if (!migrated.ok) {
      key.close();
      db.close();
      return migrated;
    }
    return await settle(await assemble(ports, key, db), migrated.value);
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
    return refuse(key, "wrong-passphrase-or-damaged", db);
  }
}

function refuse(
  key: VaultKey,
  code: "wrong-passphrase-or-damaged" | "not-a-vault",
  db?: SqliteDatabase,
): ReturnType<typeof fault> {
  key.close();
  db?.close();
  return fault(code);
}

function isVault(db: SqliteDatabase): boolean {
  return (
    db.count("SELECT count(*) FROM sqlite_master WHERE name IN ('settings', 'record') AND type = 'table'") ===
    2
  );
}

async function settle(
  vault: OpenVault,
  versions: { readonly from: number; readonly to: number },
): Promise<Outcome<Vault>> {
  if (versions.from === versions.to) return ok(vault);
  const saved = await vault.change(["vault"], (note) => {
    note({ gate: "vault", action: "migrated", payload: versions });
  });
  if (saved.ok) return ok(vault);
  vault.close();
  return saved;
}

async function assemble(ports: VaultPorts, key: VaultKey, db: SqliteDatabase): Promise<OpenVault> {
  // The key its record was begun under, once the passphrase has been changed: the chain goes on under the same.
  const begun = setting(db, "record_key");
  const recordKey = begun === "" ? await key.derive("kurabito record 1") : unhex(begun);
  const record = await openRecord(recordKey);
  recordKey.fill(0);
  const pseudonymKey = unhex(setting(db, "pseudonym_key"));
  const pseudonyms = await createHMAC(createSHA256(), pseudonymKey);
  pseudonymKey.fill(0);
  return new OpenVault(ports, key, db, record, pseudonyms);
}
