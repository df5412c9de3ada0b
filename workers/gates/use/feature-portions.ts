import type { JobControl } from "../../base/job.ts";
import type { Database } from "../../vault/database.ts";

/** Rows read at once: some milliseconds, so that a cancel is heard. */
const PORTION = 40_000;

/** Calls `read` with the bounds of each portion of a table's row ids, first exclusive, last inclusive. */
export function eachPortion(
  db: Database,
  table: string,
  job: JobControl,
  read: (after: number, to: number) => void,
): void {
  const last = db.count(`SELECT max(id) FROM ${table}`);
  for (let after = 0; after < last; after += PORTION) {
    job.check();
    job.progress({ phase: "read", done: after, total: last });
    read(after, after + PORTION);
  }
}
