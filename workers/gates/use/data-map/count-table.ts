import type { Database } from "../../../vault/database.ts";

/** Rows of one source in a table, and in how many of them each column is filled. */
export interface SourceCount {
  /** Name of the source; "" where the table does not say. */
  readonly source: string;
  readonly rows: number;
  readonly filled: readonly number[];
}

/** Counts the rows of a table by source and how many are filled, column by column, in one pass. */
export function countTable(
  db: Database,
  table: string,
  columns: readonly string[],
  every: readonly string[],
): readonly SourceCount[] {
  const filled = columns.map((column) => `, count(NULLIF(t.${column}, ''))`).join("");
  const [by, join] = every.includes("source")
    ? ["t.source", ""]
    : every.includes("import_id")
      ? ["imports.source", "LEFT JOIN imports ON imports.id = t.import_id"]
      : ["''", ""];
  const counts: SourceCount[] = [];
  db.each(
    `SELECT coalesce(${by}, ''), count(*)${filled} FROM ${table} AS t ${join} GROUP BY 1`,
    [],
    ([source, rows, ...values]) => {
      counts.push({ source: String(source), rows: Number(rows), filled: values.map(Number) });
    },
  );
  return counts;
}
