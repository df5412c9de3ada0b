import type { createHMAC } from "hash-wasm";
import { fault, type Fault, type Outcome } from "../base/fault.ts";
import { hex } from "../base/hex.ts";
import { Cancelled, unwatched, type JobControl } from "../base/job.ts";
import { Refused } from "../base/refused.ts";
import { ok } from "../base/result.ts";
import type { ErasureLogPort, ServicePorts } from "../ports.ts";
import type { Topic } from "../terms/event.ts";
import { CEILING_BYTES } from "../terms/limits.ts";
import type { RecordVerification } from "../terms/record.ts";
import type { VaultCheck, VaultInfo } from "../terms/vault.ts";
import { Backups } from "./backups.ts";
import { changeCounter, Freshness, type VaultState } from "./freshness.ts";
import { keyFrom, type KeySource, type VaultKey } from "./key.ts";
import { versionOf } from "./migrations/index.ts";
import { PAGE_BYTES } from "./page-codec.ts";
import type { SealedPages } from "./pages/page-store.ts";
import { readThrough } from "./pages/read-through.ts";
import { sendPages } from "./pages/send-pages.ts";
import { treePages } from "./pages/tree-pages.ts";
import type { VaultPages } from "./pages/vault-pages.ts";
import { recordHead, type VaultRecord } from "./record.ts";
import { brokenReference } from "./references.ts";
import { putSetting, setting } from "./settings.ts";
import type { Sqlite } from "./sqlite-module.ts";
import { SqliteError } from "./sqlite-statement.ts";
import type { SqliteDatabase } from "./sqlite.ts";
import { damagedPagesOf, fixedFileOf, readOrLease, sizeOf } from "./stored-file.ts";
import type { Act, ChangeOptions, Vault } from "./vault.ts";

/** The part of the world a vault needs. */
export type VaultPorts = Pick<ServicePorts, "vaultFile" | "sqliteWasm" | "now" | "emit" | "largestBytes"> & {
  /** False: the vault is decrypted whole when it opens, as where SQLite's build does not allow reading by page. */
  readonly onDemand?: boolean;
};

type Hmac = Awaited<ReturnType<typeof createHMAC>>;

/** The use of a vault's key that its record is sealed with, until the passphrase is changed. */
export const RECORD_KEY = "kurabito record 1";

/** What an open vault is made of. */
export interface VaultParts {
  readonly sqlite: Sqlite;
  readonly key: VaultKey;
  readonly pages: VaultPages;
  readonly db: SqliteDatabase;
  readonly freshness: Freshness;
  readonly record: VaultRecord;
  readonly pseudonyms: Hmac;
}

/** A vault that is open: its database, its key, its record, and the turn that changes wait for. */
export class OpenVault implements Vault {
  readonly db: SqliteDatabase;
  readonly backups: Backups;
  private readonly ports: VaultPorts;
  private readonly pages: VaultPages;
  private freshness: Freshness;
  private key: VaultKey;
  private readonly record: VaultRecord;
  private readonly pseudonyms: Hmac;
  private readonly listeners: ((topics: readonly Topic[]) => void)[] = [];
  private queue: Promise<unknown> = Promise.resolve();
  private open = false;
  private unsaved = false;
  private company: () => readonly Act[] = () => [];
  private counts: Pick<VaultInfo, "customers" | "orders"> | undefined;
  private closed = false;

  constructor(ports: VaultPorts, parts: VaultParts) {
    this.ports = ports;
    this.key = parts.key;
    this.pages = parts.pages;
    this.freshness = parts.freshness;
    this.db = parts.db;
    this.record = parts.record;
    this.pseudonyms = parts.pseudonyms;
    const { vaultFile: file, now, emit } = ports;
    const { sqlite } = parts;
    this.backups = new Backups({ file, sqlite, now, emit, vault: this, key: () => this.key });
  }

  get largestBytes(): number {
    return this.ports.largestBytes ?? CEILING_BYTES;
  }

  get changing(): boolean {
    return this.open;
  }

