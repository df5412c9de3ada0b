import { breathe } from "./breathe.ts";
import { fault, type Fault, type Outcome } from "../base/fault.ts";
import { hex } from "../base/hex.ts";
import { ok } from "../base/result.ts";
import type { ServicePorts, VaultFilePort } from "../ports.ts";
import type { BackupInfo, BackupState } from "../terms/backup.ts";
import type { BackupEntry, BackupReason } from "../terms/vault-file.ts";
import { checkBackup, stateOf } from "./backup-check.ts";
import { marksOf, putMarks, type BackupMark } from "./backup-marks.ts";
import { backupsOfErased, backupsToDrop, ERASED_KEPT_DAYS, localDay } from "./backup-policy.ts";
import type { VaultKey } from "./key.ts";
import { setting } from "./settings.ts";
import type { Sqlite } from "./sqlite-module.ts";
import { firstPageOf, letGoOf, readOrLeaseBackup, sizeOf } from "./stored-file.ts";
import type { Vault, VaultBackups } from "./vault.ts";

/** What the keeper of backups needs of an open vault. */
export interface BackupWorld {
  readonly file: Pick<VaultFilePort, "backUp" | "listBackups" | "readBackup" | "dropBackup" | "leases">;
  readonly sqlite: Sqlite;
  readonly now: () => Date;
  readonly emit: ServicePorts["emit"];
  readonly vault: Pick<Vault, "db" | "change">;
  /** The key of the vault as of now; another one once the passphrase was changed. */
  readonly key: () => VaultKey;
}

/** How long after a save the reading back of its backup begins: the user's next act goes first. */
const QUIET_MS = 3_000;
/** A backup that failed is tried again with the first save after so long, not with every save. */
const AGAIN_AFTER_MS = 15 * 60_000;
/** What each day begins with one of. A copy put aside by a restore is of another state. */
const daily: ReadonlySet<BackupReason> = new Set(["daily", "migration", "asked"]);

/**
 * The backups of an open vault. A copy is made by the host, file to file, before anything is written; that is all a
 * save waits for. Reading it back follows once the vault has been quiet for a moment, in pieces between which other
 * work goes first. Only then are older ones dropped (backup-policy.ts), and the findings written into the vault.
 */
export class Backups implements VaultBackups {
  private readonly world: BackupWorld;
  /** Findings not written into the vault yet. */
  private readonly found = new Map<string, BackupMark>();
  private day: string | undefined;
  private notBefore = 0;
  private work: Promise<void> = Promise.resolve();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  constructor(world: BackupWorld) {
    this.world = world;
  }

  /**
   * To be awaited before the vault's file is written: makes the day's backup of it as it lies there. Never stops a
   * save: what fails is told by an event.
   */
  async beforeSave(): Promise<void> {
    const now = this.world.now();
    const day = localDay(now);
    if (day === this.day || now.getTime() < this.notBefore) return;
    const made = await this.dayBackup(day);
    if (made.ok) this.day = day;
    else this.tell({ code: "backup-not-made" });
  }

  /** To be called after a save: looks after the backups once the vault has been quiet for a moment. */
  afterSave(): void {
    clearTimeout(this.timer);
    if (!this.closed) this.timer = setTimeout(() => void this.settled(), QUIET_MS);
  }

  async backUp(reason: BackupReason): Promise<Outcome<BackupInfo>> {
    const made = await this.world.file.backUp(reason);
    if (!made.ok) return made;
    const checked = await this.check(made.value);
    this.afterSave();
    if (checked === undefined) return fault("backup-missing");
    if (!checked.ok) return checked;
    if (daily.has(reason)) this.day = localDay(this.world.now());
    return ok(this.info(made.value, marksOf(this.world.vault.db)));
  }

  async list(): Promise<Outcome<readonly BackupInfo[]>> {
    const listed = await this.world.file.listBackups();
    if (!listed.ok) return listed;
    const marks = marksOf(this.world.vault.db);
    return ok(listed.value.map((entry) => this.info(entry, marks)));
  }

  settled(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.work = this.work
      .then(() => this.lookAfter())
      .catch(() => {
        this.tell({ code: "internal" });
      });
    return this.work;
  }

