import { createHMAC, createSHA256 } from "hash-wasm";
import { fault, type Outcome } from "../base/fault.ts";
import { hex, unhex } from "../base/hex.ts";
import { Refused } from "../base/refused.ts";
import { ok } from "../base/result.ts";
import type { Database } from "./database.ts";
import { Freshness } from "./freshness.ts";
import { deriveVaultKey, type KeySource, type VaultKey } from "./key.ts";
import { latestVersion, migrate, versionOf } from "./migrations/index.ts";
import { OpenVault, RECORD_KEY, stateOf, type VaultParts, type VaultPorts } from "./open-session.ts";
import {
  acceptance,
  expectManifest,
  expectsManifest,
  notFresh,
  outsideChange,
  tornApart,
  type OutsideChange,
} from "./outside-change.ts";
import { newSalt, seedImage } from "./page-codec.ts";
import { Unreadable } from "./pages/cipher-file.ts";
import { openVaultPages, readsByPage } from "./pages/vault-pages.ts";
import { readVault } from "./recover.ts";
import { openRecord } from "./record.ts";
import { putSetting, setting } from "./settings.ts";
import { loadSqlite } from "./sqlite-module.ts";
import { SqliteError } from "./sqlite-statement.ts";
import { SqliteDatabase } from "./sqlite.ts";
import { cipherFileOf } from "./stored-file.ts";
import type { Act, Vault } from "./vault.ts";

export type { VaultPorts } from "./open-session.ts";

/** Pages of a file that is authenticated whole before it opens: 8 MiB, some hundredths of a second. */
const CHECKED_WHOLE = 2048;

/**
 * Makes a new vault where the port has none, and saves it. Faults: "vault-exists", and those of saving
 * (then nothing was made).
 */
export async function createVault(
  ports: VaultPorts,
  passphrase: Uint8Array,
  facts: {
    readonly name: string;
    readonly sample: boolean;
    /** What else a new vault begins with, told in its record. */
    readonly begin?: (db: Database) => readonly Act[];
  },
): Promise<Outcome<Vault>> {
  const existing = await ports.vaultFile.read();
  if (!existing.ok) return existing;
  if (existing.value !== undefined) return fault("vault-exists");
  const sqlite = await loadSqlite(ports.sqliteWasm);
  const key = await deriveVaultKey(passphrase, newSalt());
  const leasable = ports.vaultFile.leases !== undefined && ports.onDemand !== false && readsByPage(sqlite);
  const pages = await openVaultPages(sqlite, key, { seed: seedImage(), leasable }, ports.onDemand);
  if (pages === undefined) throw new Error("a new vault's own page does not open");
  const db = new SqliteDatabase(sqlite, pages.connection);
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
  expectManifest(db);
  const vault = await assemble(ports, { sqlite, key, pages, db, freshness: await Freshness.under(key) });
  const saved = await vault.change(["vault"], (note) => {
    note({ gate: "vault", action: "created", payload: { schema: latestVersion, sample: facts.sample } });
    for (const act of facts.begin?.(db) ?? []) note(act);
  });
  if (saved.ok) return ok(vault);
  vault.close();
  return saved;
}

/**
 * Opens the port's vault. Nothing is written unless a migration was due, or the vault never had a freshness manifest.
 * Faults: "vault-missing", "not-a-vault", "vault-newer-than-program", "wrong-passphrase-or-damaged" for everything
 * that a wrong passphrase and a changed file have in common, and "vault-not-fresh" (details: `kind` of `Staleness`,
 * `linesNow` of the record; where a manifest is there, `savedAt` and `linesThen`) for a sound file that is not the one
 * last saved. `acceptChanged` opens that one all the same and says so in the record.
 */
