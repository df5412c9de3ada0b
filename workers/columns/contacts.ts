import type { Database } from "../vault/database.ts";

/** What the vault holds to reach somebody by, and whether they were joined of several records: one bit each. */
export const contactBits = { email: 1, phone: 2, line: 4, address: 8, joined: 16 } as const;

const bitOfKind: ReadonlyMap<string, number> = new Map([
  ["email", contactBits.email],
  ["phone", contactBits.phone],
  ["line_user_id", contactBits.line],
]);

/** The bits of each person. Says that there is a contact, never which. */
export function readContacts(
  db: Database,
  people: number,
  indexOf: (id: number) => number,
): Uint8Array<SharedArrayBuffer> {
  const bits = new Uint8Array(new SharedArrayBuffer(people));
  const mark = (customer: Int32Array, bitOf: (row: number) => number): void => {
    for (let row = 0; row < customer.length; row++) {
      const person = indexOf(customer[row]!);
      if (person >= 0) bits[person] = bits[person]! | bitOf(row);
    }
  };
  const [owner, kind] = db.readColumns("SELECT customer_id, kind FROM identifiers", ["int32", "text"]);
  const kinds = kind.words.map((word) => bitOfKind.get(word) ?? 0);
  mark(owner, (row) => kinds[kind.codes[row]!] ?? 0);
  const [housed] = db.readColumns(
    "SELECT id FROM customers WHERE coalesce(street, '') <> '' OR (coalesce(city, '') <> '' AND coalesce(postal_code, '') <> '')",
    ["int32"],
  );
  mark(housed, () => contactBits.address);
  const [joined] = db.readColumns("SELECT customer_id FROM merge_members", ["int32"]);
  mark(joined, () => contactBits.joined);
  return bits;
}
