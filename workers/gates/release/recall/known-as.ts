import type { Database } from "../../../vault/database.ts";
import { personColumns } from "../../../terms/person-columns.ts";
import type { PeopleTable, PersonField } from "../consented/people-table.ts";

const contacts = ["email", "phone", "line_user_id"] as const;

type Row = Partial<Record<PersonField, string>>;

/** One way in which recipients may know a person; the row number is the place in `rows`. */
export interface KnownAs {
  readonly people: PeopleTable;
  /** customers.id of each row. */
  readonly customers: readonly number[];
}

/**
 * Every way in which the recipient of an earlier file may know people: with each address and number they have, and those they had before
 * they were put right. A row for each, so that the list also finds who was given out under a former address.
 */
export function knownAs(db: Database, customerIds: readonly number[]): KnownAs {
  const rows: Row[] = [];
  const customers: number[] = [];
  for (const id of customerIds)
    for (const row of rowsOf(db, id)) {
      rows.push(row);
      customers.push(id);
    }
  return {
    customers,
    people: { text: (field, person) => rows[person]?.[field] },
  };
}

function rowsOf(db: Database, id: number): readonly Row[] {
  const stored = db.first<Record<string, string | null>>(
    `SELECT ${personColumns.join(", ")} FROM customers WHERE id = ?`,
    [id],
  );
  if (stored === undefined) return [];
  const base: Row = {};
  for (const column of personColumns) {
    const text = stored[column]?.trim();
    if (text !== undefined && text !== "") base[column] = text;
  }
  const values = contacts.map((kind) => contactValues(db, id, kind));
  const count = Math.max(1, ...values.map((list) => list.length));
  return Array.from({ length: count }, (_, at) => {
    const row: Row = { ...base };
    contacts.forEach((kind, index) => {
      // Of a shorter list the latest is repeated: a row with an address alone would match less.
      const value = values[index]?.[at] ?? values[index]?.[0];
      if (value !== undefined) row[kind] = value;
    });
    return row;
  });
}

/** The latest first, as a release takes it; then what was put right. */
function contactValues(db: Database, id: number, kind: string): readonly string[] {
  const held = db.rows<{ value: string }>(
    "SELECT value FROM identifiers WHERE customer_id = ? AND kind = ? ORDER BY since DESC, id DESC",
    [id, kind],
  );
  const former = db.rows<{ value: string }>(
    "SELECT before AS value FROM corrections WHERE customer_id = ? AND field = ? AND before IS NOT NULL ORDER BY id DESC",
    [id, kind],
  );
  return [...new Set([...held, ...former].map(({ value }) => value))];
}
