import { personColumns } from "../../../terms/person-columns.ts";
import type { Database } from "../../../vault/database.ts";

/** What the vault knows of people's names, addresses and keys, by person index. A field that is not asked for answers undefined. */
export interface PeopleTable {
  /** The text of a field, trimmed; undefined when empty or missing. */
  text(field: PersonField, person: number): string | undefined;
}

/** The table of the people from one person index to before another: no more of them than that is held. */
export type PeopleSlices = (from: number, to: number) => PeopleTable;

export const personFields = [...personColumns, "email", "phone", "line_user_id"] as const;
export type PersonField = (typeof personFields)[number];

/** SQL of each field over `customers c`. Of several addresses or numbers, the one learned of last. */
const expressions: Readonly<Record<PersonField, string>> = {
  full_name: "c.full_name",
  family_name: "c.family_name",
  given_name: "c.given_name",
  full_reading: "c.full_reading",
  family_reading: "c.family_reading",
  given_reading: "c.given_reading",
  postal_code: "c.postal_code",
  prefecture: "c.prefecture",
  city: "c.city",
  street: "c.street",
  country: "c.country",
  email: latest("email"),
  phone: latest("phone"),
  line_user_id: latest("line_user_id"),
};

/**
 * Reads the fields a release needs, and no others, of as many people as are asked for at once.
 *
 * @param ids customers.id by person index, rising
 */
export function readPeople(
  db: Database,
  fields: readonly PersonField[],
  ids: ArrayLike<number>,
  indexOf: (customerId: number) => number,
): PeopleSlices {
  const kinds = ["int32", ...fields.map(() => "text" as const)] as const;
  const select = `SELECT ${["c.id", ...fields.map((field) => expressions[field])].join(", ")} FROM customers c`;
  return (from, to) => {
    const range = `WHERE c.id BETWEEN ${String(ids[from])} AND ${String(ids[to - 1])} ORDER BY c.id`;
    const [found, ...columns] = db.readColumns(`${select} ${range}`, kinds);
    const row = new Int32Array(to - from).fill(-1);
    // Somebody may have come since the index was made.
    for (let r = 0; r < found.length; r++) row[indexOf(found[r]!) - from] = r;
    const byField = new Map(fields.map((field, index) => [field, columns[index]!]));
    return {
      text: (field, person) => {
        const column = byField.get(field);
        const code = column?.codes[row[person - from] ?? -1] ?? -1;
        const text = code < 0 ? "" : (column?.words[code] ?? "").trim();
        return text === "" ? undefined : text;
      },
    };
  };
}

function latest(kind: "email" | "phone" | "line_user_id"): string {
  return `(SELECT i.value FROM identifiers i WHERE i.customer_id = c.id AND i.kind = '${kind}' ORDER BY i.since DESC, i.id DESC LIMIT 1)`;
}
