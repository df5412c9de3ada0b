import type { JobControl } from "../../../base/job.ts";
import { Refused } from "../../../base/refused.ts";
import type { Outcome } from "../../../base/fault.ts";
import type { Database } from "../../../vault/database.ts";
import type { Vault } from "../../../vault/vault.ts";
import { readCorrections, type Corrections } from "../../keep/rights/corrections.ts";
import { retractConsents, STANDS } from "../../use/append-consent.ts";
import { personFields, type PersonField } from "../stage/people.ts";
import { undoOutweighed } from "../identity/merged-corrections.ts";
import { rebuiltIndexes } from "./indexes.ts";
import { refreshSearchKeys } from "./search-keys.ts";
import { undoEntries } from "./undo-entries.ts";
import type { LineRevision } from "./write-orders.ts";

/** What undoing an import took away. */
export interface Undone {
  readonly customersRemoved: number;
  readonly ordersRemoved: number;
  /** Events, messages, reviews and days of spend. */
  readonly entriesRemoved: number;
}

/**
 * Takes an import back in one transaction: its orders, lines and identifiers, the people only it brought, and every change it
 * made to people and orders that were there before. Its consents are retracted: what was decided by them stays answerable.
 * What later imports changed again stays as they left it.
 */
export function undoImport(
  vault: Vault,
  importId: number,
  now: Date,
  job: JobControl,
): Promise<Outcome<Undone>> {
  return vault.change(["people", "imports", "quarantine", "consent", "insight", "record"], (note) => {
    const { db } = vault;
    const entry = db.first<{ undone_at: string | null }>("SELECT undone_at FROM imports WHERE id = ?", [
      importId,
    ]);
    if (entry === undefined) throw new Refused("import-unknown");
    if (entry.undone_at !== null) throw new Refused("import-already-undone");
    const restored = restoreRevisions(db, importId, job);
    const ordersRemoved = removeOrders(db, importId, job);
    const entriesRemoved = undoEntries(db, importId, job);
    const ofImport = { condition: "import_id = ?", values: [importId] };
    retractConsents(db, ofImport, now.toISOString(), "import-undone");
    const bereft = db.rows<{ id: number }>(
      "SELECT DISTINCT customer_id AS id FROM identifiers WHERE import_id = ?",
      [importId],
    );
    // Whoever had something put right stays, and stays findable: undoing a file takes nothing of that back.
    db.run(
      "DELETE FROM identifiers WHERE import_id = ? AND customer_id NOT IN (SELECT customer_id FROM corrections)",
      [importId],
    );
    job.check();
    db.run(
      `DELETE FROM customers WHERE import_id = ?1
         AND NOT EXISTS (SELECT 1 FROM orders WHERE customer_id = customers.id)
         AND NOT EXISTS (SELECT 1 FROM events WHERE customer_id = customers.id)
         AND NOT EXISTS (SELECT 1 FROM messages WHERE customer_id = customers.id)
         AND NOT EXISTS (SELECT 1 FROM reviews WHERE customer_id = customers.id)
         AND NOT EXISTS (SELECT 1 FROM identifiers WHERE customer_id = customers.id)
         AND NOT EXISTS (SELECT 1 FROM corrections WHERE customer_id = customers.id)
         AND NOT EXISTS (SELECT 1 FROM visitor_keys WHERE customer_id = customers.id)
         AND NOT EXISTS (SELECT 1 FROM consents WHERE customer_id = customers.id AND import_id IS NOT NULL
           AND ${STANDS})`,
      [importId],
    );
    const customersRemoved = db.changes();
    refreshSearchKeys(db, new Set([...restored, ...bereft.map(({ id }) => id)]));
    db.run(`DELETE FROM products WHERE id NOT IN (SELECT product_id FROM order_lines)`);
    db.run("DELETE FROM quarantine WHERE import_id = ?", [importId]);
    db.run("UPDATE imports SET undone_at = ? WHERE id = ?", [now.toISOString(), importId]);
    note({
      gate: "intake",
      action: "import-undone",
      payload: {
        import: importId,
        customersRemoved,
        ordersRemoved,
        ...(entriesRemoved === 0 ? {} : { entriesRemoved }),
      },
    });
    return { customersRemoved, ordersRemoved, entriesRemoved };
  });
}

