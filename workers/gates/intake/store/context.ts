import type { JobControl } from "../../../base/job.ts";
import type { ImportPlan } from "../../../terms/intake.ts";
import type { BulkColumn, Database } from "../../../vault/database.ts";

/** What every step of storing an import needs to know. */
export interface StoreContext {
  readonly db: Database;
  readonly job: JobControl;
  readonly plan: ImportPlan;
  readonly importId: number;
  /** ISO moment of the import. */
  readonly now: string;
  /** The vault's keyed hash of a text. */
  readonly pseudonym: (text: string) => string;
}

const PORTION = 20_000;

/**
 * Inserts columns in portions, so that a cancel is heard in between.
 * @throws Cancelled
 */
export function insertWatched(
  { db, job }: Pick<StoreContext, "db" | "job">,
  phase: string,
  sql: string,
  columns: readonly BulkColumn[],
  count: number,
): void {
  for (let from = 0; from < count; from += PORTION) {
    job.check();
    const to = Math.min(count, from + PORTION);
    db.bulkInsert(sql, columns, from, to);
    job.progress({ phase, done: to, total: count });
  }
}

/** The next free id of a table; numbers of people who were joined into others stay theirs. */
export function nextId(db: Database, table: "customers" | "orders" | "imports"): number {
  const joined = table === "customers" ? db.count("SELECT max(id) FROM merge_members") : 0;
  return Math.max(joined, db.count(`SELECT max(id) FROM ${table}`)) + 1;
}
