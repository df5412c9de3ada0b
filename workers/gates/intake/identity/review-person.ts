import { isoDate } from "../../../base/calendar.ts";
import {
  reviewFields,
  type ReviewField,
  type ReviewPerson,
  type ReviewValue,
} from "../../../terms/identity.ts";
import type { Database } from "../../../vault/database.ts";
import { displayName, type NameColumns } from "../../use/display-name.ts";

type CustomerColumns = NameColumns &
  Readonly<
    Record<
      "source" | "gender" | "age_band" | "postal_code" | "prefecture" | "city" | "street" | "came_at",
      string | null
    >
  > & { readonly registered_on: number | null };

/** A person as the review of duplicates shows them: every value with where it came from and when. Undefined for nobody. */
export function reviewPerson(db: Database, id: number): ReviewPerson | undefined {
  const row = db.first<CustomerColumns>(
    "SELECT customers.*, imports.at AS came_at FROM customers LEFT JOIN imports ON imports.id = customers.import_id WHERE customers.id = ?",
    [id],
  );
  if (row === undefined) return undefined;
  const identifiers = db.rows<{ kind: ReviewField; text: string; source: string; at: string }>(
    "SELECT kind, display AS text, source, since AS at FROM identifiers WHERE customer_id = ? ORDER BY id",
    [id],
  );
  const orders = db.first<{ orders: number; first: number | null; last: number | null }>(
    "SELECT count(*) AS orders, min(day) AS first, max(day) AS last FROM orders WHERE customer_id = ?",
    [id],
  );
  const number = identifiers.find(({ kind }) => kind === "customer_id")?.text;
  const { name, reading } = displayName(row, number);
  const source = row.source ?? "";
  const own = (text: string | null | undefined): readonly ReviewValue[] =>
    text === null || text === undefined || text === ""
      ? []
      : [{ text, source, ...(row.came_at === null ? {} : { at: row.came_at }) }];
  const texts: Partial<Record<ReviewField, string | null | undefined>> = {
    name: name === number ? undefined : name,
    reading,
    gender: row.gender,
    age_band: row.age_band,
    postal_code: row.postal_code,
    prefecture: row.prefecture,
    city: row.city,
    street: row.street,
    registered_on: row.registered_on === null ? undefined : isoDate(row.registered_on),
  };
  const held = (field: ReviewField) =>
    identifiers
      .filter(({ kind }) => kind === field)
      .map(({ text, source: from, at }) => ({ text, source: from, at }));
  const values = reviewFields.map(
    (field) => [field, field in texts ? own(texts[field]) : held(field)] as const,
  );
  return {
    id,
    name,
    source,
    orders: orders?.orders ?? 0,
    values: Object.fromEntries(values.filter(([, known]) => known.length > 0)),
    ...(orders?.first == null ? {} : { firstOrder: isoDate(orders.first) }),
    ...(orders?.last == null ? {} : { lastOrder: isoDate(orders.last) }),
    joined: db.count("SELECT count(*) FROM merge_members WHERE customer_id = ?", [id]),
  };
}
