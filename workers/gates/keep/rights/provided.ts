import type { TableName } from "../../use/catalogue.ts";
import type { HeldTable } from "./held-tables.ts";

/**
 * What a person provided, knowingly or by what they did (GDPR art. 20(1); EDPB WP 242 rev.01, p. 10): not what was concluded from it
 * (scores, doubts about who is who), nor what the vault keeps for its own work (earlier values, who received a file).
 */
const provided: readonly TableName[] = [
  "customers",
  "identifiers",
  "attributes",
  "orders",
  "order_lines",
  "events",
  "messages",
  "reviews",
  "consents",
];

/** Columns of them that the vault made for itself. */
const inner: ReadonlySet<string> = new Set([
  "import_id",
  "generalised_on",
  "search_key",
  "fingerprint",
  "masked",
  "visitor_id",
  "basis",
]);

/** The part of what is held that a person takes along. */
export function providedTables(tables: readonly HeldTable[]): readonly HeldTable[] {
  return provided.flatMap((name): HeldTable[] => {
    const table = tables.find((one) => one.name === name);
    if (table === undefined) return [];
    const kept = table.columns.map(({ name: column }) => !inner.has(column));
    return [
      {
        name,
        columns: table.columns.filter((_, at) => kept[at]),
        rows: table.rows.map((row) => row.filter((_, at) => kept[at])),
      },
    ];
  });
}
