import type { createHMAC } from "hash-wasm";
import { fault, type Outcome } from "../base/fault.ts";
import { Cancelled, type JobControl } from "../base/job.ts";
import { Refused } from "../base/refused.ts";
import { ok } from "../base/result.ts";
import type { ServicePorts } from "../ports.ts";
import type { Topic } from "../terms/event.ts";
import type { RecordVerification } from "../terms/record.ts";
import type { VaultCheck, VaultInfo } from "../terms/vault.ts";
import type { VaultKey } from "./key.ts";
import { versionOf } from "./migrations/index.ts";
import { countDamagedPages, encryptImage, PAGE_BYTES } from "./page-codec.ts";
import type { VaultRecord } from "./record.ts";
import { brokenReference } from "./references.ts";
import { setting } from "./settings.ts";
import { SqliteError } from "./sqlite-statement.ts";
import type { SqliteDatabase } from "./sqlite.ts";
import type { Act, Vault } from "./vault.ts";

/** The part of the world a vault needs. */
export type VaultPorts = Pick<ServicePorts, "vaultFile" | "sqliteWasm" | "now" | "emit">;

type Hmac = Awaited<ReturnType<typeof createHMAC>>;

/** A vault that is open: its database, its key, its record, and the turn that changes wait for. */
export class OpenVault implements Vault {
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