export async function openVault(
  ports: VaultPorts,
  source: KeySource,
  { acceptChanged = false }: { readonly acceptChanged?: boolean } = {},
): Promise<Outcome<Vault>> {
  const sqlite = await loadSqlite(ports.sqliteWasm);
  const byPage = ports.onDemand !== false && readsByPage(sqlite);
  const read = await readVault(ports.vaultFile, source, byPage);
  if (!read.ok) return read;
  const { stored, key } = read.value;
  const leases = byPage ? ports.vaultFile.leases : undefined;
  const pages = await openVaultPages(sqlite, key, cipherFileOf(stored, leases), byPage).catch(
    unlessUnreadable,
  );
  if (pages === "unreadable") return refuse(key, "file-unreadable");
  if (pages === undefined) return refuse(key, "wrong-passphrase-or-damaged");
  let db: SqliteDatabase | undefined;
  const freshness = await Freshness.under(key);
  await freshness.examine(stored);
  const contradicted = acceptChanged ? undefined : freshness.contradicted();
  try {
    // A small file is looked through at the door, as it costs nothing; of a large one, each page when it is read.
    if (pages.store.size <= CHECKED_WHOLE && !pages.store.isSound())
      return refuse(key, "wrong-passphrase-or-damaged", pages.connection);
    db = new SqliteDatabase(sqlite, pages.connection);
    if (!isVault(db))
      return refuse(key, contradicted === undefined ? "not-a-vault" : tornApart(contradicted), db);
    // What a newer program keeps, and where, is not for this one to judge.
    if (versionOf(db) > latestVersion) return newer(key, db);
    const state = stateOf(db, pages);
    const expected = expectsManifest(db);
    const verdict = freshness.verdict(state);
    const found = outsideChange(verdict, state, { expected, manifests: stored.manifests });
    if (found !== undefined && !acceptChanged) return refuse(key, found, db);
    const migrated = migrate(db);
    if (!migrated.ok) return newer(key, db);
    return await settle(await assemble(ports, { sqlite, key, pages, db, freshness }), migrated.value, found);
  } catch (error) {
    if (!(error instanceof SqliteError || error instanceof Refused)) throw error;
    if (error instanceof Unreadable) return refuse(key, "file-unreadable", db ?? pages.connection);
    // Pages that are each sound and do not go together are of several times.
    const torn = contradicted !== undefined && pages.store.isSound();
    const why = torn ? tornApart(contradicted) : "wrong-passphrase-or-damaged";
    return refuse(key, why, db ?? pages.connection);
  }
}

function unlessUnreadable(error: unknown): "unreadable" {
  if (error instanceof Unreadable) return "unreadable";
  throw error;
}

function refuse(
  key: VaultKey,
  why: "wrong-passphrase-or-damaged" | "not-a-vault" | "file-unreadable" | OutsideChange,
  open?: { close(): void },
): ReturnType<typeof fault> {
  key.close();
  open?.close();
  return typeof why === "string" ? fault(why) : notFresh(why);
}

function newer(key: VaultKey, db: SqliteDatabase): ReturnType<typeof fault> {
  const vault = versionOf(db);
  key.close();
  db.close();
  return fault("vault-newer-than-program", { vault, program: latestVersion });
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
  found: OutsideChange | undefined,
): Promise<Outcome<Vault>> {
  const migrated = versions.from !== versions.to;
  const begins = !expectsManifest(vault.db);
  if (!migrated && !begins && found === undefined) return ok(vault);
  if (migrated) {
    // The file on the disk is still the one before: nothing of the migration is written without a way back.
    const kept = await vault.backups.backUp("migration");
    if (!kept.ok) {
      vault.close();
      return kept;
    }
  }
  const saved = await vault.change(["vault"], (note) => {
    if (begins) expectManifest(vault.db);
    if (found !== undefined) note(acceptance(found));
    else if (begins) note({ gate: "vault", action: "freshness-begun", payload: {} });
    if (migrated) note({ gate: "vault", action: "migrated", payload: versions });
  });
  if (saved.ok) return ok(vault);
  vault.close();
  return saved;
}

async function assemble(
  ports: VaultPorts,
  parts: Omit<VaultParts, "record" | "pseudonyms">,
): Promise<OpenVault> {
  const { db, key } = parts;
  // The key its record was begun under, once the passphrase has been changed: the chain goes on under the same.
  const begun = setting(db, "record_key");
  const recordKey = begun === "" ? await key.derive(RECORD_KEY) : unhex(begun);
  const record = openRecord(recordKey);
  recordKey.fill(0);
  const pseudonymKey = unhex(setting(db, "pseudonym_key"));
  const pseudonyms = await createHMAC(createSHA256(), pseudonymKey);
  pseudonymKey.fill(0);
  return new OpenVault(ports, { ...parts, record, pseudonyms });
}
