import type { EpochDay } from "../../base/calendar.ts";
import type { Database } from "../../vault/database.ts";

/** Erases the events and reviews of nobody the vault knows from before a day; answers how many went. */
export function dropUnclaimed(db: Database, before: EpochDay): number {
  db.run("DELETE FROM events WHERE customer_id IS NULL AND at < ?", [before * 86_400]);
  const events = db.changes();
  db.run("DELETE FROM reviews WHERE customer_id IS NULL AND day < ?", [before]);
  const gone = events + db.changes();
  if (gone > 0) dropIdleVisitors(db);
  return gone;
}

/** How many events and reviews of nobody the vault knows are from before a day. */
export function countUnclaimed(db: Database, before: EpochDay): number {
  return db.count(
    `SELECT (SELECT count(*) FROM events WHERE customer_id IS NULL AND at < ?)
       + (SELECT count(*) FROM reviews WHERE customer_id IS NULL AND day < ?)`,
    [before * 86_400, before],
  );
}

/** Forgets visitors of whom nothing is kept any more. */
export function dropIdleVisitors(db: Database): void {
  db.run(
    `DELETE FROM visitors WHERE NOT EXISTS (SELECT 1 FROM visitor_keys WHERE visitor_id = visitors.id)
       AND NOT EXISTS (SELECT 1 FROM events WHERE visitor_id = visitors.id)
       AND NOT EXISTS (SELECT 1 FROM reviews WHERE visitor_id = visitors.id)`,
  );
}

/**
 * The last day each customer did something themselves: visited, logged in, clicked in a message or wrote. Being sent a message is no sign
 * of life, nor is opening it: programs open messages. Ordered by customer.
 */
export function entryActivity(db: Database): {
  readonly customer: Int32Array;
  readonly day: Int32Array;
} {
  const [customer, day] = db.readColumns(
    `SELECT customer_id, max(day) FROM (
       SELECT customer_id, max(at) / 86400 AS day FROM events WHERE customer_id IS NOT NULL GROUP BY customer_id
       UNION ALL SELECT customer_id, max(at) / 86400 FROM messages WHERE event = 'clicked' GROUP BY customer_id
       UNION ALL SELECT customer_id, max(day) FROM reviews WHERE customer_id IS NOT NULL GROUP BY customer_id
     ) GROUP BY customer_id ORDER BY customer_id`,
    ["int32", "int32"],
  );
  return { customer, day };
}