  info(): VaultInfo {
    const { savedAt } = this.freshness;
    return {
      vaultId: setting(this.db, "vault_id"),
      name: setting(this.db, "name"),
      createdAt: setting(this.db, "created_at"),
      ...(savedAt === undefined ? {} : { savedAt }),
      schemaVersion: versionOf(this.db),
      bytes: this.db.count("PRAGMA page_count") * PAGE_BYTES,
      sample: setting(this.db, "sample") === "1",
      ...this.rowCounts(),
    };
  }

  /** Counted along the tables and not an index: their pages are wanted for the columns next. */
  private rowCounts(): Pick<VaultInfo, "customers" | "orders"> {
    if (this.counts !== undefined) return this.counts;
    const counts = {
      customers: this.db.count("SELECT count(*) FROM customers NOT INDEXED"),
      orders: this.db.count("SELECT count(*) FROM orders NOT INDEXED"),
    };
    if (!this.open) this.counts = counts;
    return counts;
  }

  change<T>(
    topics: readonly Topic[],
    body: (note: (act: Act) => void) => T | Promise<T>,
    { loading = false, job = unwatched }: ChangeOptions = {},
  ): Promise<Outcome<T>> {
    return this.inTurn(async () => {
      // What was committed earlier and could not be saved yet is announced already: it must not go with this change.
      const stoppable = !this.unsaved && this.pages.onDemand;
      this.open = true;
      const together = (note: (act: Act) => void): T | Promise<T> => {
        for (const act of this.company()) note(act);
        return body(note);
      };
      let done: Outcome<T>;
      let sealed: Outcome<SealedPages | undefined>;
      try {
        done = await this.stoppable(job, () => (loading ? this.load(together) : this.transact(together)));
        if (!done.ok) return done;
        sealed = await this.sealOrRevert(stoppable, job);
        if (!sealed.ok) return sealed;
      } finally {
        this.open = false;
      }
      this.unsaved = true;
      this.counts = undefined;
      for (const listener of this.listeners) listener(topics);
      this.ports.emit({ kind: "changed", topics });
      const saved = await this.send(sealed.value);
      return saved.ok ? done : saved;
    });
  }

  save(): Promise<Outcome<null>> {
    return this.inTurn(() => (this.unsaved ? this.persist() : Promise.resolve(ok(null))));
  }

  saveConflictCopy(): Promise<Outcome<{ readonly path: string }>> {
    return this.inTurn(async () => {
      this.pages.collect();
      const sealed = await this.resealed(this.key);
      if (!sealed.ok) return sealed;
      const { bytes } = sealed.value;
      const state = stateOf(this.db, this.pages);
      const { manifest } = await this.freshness.whole(bytes, state, this.ports.now());
      return this.ports.vaultFile.saveConflictCopy({ bytes, manifest });
    });
  }

  rebuild(): Promise<Outcome<null>> {
    return this.inTurn(async () => {
      await this.prefetch();
      this.db.run("VACUUM");
      this.unsaved = true;
      return this.persist();
    });
  }

  get erasureLog(): ErasureLogPort | undefined {
    return this.ports.vaultFile.erasureLog;
  }

  searchSaved(visit: (page: Uint8Array, number: number) => void, job: JobControl): Promise<Outcome<null>> {
    return this.inTurn(async () => {
      const read = await readOrLease(this.ports.vaultFile, this.pages.onDemand);
      if (!read.ok) return read;
      if (read.value === undefined) return fault("vault-missing");
      const file = fixedFileOf(read.value);
      try {
        const damaged = await readThrough(this.key, file, visit, job);
        return damaged === undefined ? ok(null) : fault("vault-damaged", { page: damaged });
      } catch (error) {
        if (error instanceof Refused) return { ok: false, error: error.fault };
        throw error;
      } finally {
        file.close();
      }
    });
  }

  check(job: JobControl): Promise<Outcome<VaultCheck>> {
    return this.inTurn(async () => {
      const read = await readOrLease(this.ports.vaultFile, this.pages.onDemand);
      if (!read.ok) return read;
      if (read.value === undefined) return fault("vault-missing");
      const stored = read.value;
      const fresh = await this.freshness.holds(stored);
      const damagedPages = damagedPagesOf(this.key, stored, () => {
        job.check();
      });
      await this.prefetch();
      const { lines, intact } = this.verifyRecord(job);
      const answer = this.db.first<{ integrity_check: string }>("PRAGMA integrity_check(1)");
      const orphans = this.db.first("PRAGMA foreign_key_check");
      this.pages.store.dropAhead();
      return ok({
        pages: Math.ceil(sizeOf(stored) / PAGE_BYTES),
        damagedPages,
        integrity: answer?.integrity_check === "ok" && orphans === undefined ? "ok" : "damaged",
        freshness: fresh ? "ok" : "changed",
        record: { lines, intact },
      });
    });
  }