function removeOrders(db: Database, importId: number, job: JobControl): number {
  const remove = (): number => {
    job.check();
    db.run("DELETE FROM order_lines WHERE import_id = ?", [importId]);
    job.check();
    db.run("DELETE FROM orders WHERE import_id = ?", [importId]);
    return db.changes();
  };
  const count = db.count("SELECT count(*) FROM orders WHERE import_id = ?", [importId]);
  if (count < 50_000) return remove();
  let removed = 0;
  rebuiltIndexes({ db, job }, "orders", () => {
    removed = remove();
  });
  return removed;
}

interface Revision {
  readonly id: number;
  readonly customer_id: number;
  readonly field: string;
  readonly before: string | null;
}

/** Puts back what the import changed, the latest change first; answers the people concerned. */
function restoreRevisions(db: Database, importId: number, job: JobControl): ReadonlySet<number> {
  const people = new Set<number>();
  const corrections = readCorrections(db);
  const revisions = db.rows<Revision>(
    "SELECT id, customer_id, field, before FROM customer_revisions WHERE import_id = ? ORDER BY id DESC",
    [importId],
  );
  revisions.forEach((revision, index) => {
    if ((index & 255) === 0) job.check();
    if (revision.field === "order") restoreOrder(db, revision.before);
    else if (isField(revision.field))
      restoreField(db, importId, { ...revision, field: revision.field }, corrections);
    people.add(revision.customer_id);
  });
  db.run("DELETE FROM customer_revisions WHERE import_id = ?", [importId]);
  return people;
}

function isField(field: string): field is PersonField {
  return personFields.some((known) => known === field);
}

function restoreField(
  db: Database,
  importId: number,
  revision: Revision & { readonly field: PersonField },
  corrections: Corrections,
): void {
  const later = db.first<{ id: number }>(
    "SELECT id FROM customer_revisions WHERE customer_id = ? AND field = ? AND id > ? AND import_id <> ? ORDER BY id LIMIT 1",
    [revision.customer_id, revision.field, revision.id, importId],
  );
  // A later import changed the field again: what it will go back to is now what stood before this one.
  if (later !== undefined) {
    db.run("UPDATE customer_revisions SET before = ? WHERE id = ?", [revision.before, later.id]);
    return;
  }
  const now = db.first<{ value: string | number | null }>(
    `SELECT ${revision.field} AS value FROM customers WHERE id = ?`,
    [revision.customer_id],
  );
  // What was put right since is no longer what the import wrote.
  const value =
    revision.before === null
      ? null
      : revision.field === "registered_on"
        ? Number(revision.before)
        : revision.before;
  if (corrections.stands(revision.customer_id, revision.field, now?.value ?? null)) {
    undoOutweighed(db, revision.customer_id, revision.field, value);
    return;
  }
  db.run(`UPDATE customers SET ${revision.field} = ? WHERE id = ?`, [value, revision.customer_id]);
}

interface OrderRevision {
  readonly id: number;
  readonly day: number;
  readonly amount: number;
  readonly lines: readonly LineRevision[];
}

function restoreOrder(db: Database, before: string | null): void {
  if (before === null) return;
  const order = JSON.parse(before) as OrderRevision;
  db.run("UPDATE orders SET day = ?, amount = ? WHERE id = ?", [order.day, order.amount, order.id]);
  if (db.changes() === 0) return;
  db.run("DELETE FROM order_lines WHERE order_id = ?", [order.id]);
  for (const line of order.lines)
    db.run(
      "INSERT INTO order_lines (order_id, product_id, quantity, amount, import_id) VALUES (?, ?, ?, ?, ?)",
      [order.id, line.product_id, line.quantity, line.amount, line.import_id],
    );
}
