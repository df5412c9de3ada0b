import type { Outcome } from "../base/fault.ts";
import type { Gate, RecordVerification } from "../terms/record.ts";
import type { Topic } from "../terms/event.ts";
import type { VaultCheck, VaultInfo } from "../terms/vault.ts";
import type { JobControl } from "../base/job.ts";
import type { Database } from "./database.ts";

/** One act at a gate, to be written into the record with the change it describes. */
export interface Act {
  readonly gate: Gate;
  readonly action: string;
  /** Counts, ids of acts, hashes. Never personal data: erasure must not break the chain. */
  readonly payload: Readonly<Record<string, string | number | boolean>>;
}

/** An open, unlocked vault: the only way to the database, its key and its record. */
export interface Vault {
  readonly db: Database;
  /** True while a change is open: what `db` reads then may still be taken back. */
  readonly changing: boolean;
  info(): VaultInfo;
  /**
   * Changes the vault: runs `body` inside one transaction together with the record line of each act
   * it notes, then saves the file and answers once it is durable. Anything thrown by `body` rolls
   * everything back (`Cancelled` becomes fault "cancelled", `Refused` the fault it carries, anything
   * else is a bug and passes on). Changes wait for one another: never start one inside another. When only the saving fails, the change
   * stays in memory, the fault says why, and `save` tries again.
   *
   * `loading` is for a change of very many rows: foreign keys are then checked once, before it is committed,
   * instead of row by row, and deletions inside it do not cascade. A broken one is a bug and rolls back.
   */
  change<T>(
    topics: readonly Topic[],
    body: (note: (act: Act) => void) => T | Promise<T>,
    options?: { readonly loading?: boolean },
  ): Promise<Outcome<T>>;
  save(): Promise<Outcome<null>>;
  /** Rewrites the database without its free pages (VACUUM) and saves it: after erasure nothing is left to find. */
  rebuild(): Promise<Outcome<null>>;
  /** Authenticates every page of the saved file, and checks the open database and its record. */
  check(job: JobControl): Promise<Outcome<VaultCheck>>;
  verifyRecord(job: JobControl): RecordVerification;
  /** Keyed hash of an identifier, for tombstones and subjects in the record: HMAC-SHA-256, hex. */
  pseudonym(text: string): string;
  /** Runs after each committed change, before it is announced: columns keep in step here. */
  onChange(listener: (topics: readonly Topic[]) => void): void;
  /** Wipes what can be wiped. The vault is dead afterwards; unsaved changes are lost. */
  close(): void;
}
