import type { JobControl } from "../base/job.ts";
import type { Database } from "../vault/database.ts";

type Bulk = Parameters<Database["bulkInsert"]>[1];

/** Rows inserted at once: some tens of milliseconds, so that a cancel is heard. */
const PORTION = 4000;

/** Inserts `count` rows, column by column, and asks between portions whether to stop. @throws Cancelled */
export function insertRows(db: Database, sql: string, columns: Bulk, count: number, job: JobControl): void {
  for (let from = 0; from < count; from += PORTION) {
    job.check();
    db.bulkInsert(sql, columns, from, Math.min(count, from + PORTION));
  }
}
