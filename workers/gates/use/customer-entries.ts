import { isoDate } from "../../base/calendar.ts";
import { fault, type Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { CustomerEntries } from "../../terms/entries.ts";
import type { Database } from "../../vault/database.ts";
import type { Workspace } from "../../workspace.ts";

/** Entries of each kind shown of one customer; a busy one may have thousands. */
const SHOWN = 100;

type Newest<K extends "events" | "messages" | "reviews"> = CustomerEntries[K]["newest"][number];
type Stored<T> = { readonly [K in keyof T]-?: T[K] | null };

/**
 * What one customer did beside buying, what was sent to them and what they wrote (GDPR art. 15; APPI art. 33), for purpose "service".
 * Faults: `customer-unknown`.
 */
export async function customerEntries(
  { vault: { db } }: Pick<Workspace, "vault">,
  { customerId }: { readonly customerId: number },
): Promise<Outcome<CustomerEntries>> {
  if (db.count("SELECT count(*) FROM customers WHERE id = ?", [customerId]) === 0)
    return fault("customer-unknown");
  return ok({
    keys: db.rows<CustomerEntries["keys"][number]>(
      `SELECT kind, count(DISTINCT visitors.id) AS count FROM visitor_keys JOIN visitors ON visitors.id = visitor_id
       WHERE customer_id = ? AND kind IN ('login', 'device', 'cookie') GROUP BY kind ORDER BY kind`,
      [customerId],
    ),
    events: {
      total: total(db, "events", customerId),
      byKind: db.rows<CustomerEntries["events"]["byKind"][number]>(
        "SELECT kind, count(*) AS count FROM events WHERE customer_id = ? GROUP BY kind ORDER BY 2 DESC, 1",
        [customerId],
      ),
      newest: newest<Newest<"events">>(db, customerId, "events", "at", [
        "kind",
        "name",
        "page",
        "seconds",
      ]).map(moment),
    },
    messages: {
      total: total(db, "messages", customerId),
      byEvent: db.rows<CustomerEntries["messages"]["byEvent"][number]>(
        "SELECT event, count(*) AS count FROM messages WHERE customer_id = ? GROUP BY event ORDER BY 2 DESC, 1",
        [customerId],
      ),
      newest: newest<Newest<"messages">>(db, customerId, "messages", "at", [
        "event",
        "channel",
        "campaign",
      ]).map(moment),
    },
    reviews: {
      total: total(db, "reviews", customerId),
      newest: newest<Newest<"reviews">>(db, customerId, "reviews", "day", [
        "kind",
        "rating",
        "text",
        "masked",
        "product",
      ]).map((review) => ({ ...review, day: isoDate(Number(review.day)) })),
    },
  });
}

type EntryTable = "events" | "messages" | "reviews";

function total(db: Database, table: EntryTable, customerId: number): number {
  return db.count(`SELECT count(*) FROM ${table} WHERE customer_id = ?`, [customerId]);
}

/** The newest rows of a table with the source they came from; columns that hold nothing are left out. */
function newest<T extends object>(
  db: Database,
  customerId: number,
  table: EntryTable,
  order: "at" | "day",
  columns: readonly string[],
): T[] {
  return db
    .rows<Stored<T>>(
      `SELECT ${table}.${order} AS ${order}, ${columns.map((column) => `${table}.${column}`).join(", ")}, imports.source FROM ${table} JOIN imports ON imports.id = ${table}.import_id
       WHERE customer_id = ? ORDER BY ${table}.${order} DESC, ${table}.id DESC LIMIT ${String(SHOWN)}`,
      [customerId],
    )
    .map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T);
}

function moment<T extends { readonly at: string }>(entry: T): T {
  return { ...entry, at: new Date(Number(entry.at) * 1000).toISOString() };
}
