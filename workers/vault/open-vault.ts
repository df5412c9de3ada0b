import { createHMAC, createSHA256 } from "hash-wasm";
import { fault, type Outcome } from "../base/fault.ts";
import { Cancelled, type JobControl } from "../base/job.ts";
import { Refused } from "../base/refused.ts";
import { ok } from "../base/result.ts";
import type { ServicePorts } from "../ports.ts";
import type { Topic } from "../terms/event.ts";
import type { RecordVerification } from "../terms/record.ts";
import type { VaultCheck, VaultInfo } from "../terms/vault.ts";
import { deriveVaultKey, type VaultKey } from "./key.ts";
import { latestVersion, migrate, versionOf } from "./migrations/index.ts";
import {
  countDamagedPages,
  decryptImage,
  encryptImage,
  looksLikeVault,
  newSalt,
  PAGE_BYTES,
  saltOf,
  seedImage,
} from "./page-codec.ts";
import { openRecord, type VaultRecord } from "./record.ts";
import { brokenReference } from "./references.ts";
import { loadSqlite } from "./sqlite-module.ts";
import { SqliteError } from "./sqlite-statement.ts";
import { SqliteDatabase } from "./sqlite.ts";
import type { Act, Vault } from "./vault.ts";

/** The part of the world a vault needs. */
export type VaultPorts = Pick<ServicePorts, "vaultFile" | "sqliteWasm" | "now" | "emit">;

type Hmac = Awaited<ReturnType<typeof createHMAC>>;

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
  for (const row of settings) db.run("INSERT INTO settings (key, value) VALUES (?, ?)", row);
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
  const recordKey = await key.derive("kurabito record 1");
  const record = await openRecord(recordKey);
  recordKey.fill(0);
  const pseudonymKey = unhex(setting(db, "pseudonym_key"));
  const pseudonyms = await createHMAC(createSHA256(), pseudonymKey);
  pseudonymKey.fill(0);
  return new OpenVault(ports, key, db, record, pseudonyms);
}

class OpenVault implements Vault {
  readonly db: SqliteDatabase;
  private readonly ports: VaultPorts;
  private readonly key: VaultKey;
  private readonly record: VaultRecord;
  private readonly pseudonyms: Hmac;
  private readonly listeners: ((topics: readonly Topic[]) => void)[] = [];
  private queue: Promise<unknown> = Promise.resolve();
  private open = false;
  private unsaved = false;

  constructor(ports: VaultPorts, key: VaultKey, db: SqliteDatabase, record: VaultRecord, pseudonyms: Hmac) {
    this.ports = ports;
    this.key = key;
    this.db = db;
    this.record = record;
    this.pseudonyms = pseudonyms;
  }

  get changing(): boolean {
    return this.open;
  }

  info(): VaultInfo {
    return {
      vaultId: setting(this.db, "vault_id"),
      name: setting(this.db, "name"),
      createdAt: setting(this.db, "created_at"),
      schemaVersion: versionOf(this.db),
      bytes: this.db.count("PRAGMA page_count") * PAGE_BYTES,
      sample: setting(this.db, "sample") === "1",
      customers: this.db.count("SELECT count(*) FROM customers"),
      orders: this.db.count("SELECT count(*) FROM orders"),
    };
  }

  change<T>(
    topics: readonly Topic[],
    body: (note: (act: Act) => void) => T | Promise<T>,
    { loading = false }: { readonly loading?: boolean } = {},
  ): Promise<Outcome<T>> {
    return this.inTurn(async () => {
      const done = await (loading ? this.load(body) : this.transact(body));
      if (!done.ok) return done;
      this.unsaved = true;
      for (const listener of this.listeners) listener(topics);
      this.ports.emit({ kind: "changed", topics });
      const saved = await this.persist();
      return saved.ok ? done : saved;
    });
  }

