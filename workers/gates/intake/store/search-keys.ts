import type { Database } from "../../../vault/database.ts";
import { personFields, type PersonField } from "../stage/people.ts";
import { searchKeyOf } from "./write-people.ts";

/** Writes the search keys of people anew from what the vault holds of them. */
export function refreshSearchKeys(db: Database, people: ReadonlySet<number>): void {
  for (const id of people) {
    const row = db.first<Record<PersonField, string | number | null>>(
      `SELECT ${personFields.join(", ")} FROM customers WHERE id = ?`,
      [id],
    );
    if (row === undefined) continue;
    const identifiers = db.rows<{ value: string; display: string }>(
      "SELECT value, display FROM identifiers WHERE customer_id = ?",
      [id],
    );
    const text = (field: PersonField): string | null => {
      const value = row[field];
      return typeof value === "string" ? value : null;
    };
    db.run("UPDATE customers SET search_key = ? WHERE id = ?", [searchKeyOf(text, identifiers), id]);
  }
}
