import { fault, type Fault, type Outcome } from "../base/fault.ts";
import { ok } from "../base/result.ts";
import type { BackupState } from "../terms/backup.ts";
import type { StoredVault } from "../terms/vault-file.ts";
import type { Database } from "./database.ts";
import { changeCounter, Freshness } from "./freshness.ts";
import type { VaultKey } from "./key.ts";
import { latestVersion, versionOf } from "./migrations/index.ts";
import { countDamagedPages, decryptImage, looksLikeVault, PAGE_BYTES } from "./page-codec.ts";
import { recordHead } from "./record.ts";
import { setting } from "./settings.ts";
import type { Sqlite } from "./sqlite-module.ts";
import { SqliteError } from "./sqlite-statement.ts";
import { SqliteDatabase } from "./sqlite.ts";

/** What a sound backup says of itself. */
export interface BackupFacts {
  readonly vaultId: string;
  readonly pages: number;
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
export function backupShape({ bytes }: StoredVault): Fault | undefined {
  if (bytes.byteLength === 0) return { code: "backup-empty" };
  if (looksLikeVault(bytes)) return undefined;
  return { code: bytes.byteLength % PAGE_BYTES === 0 ? "backup-not-a-vault" : "backup-cut-off" };
}

/**
 * Reads a backup through as the holder of its key: every page's HMAC, `integrity_check` and `foreign_key_check` on the
 * decrypted copy, the schema's version, whose vault it is, and whether one of its manifests vouches for exactly this
 * state. Nothing is written and the backup's bytes are left as they are.
 *
 * Faults: "backup-empty", "backup-not-a-vault", "backup-cut-off", "backup-not-opened" (another key, or its first page
 * is damaged: told apart, they would help a guesser), "backup-damaged", "backup-inconsistent",
 * "vault-newer-than-program", "backup-of-other-vault".
 */
export async function checkBackup(
  key: VaultKey,
  stored: StoredVault,
  world: CheckWorld,
): Promise<Outcome<BackupFacts>> {
  const misshapen = backupShape(stored);
  if (misshapen !== undefined) return { ok: false, error: misshapen };
  const { bytes } = stored;
  const image = await decryptImage(key, bytes);
  if (image === undefined) return { ok: false, error: damageOf(key, bytes) };
  let db: SqliteDatabase | undefined;
  try {
    db = new SqliteDatabase(world.sqlite, image);
    return await checkContents(key, stored, image, db, world);
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
    return fault("backup-inconsistent");
  } finally {
    db?.close();
    image.fill(0);
  }
}

function damageOf(key: VaultKey, bytes: Uint8Array): Fault {
  const firstDamaged = countDamagedPages(key, bytes.subarray(0, PAGE_BYTES), () => undefined) > 0;
  if (firstDamaged) return { code: "backup-not-opened" };
  const damaged = countDamagedPages(key, bytes, () => undefined);
  return { code: "backup-damaged", details: { damaged, pages: bytes.byteLength / PAGE_BYTES } };
}

async function checkContents(
  key: VaultKey,
  stored: StoredVault,
  image: Uint8Array,
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
  if (!(await holdsTogether(db, tables, world.breathe))) return fault("backup-inconsistent");
  const freshness = await Freshness.under(key);
  const state = { vaultId, changes: changeCounter(image), record: recordHead(db) };
  const verdict = await freshness.judge(stored, state);
  return ok({ vaultId, pages: stored.bytes.byteLength / PAGE_BYTES, vouched: verdict.kind === "fresh" });
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