  verifyRecord(job: JobControl): RecordVerification {
    return this.record.verify(this.db, job);
  }

  /**
   * Decrypts what is about to be scanned, beside other work and much faster than page by page: the tables named, or
   * all. What SQLite has read before is left out, and what would not fit into its cache. @throws Cancelled
   */
  async prefetch(tables?: readonly string[], job: JobControl = unwatched): Promise<void> {
    const { store, onDemand } = this.pages;
    if (!onDemand || this.closed) return;
    const pages = tables?.flatMap((table) => this.pagesOf(table));
    try {
      await store.prefetch(pages, () => {
        job.check();
      });
    } catch (error) {
      // Locked meanwhile: the key is wiped, and nobody will read.
      if (!this.isClosed()) throw error;
    }
  }

  private isClosed(): boolean {
    return this.closed;
  }

  private pagesOf(table: string): number[] {
    const { store } = this.pages;
    const root = this.db.count("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]);
    return treePages(root, store.size, (page, target) => {
      store.peek(page, target);
    });
  }

  async opensWith(source: KeySource): Promise<boolean> {
    const other = await keyFrom(source, this.key.salt);
    const same = other.equals(this.key);
    other.close();
    return same;
  }

  copyRawKey(): Uint8Array<ArrayBuffer> {
    return this.key.copyRaw();
  }

  rekey(key: VaultKey, act: Act): Promise<Outcome<null>> {
    return this.inTurn(async () => {
      if (this.unsaved) {
        const saved = await this.persist();
        if (!saved.ok) return saved;
      }
      const begun = setting(this.db, "record_key") !== "" ? undefined : await this.key.derive(RECORD_KEY);
      const noted = await this.transact((note) => {
        if (begun !== undefined) putSetting(this.db, "record_key", hex(begun));
        note(act);
      });
      begun?.fill(0);
      if (!noted.ok) return noted;
      const written = await this.sendUnder(key);
      this.ports.emit({ kind: "changed", topics: ["record"] });
      return written;
    });
  }

  /** The whole file under another key; when it cannot be saved, what was done for it is taken back. */
  private async sendUnder(key: VaultKey): Promise<Outcome<null>> {
    this.ports.emit({ kind: "saving" });
    const freshness = await Freshness.under(key);
    this.pages.collect();
    const sealed = await this.resealed(key);
    if (!sealed.ok) {
      this.pages.revert();
      return sealed;
    }
    const state = stateOf(this.db, this.pages);
    const at = this.ports.now();
    const written = await sendPages(
      this.ports.vaultFile,
      this.pages.store,
      sealed.value,
      freshness,
      state,
      at,
    );
    if (!written.ok) {
      // Where it cannot be taken back, the line is saved with the next change, and the one after it says how it went.
      if (this.pages.revert()) this.ports.emit({ kind: "saved", at: at.toISOString() });
      else await this.keepOldKey(written.error);
      return written;
    }
    const old = this.key;
    this.key = key;
    this.freshness = freshness;
    old.close();
    this.ports.emit({ kind: "saved", at: written.value.at });
    return ok(null);
  }

  private async resealed(key: VaultKey): Promise<Outcome<SealedPages>> {
    try {
      return ok(await this.pages.store.reseal(key));
    } catch (error) {
      if (error instanceof Refused) return { ok: false, error: error.fault };
      throw error;
    }
  }

  private async keepOldKey(reason: Fault): Promise<void> {
    this.unsaved = true;
    await this.transact((note) => {
      note({ gate: "vault", action: "passphrase-kept", payload: { fault: reason.code } });
    });
    this.ports.emit({ kind: "save-failed", fault: reason });
  }

  pseudonym(text: string): string {
    return this.pseudonyms.init().update(text).digest("hex");
  }

  accompany(acts: () => readonly Act[]): void {
    this.company = acts;
  }

  onChange(listener: (topics: readonly Topic[]) => void): void {
    this.listeners.push(listener);
  }

  close(): void {
    this.closed = true;
    this.backups.close();
    this.db.close();
    this.record.close();
    this.key.close();
  }

  /**
   * SQLite heeds these switches only between transactions. Its sorter keeps rows one by one with MEMORY and in one
   * piece with FILE, which builds an index in three quarters of the time; sql.js's files lie in memory too.
   */
  private async load<T>(body: (note: (act: Act) => void) => T | Promise<T>): Promise<Outcome<T>> {
    // Rows are looked up all over a vault that holds some.
    await this.prefetch();
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
      this.pages.store.dropAhead();
    }
  }