  /** Nothing is read or written afterwards. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private async dayBackup(day: string): Promise<Outcome<null>> {
    const listed = await this.list();
    if (!listed.ok) return listed;
    const there = listed.value.some(
      ({ reason, at, state }) => daily.has(reason) && state !== "damaged" && localDay(new Date(at)) === day,
    );
    if (there) return ok(null);
    const made = await this.world.file.backUp("daily");
    // There is nothing to keep yet before a vault's first save.
    return made.ok || made.error.code === "vault-missing" ? ok(null) : made;
  }

  private async lookAfter(): Promise<void> {
    const listed = this.closed ? undefined : await this.list();
    if (listed?.ok !== true) return;
    for (const entry of listed.value) {
      if (this.closed) return;
      if (entry.state === "unchecked") await this.check(entry);
    }
    const known = new Set(listed.value.map(({ id }) => id));
    await this.writeFindings(known);
    await this.dropOld();
  }

  /** Reads a backup back and remembers what it is; undefined when it is gone or the vault was closed or given another key meanwhile. */
  private async check(entry: BackupEntry): Promise<Outcome<null> | undefined> {
    const { file, sqlite, vault } = this.world;
    const stored = await readOrLeaseBackup(file, entry.id);
    if (!stored.ok) return undefined;
    const key = this.world.key();
    const salt = hex(firstPageOf(stored.value).subarray(0, key.salt.byteLength));
    const earlier = salt !== hex(key.salt) && sizeOf(stored.value) > 0;
    if (this.closed || earlier) letGoOf(stored.value);
    if (this.closed) return undefined;
    if (earlier) {
      // Of an earlier key and never read back under it: nothing can be said of it but that.
      this.found.set(entry.id, { state: "unvouched", salt });
      return ok(null);
    }
    const checked = await checkBackup(key, stored.value, {
      sqlite,
      vaultId: setting(vault.db, "vault_id"),
      breathe,
    });
    if (this.isClosed() || key !== this.world.key()) return undefined;
    this.found.set(entry.id, { state: stateOf(checked), salt });
    if (checked.ok) return ok(null);
    this.tell(checked.error);
    return checked;
  }

  private async writeFindings(known: ReadonlySet<string>): Promise<void> {
    if (this.closed || this.found.size === 0) return;
    const found = new Map(this.found);
    const { vault } = this.world;
    await vault.change(["backups"], () => {
      const marks = new Map([...marksOf(vault.db), ...found]);
      putMarks(vault.db, new Map([...marks].filter(([id]) => known.has(id) || found.has(id))));
    });
    for (const [id, mark] of found) if (this.found.get(id) === mark) this.found.delete(id);
  }

  private async dropOld(): Promise<void> {
    const listed = this.closed ? undefined : await this.list();
    if (listed?.ok !== true) return;
    const old = new Set([
      ...backupsToDrop(listed.value, (at) => localDay(new Date(at))),
      ...backupsOfErased(listed.value, this.erasureOver()),
    ]);
    for (const id of old) if (!this.closed) await this.world.file.dropBackup(id);
    if (old.size > 0) this.world.emit({ kind: "changed", topics: ["backups"] });
  }

  /** When the latest erasure was whose backups must be gone by now. */
  private erasureOver(): string | undefined {
    const before = new Date(this.world.now().getTime() - ERASED_KEPT_DAYS * 86_400_000).toISOString();
    const found = this.world.vault.db.first<{ at: string | null }>(
      "SELECT max(at) AS at FROM certificates WHERE at <= ?",
      [before],
    );
    return found?.at ?? undefined;
  }

  private info(entry: BackupEntry, marks: ReadonlyMap<string, BackupMark>): BackupInfo {
    const mark = this.found.get(entry.id) ?? marks.get(entry.id);
    const state: BackupState = mark?.state ?? "unchecked";
    const earlierPassphrase = mark !== undefined && mark.salt !== hex(this.world.key().salt);
    return { ...entry, state, earlierPassphrase };
  }

  private tell(problem: Fault): void {
    this.day = undefined;
    this.notBefore = this.world.now().getTime() + AGAIN_AFTER_MS;
    this.world.emit({ kind: "backup-failed", fault: problem });
  }

  /** Asked anew: closing may happen while something is awaited. */
  private isClosed(): boolean {
    return this.closed;
  }
}
