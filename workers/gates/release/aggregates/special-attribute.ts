import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Columns } from "../../../columns/columns.ts";
import type { Database } from "../../../vault/database.ts";
import type { PersonWords } from "./dimensions.ts";

interface FieldRow {
  readonly id: number;
  readonly heading: string;
}

/** Columns of special-category data that were kept on a documented basis for analysis, one a heading: the latest import's. */
export function analysableAttributes(db: Database): readonly FieldRow[] {
  return db.rows<FieldRow>(
    `SELECT max(id) AS id, heading FROM fields
     WHERE class = 'special_category' AND json_extract(basis, '$.purpose') = 'analytics'
       AND EXISTS (SELECT 1 FROM attributes WHERE field_id = fields.id)
     GROUP BY heading ORDER BY heading`,
  );
}

/**
 * What each person has in such a column, the latest import's where there are several. Fault "attribute-unknown" where there is no such
 * column, or its basis names another purpose.
 */
export function attributeWords(db: Database, columns: Columns, fieldId: number): Outcome<PersonWords> {
  const field = analysableAttributes(db).find(({ id }) => id === fieldId);
  if (field === undefined) return fault("attribute-unknown");
  const words: string[] = [];
  const known = new Map<string, number>();
  const codes = new Int32Array(columns.people.count).fill(-1);
  for (const { customer, value } of db.rows<{ customer: number; value: string }>(
    `SELECT customer_id AS customer, value FROM attributes JOIN fields ON fields.id = field_id
     WHERE heading = ? AND class = 'special_category' AND json_extract(basis, '$.purpose') = 'analytics' ORDER BY attributes.id`,
    [field.heading],
  )) {
    const person = columns.indexOf(customer);
    if (person < 0) continue;
    let code = known.get(value);
    if (code === undefined) {
      code = words.push(value) - 1;
      known.set(value, code);
    }
    codes[person] = code;
  }
  return ok({ codes, words });
}
