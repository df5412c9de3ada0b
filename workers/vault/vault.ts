import type { Outcome } from "../base/fault.ts";
import type { Gate, RecordVerification } from "../terms/record.ts";
import type { Topic } from "../terms/event.ts";
import type { BackupInfo } from "../terms/backup.ts";
import type { VaultCheck, VaultInfo } from "../terms/vault.ts";
import type { BackupReason } from "../terms/vault-file.ts";
import type { JobControl } from "../base/job.ts";
import type { ErasureLogPort } from "../ports.ts";
import type { Database } from "./database.ts";
import type { KeySource, VaultKey } from "./key.ts";

/** One act at a gate, to be written into the record with the change it describes. */
export interface Act {
  readonly gate: Gate;
  readonly action: string;
  /** Counts, ids of acts, hashes. Never personal data: erasure must not break the chain. */
  readonly payload: Readonly<Record<string, string | number | boolean>>;
}

/** The backups of an open vault. */
export interface VaultBackups {
  /** All of them, newest first, with what is known of each. */
  list(): Promise<Outcome<readonly BackupInfo[]>>;
  /**
   * Copies the file as it lies on the disk and reads the copy back before it answers: for what might make the file
   * unreadable. Faults: those of copying, and of a copy that is not sound (then it counts as none).
   */
  backUp(reason: BackupReason): Promise<Outcome<BackupInfo>>;
  /** Reads back what nobody has and drops what may go: all that would else be done once the vault is quiet. */
  settled(): Promise<void>;
}

/** How a change is made. */
export interface ChangeOptions {
  /**
   * For a change of very many rows: foreign keys are then checked once, before it is committed, instead of row by row,
   * and deletions inside it do not cascade. A broken one is a bug and rolls back.
   */
  readonly loading?: boolean;
  /**
   * Whose flag stops the change also while SQLite works inside one long statement, and while pages are encrypted after
   * it was committed: all is taken back then. Once the pages are being sent to the file it is too late.
   */
  readonly job?: JobControl;
}

/** An open, unlocked vault: the only way to the database, its key and its record. */
export interface Vault {
  readonly db: Database;
  /** True while a change is open: what `db` reads then may still be taken back. */
  readonly changing: boolean;
  /** The size an import may take it to, in bytes. */
  readonly largestBytes: number;
  readonly backups: VaultBackups;
  info(): VaultInfo;
  /**
   * Changes the vault: runs `body` inside one transaction together with the record line of each act
   * it notes, then saves the file and answers once it is durable. Anything thrown by `body` rolls
   * everything back (`Cancelled` becomes fault "cancelled", `Refused` the fault it carries, anything
   * else is a bug and passes on). Changes wait for one another: never start one inside another. When only the saving fails, the change
   * stays in memory, the fault says why, and `save` tries again.
   */
  change<T>(
    topics: readonly Topic[],
    body: (note: (act: Act) => void) => T | Promise<T>,
    options?: ChangeOptions,
  ): Promise<Outcome<T>>;
  /** Acts that go with every change from now on, asked for inside it: what is to be told but is no reason to write. */
  accompany(acts: () => readonly Act[]): void;
  save(): Promise<Outcome<null>>;
  /** Writes the vault as it is, saved or not, under a name of its own beside a file that another program changed. */
  saveConflictCopy(): Promise<Outcome<{ readonly path: string }>>;
  /** Rewrites the database without its free pages (VACUUM) and saves it: after erasure nothing is left to find. */
  rebuild(): Promise<Outcome<null>>;
  /**
   * Reads every page of the saved file as it lies on the disk, authenticated and decrypted, in order and from 0, those of the freelist
   * included; a page's bytes are wiped after the visit. Faults: those of reading, "vault-damaged".
   */
  searchSaved(visit: (page: Uint8Array, number: number) => void, job: JobControl): Promise<Outcome<null>>;
  /** The log of erasures beside the backups, where the port has one. */
  readonly erasureLog: ErasureLogPort | undefined;
  /** Authenticates every page of the saved file, and checks the open database and its record. */
  check(job: JobControl): Promise<Outcome<VaultCheck>>;
  verifyRecord(job: JobControl): RecordVerification;
  /** Whether a passphrase or a raw key is the one the vault is open with. */
  opensWith(source: KeySource): Promise<boolean>;
  /** A copy of the raw 256-bit key, for a recovery kit or the keychain; the caller wipes it. */
  copyRawKey(): Uint8Array<ArrayBuffer>;
  /**
   * Encrypts the whole file anew under another key and saves it, together with the act's line in the record. Whatever
   * goes wrong, the file opens with the old key or with the new one, and the vault stays open with that same key.
   */
  rekey(key: VaultKey, act: Act): Promise<Outcome<null>>;
  /** Keyed hash of an identifier, for tombstones and subjects in the record: HMAC-SHA-256, hex. */
  pseudonym(text: string): string;
  /**
   * Before a long scan: decrypts the tables named (or all) many pages at once, beside other work. Reading without it
   * is as right, but decrypts page by page. @throws Cancelled
   */
  prefetch(tables?: readonly string[], job?: JobControl): Promise<void>;
  /** Runs after each committed change, before it is announced: columns keep in step here. */
  onChange(listener: (topics: readonly Topic[]) => void): void;
  /** Wipes what can be wiped. The vault is dead afterwards; unsaved changes are lost. */
  close(): void;
}
