import type { JobControl } from "../../../base/job.ts";
import type { Database } from "../../../vault/database.ts";
import { dropIdleVisitors } from "../../keep/unclaimed.ts";
import { settleVisitors } from "./visitors.ts";

/** Takes back the entries of an import, the keys it showed and the spend it replaced; answers how many entries went. */
export function undoEntries(db: Database, importId: number, job: JobControl): number {
  const visitors = db.rows<{ id: number }>(
    "SELECT DISTINCT visitor_id AS id FROM visitor_keys WHERE import_id = ?",
    [importId],
  );
  db.run("DELETE FROM visitor_keys WHERE import_id = ?", [importId]);
  settleVisitors(db, new Set(visitors.map(({ id }) => id)));
  // What this import replaced stands again, unless a later one replaced it once more.
  db.run(
    `UPDATE spend SET replaced_by = (SELECT b.replaced_by FROM spend AS b WHERE b.import_id = ?1 AND b.day = spend.day
         AND b.medium = spend.medium AND b.campaign = spend.campaign AND b.currency = spend.currency AND b.source = spend.source)
       WHERE replaced_by = ?1`,
    [importId],
  );
  let removed = 0;
  for (const table of ["events", "messages", "reviews", "spend"]) {
    job.check();
    db.run(`DELETE FROM ${table} WHERE import_id = ?`, [importId]);
    removed += db.changes();
  }
  if (visitors.length + removed > 0) dropIdleVisitors(db);
  return removed;
}