  private async transact<T>(body: (note: (act: Act) => void) => T | Promise<T>): Promise<Outcome<T>> {
    const acts: Act[] = [];
    this.db.run("BEGIN IMMEDIATE");
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
    }
  }

  /** SQLite has rolled back by itself after some failures; a second time is then an error of no meaning. */
  private rollback(): void {
    this.pages.watch(undefined);
    try {
      this.db.run("ROLLBACK");
    } catch (error) {
      if (!(error instanceof SqliteError)) throw error;
    }
  }

  /** Lets a job's flag stop SQLite in the middle of a long statement, too. */
  private async stoppable<T>(job: JobControl, work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    if (job !== unwatched) this.pages.watch(() => isCancelled(job));
    try {
      return await work();
    } finally {
      this.pages.watch(undefined);
    }
  }

  private async persist(): Promise<Outcome<null>> {
    const sealed = await this.seal(unwatched);
    return sealed.ok ? this.send(sealed.value) : sealed;
  }

  /** Nobody knows yet of what was committed: where it cannot be encrypted, it may be taken back. */
  private async sealOrRevert(may: boolean, job: JobControl): Promise<Outcome<SealedPages | undefined>> {
    let sealed: Outcome<SealedPages | undefined> | undefined;
    try {
      sealed = await this.seal(may ? job : unwatched);
      return sealed;
    } finally {
      if (may && sealed?.ok !== true) this.pages.revert();
    }
  }

  /** Encrypts what changed; nothing is sent yet. */
  private async seal(job: JobControl): Promise<Outcome<SealedPages | undefined>> {
    try {
      this.pages.collect();
      if (!this.pages.store.dirty) return ok(undefined);
      return ok(
        await this.pages.store.seal((done, total) => {
          job.check();
          job.progress({ phase: "saving", done, total });
        }),
      );
    } catch (error) {
      if (error instanceof Cancelled) return fault("cancelled");
      if (error instanceof Refused) return { ok: false, error: error.fault };
      throw error;
    }
  }

  private async send(sealed: SealedPages | undefined): Promise<Outcome<null>> {
    await this.backups.beforeSave();
    this.ports.emit({ kind: "saving" });
    const at = this.ports.now();
    const written =
      sealed === undefined
        ? ok({ at: at.toISOString() })
        : await sendPages(
            this.ports.vaultFile,
            this.pages.store,
            sealed,
            this.freshness,
            stateOf(this.db, this.pages),
            at,
          );
    if (!written.ok) {
      this.ports.emit({ kind: "save-failed", fault: written.error });
      return written;
    }
    this.unsaved = false;
    this.backups.afterSave();
    this.ports.emit({ kind: "saved", at: written.value.at });
    return ok(null);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work);
    this.queue = turn.catch(() => undefined);
    return turn;
  }
}

/** What an open database says of itself, as its freshness manifest tells it. */
export function stateOf(db: SqliteDatabase, pages: VaultPages): VaultState {
  const page = new Uint8Array(PAGE_BYTES);
  pages.store.peek(0, page);
  const changes = changeCounter(page);
  page.fill(0);
  return { vaultId: setting(db, "vault_id"), changes, record: recordHead(db) };
}

function isCancelled(job: JobControl): boolean {
  try {
    job.check();
    return false;
  } catch (error) {
    if (error instanceof Cancelled) return true;
    throw error;
  }
}
