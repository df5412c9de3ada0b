import { fault, type Fault, type Outcome } from "../base/fault.ts";
import { Refused } from "../base/refused.ts";
import { ok } from "../base/result.ts";
import type { BackupState } from "../terms/backup.ts";
import type { Database } from "./database.ts";
import { changeCounter, Freshness } from "./freshness.ts";
import type { VaultKey } from "./key.ts";
import { latestVersion, versionOf } from "./migrations/index.ts";
import { PAGE_BYTES } from "./page-codec.ts";
import type { CipherFile } from "./pages/cipher-file.ts";
import { countUnsound, pageGroups } from "./pages/soundness.ts";
import { openVaultPages, type VaultPages } from "./pages/vault-pages.ts";
import { recordHead } from "./record.ts";
import { setting } from "./settings.ts";
import type { Sqlite } from "./sqlite-module.ts";
import { SqliteError } from "./sqlite-statement.ts";
import { SqliteDatabase } from "./sqlite.ts";
import { canBeVault, fixedFileOf, isLeasedFile, letGoOf, sizeOf, type AnyStored } from "./stored-file.ts";

/** Up to this size a copy is decrypted whole, which checks it three times as fast; beyond, page by page, in less memory. */
const WHOLE_BYTES = 100_000_000;

/** What a sound backup says of itself. */
export interface BackupFacts {
  /** False when no manifest says that this is a state the program saved. */
  readonly vouched: boolean;
}

/** How a check is done. */
export interface CheckWorld {
  readonly sqlite: Sqlite;
  /** The vault it must belong to; any will do where that is not known. */
  readonly vaultId?: string | undefined;
  /** Lets other work of this thread go first; called between pieces of at most some ten milliseconds where they can be cut. */
  readonly breathe?: () => Promise<void>;
}

/** What the bytes alone tell, before any key: a fault when they cannot be a vault. */
export function backupShape(stored: AnyStored): Fault | undefined {
  const size = sizeOf(stored);
  if (size === 0) return { code: "backup-empty" };
  if (canBeVault(stored)) return undefined;
  return { code: size % PAGE_BYTES === 0 ? "backup-not-a-vault" : "backup-cut-off" };
}

/**
 * Reads a backup through as the holder of its key: every page's HMAC, `integrity_check` and `foreign_key_check` on the
 * decrypted copy, the schema's version, whose vault it is, and whether one of its manifests vouches for exactly this
 * state. Nothing is written and the backup's bytes are left as they are; a lease of them is given back.
 *
 * Faults: "backup-empty", "backup-not-a-vault", "backup-cut-off", "backup-not-opened" (another key, or its first page
 * is damaged: told apart, they would help a guesser), "backup-damaged", "backup-inconsistent",
 * "vault-newer-than-program", "backup-of-other-vault".
 */
export async function checkBackup(
  key: VaultKey,
  stored: AnyStored,
  world: CheckWorld,
): Promise<Outcome<BackupFacts>> {
  try {
    const misshapen = backupShape(stored);
    if (misshapen !== undefined) return { ok: false, error: misshapen };
    return await checkFile(key, stored, world);
  } finally {
    letGoOf(stored);
  }
}

async function checkFile(key: VaultKey, stored: AnyStored, world: CheckWorld): Promise<Outcome<BackupFacts>> {
  const file = fixedFileOf(stored);
  const damaged = await damageOf(key, file, world.breathe);
  if (damaged !== undefined) return { ok: false, error: damaged };
  const onDemand = isLeasedFile(stored) || sizeOf(stored) > WHOLE_BYTES;
  const pages = await openVaultPages(world.sqlite, key, isLeasedFile(stored) ? file : stored.bytes, onDemand);
  if (pages === undefined) return fault("backup-not-opened");
  let db: SqliteDatabase | undefined;
  try {
    db = new SqliteDatabase(world.sqlite, pages.connection);
    return await checkContents(key, stored, pages, db, world);
  } catch (error) {
    if (!(error instanceof SqliteError || error instanceof Refused)) throw error;
    return fault("backup-inconsistent");
  } finally {
    if (db === undefined) pages.connection.close();
    else db.close();
  }
}

/** Every page's HMAC. The first page's is told apart from no other reason why a key does not open a file. */
async function damageOf(
  key: VaultKey,
  file: CipherFile,
  breathe: CheckWorld["breathe"],
): Promise<Fault | undefined> {
  if (countUnsound(key, file, [0]) > 0) return { code: "backup-not-opened" };
  let damaged = 0;
  for (const [at, group] of pageGroups(file).entries()) {
    if (at > 0) await breathe?.();
    damaged += countUnsound(key, file, group);
  }
  return damaged === 0 ? undefined : { code: "backup-damaged", details: { damaged, pages: file.pages } };
}

async function checkContents(
  key: VaultKey,
  stored: AnyStored,
  pages: VaultPages,
  db: SqliteDatabase,
  world: CheckWorld,
): Promise<Outcome<BackupFacts>> {
  const tables = new Set(
    db.rows<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").map(({ name }) => name),
  );
  if (!tables.has("settings") || !tables.has("record")) return fault("backup-not-a-vault");
  const version = versionOf(db);
  if (version > latestVersion)
    return fault("vault-newer-than-program", { vault: version, program: latestVersion });
  const vaultId = setting(db, "vault_id");
  if (world.vaultId !== undefined && vaultId !== world.vaultId) return fault("backup-of-other-vault");
  await pages.store.prefetch();
  if (!(await holdsTogether(db, tables, world.breathe))) return fault("backup-inconsistent");
  const page1 = new Uint8Array(PAGE_BYTES);
  pages.store.peek(0, page1);
  const state = { vaultId, changes: changeCounter(page1), record: recordHead(db) };
  page1.fill(0);
  const freshness = await Freshness.under(key);
  const verdict = await freshness.judge(stored, state);
  return ok({ vouched: verdict.kind === "fresh" });
}

/** SQLite's own checks, table by table: one piece of a large vault would hold this thread for seconds. */
async function holdsTogether(
  db: Database,
  tables: ReadonlySet<string>,
  breathe: (() => Promise<void>) | undefined,
): Promise<boolean> {
  for (const table of tables) {
    await breathe?.();
    const name = `"${table.replaceAll('"', '""')}"`;
    const answer = db.first<{ integrity_check: string }>(`PRAGMA integrity_check(${name})`);
    if (answer?.integrity_check !== "ok") return false;
    await breathe?.();
    if (db.first(`PRAGMA foreign_key_check(${name})`) !== undefined) return false;
  }
  return true;
}

/** What a finished check makes of a backup. */
export function stateOf(checked: Outcome<BackupFacts>): BackupState {
  if (!checked.ok) return "damaged";
  return checked.value.vouched ? "sound" : "unvouched";
}