  save(): Promise<Outcome<null>> {
    return this.inTurn(() => (this.unsaved ? this.persist() : Promise.resolve(ok(null))));
  }

  rebuild(): Promise<Outcome<null>> {
    return this.inTurn(() => {
      this.db.run("VACUUM");
      this.unsaved = true;
      return this.persist();
    });
  }

  check(job: JobControl): Promise<Outcome<VaultCheck>> {
    return this.inTurn(async () => {
      const read = await this.ports.vaultFile.read();
      if (!read.ok) return read;
      const file = read.value?.bytes;
      if (file === undefined) return fault("vault-missing");
      const { lines, intact } = this.verifyRecord(job);
      const answer = this.db.first<{ integrity_check: string }>("PRAGMA integrity_check(1)");
      const orphans = this.db.first("PRAGMA foreign_key_check");
      return ok({
        pages: Math.ceil(file.byteLength / PAGE_BYTES),
        damagedPages: countDamagedPages(this.key, file, () => {
          job.check();
        }),
        integrity: answer?.integrity_check === "ok" && orphans === undefined ? "ok" : "damaged",
        record: { lines, intact },
      });
    });
  }

  verifyRecord(job: JobControl): RecordVerification {
    return this.record.verify(this.db, job);
  }

  pseudonym(text: string): string {
    return this.pseudonyms.init().update(text).digest("hex");
  }

  onChange(listener: (topics: readonly Topic[]) => void): void {
    this.listeners.push(listener);
  }

  close(): void {
    this.db.close();
    this.key.close();
  }

  /**
   * SQLite heeds these switches only between transactions. Its sorter keeps rows one by one with MEMORY and in one
   * piece with FILE, which builds an index in three quarters of the time; sql.js's files lie in memory too.
   */
  private async load<T>(body: (note: (act: Act) => void) => T | Promise<T>): Promise<Outcome<T>> {
    this.db.run("PRAGMA foreign_keys = OFF; PRAGMA temp_store = FILE;");
    try {
      return await this.transact(async (note) => {
        const value = await body(note);
        const broken = brokenReference(this.db);
        if (broken !== undefined) throw new Error(`a reference of ${broken} does not hold`);
        return value;
      });
    } finally {
      this.db.run("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;");
    }
  }

  private async transact<T>(body: (note: (act: Act) => void) => T | Promise<T>): Promise<Outcome<T>> {
    const acts: Act[] = [];
    this.db.run("BEGIN IMMEDIATE");
    this.open = true;
    try {
      const value = await body((act) => acts.push(act));
      this.record.append(this.db, this.ports.now().toISOString(), acts);
      this.db.run("COMMIT");
      return ok(value);
    } catch (error) {
      this.rollback();
      if (error instanceof Cancelled) return fault("cancelled");
      if (error instanceof Refused) return { ok: false, error: error.fault };
      throw error;
    } finally {
      this.open = false;
    }
  }

  /** SQLite has rolled back by itself after some failures; a second time is then an error of no meaning. */
  private rollback(): void {
    try {
      this.db.run("ROLLBACK");
    } catch (error) {
      if (!(error instanceof SqliteError)) throw error;
    }
  }

  private async persist(): Promise<Outcome<null>> {
    this.ports.emit({ kind: "saving" });
    const image = this.db.exportImage();
    const file = await encryptImage(this.key, image);
    image.fill(0);
    const written = await this.ports.vaultFile.write({ bytes: file, manifest: new Uint8Array(0) });
    if (!written.ok) {
      this.ports.emit({ kind: "save-failed", fault: written.error });
      return written;
    }
    this.unsaved = false;
    this.ports.emit({ kind: "saved", at: written.value.at });
    return ok(null);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work);
    this.queue = turn.catch(() => undefined);
    return turn;
  }
}

function setting(db: SqliteDatabase, key: string): string {
  return db.first<{ value: string }>("SELECT value FROM settings WHERE key = ?", [key])?.value ?? "";
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function unhex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
