import type { Database, SqlValue } from "../../../vault/database.ts";
import { catalogueTables } from "../../use/catalogue.ts";

/** A row of a table as SQLite gives it. */
export type StoredRow = Readonly<Record<string, string | number | null>>;

const special: ReadonlySet<string> = new Set([
  "customers",
  "consents",
  "merge_members",
  "duplicate_pairs",
  "duplicate_decisions",
]);

/** Tables whose rows belong to a person by `customer_id`, made from the catalogue so that a new one cannot be forgotten. */
function personTables() {
  return catalogueTables().filter(([table, { person }]) => person.kind === "column" && !special.has(table));
}

/** Of them, those whose rows have a number of their own: they move, and the number says whose they were. */
export function movingTables(): readonly string[] {
  return personTables().flatMap(([table, { columns }]) => ("id" in columns ? [table] : []));
}

/** Of them, those whose rows are known by the person alone: they are kept aside. */
function asideTables(): readonly string[] {
  return personTables().flatMap(([table, { columns }]) => ("id" in columns ? [] : [table]));
}

/**
 * Which rows of a moving table take part: changes an import made to a person's fields are kept aside instead, for undoing that import must not write
 * one person's fields over another's.
 */
export function moving(table: string): string {
  return table === "customer_revisions" ? "customer_id = ? AND field = 'order'" : "customer_id = ?";
}

/** Rows kept aside for a joined person, by table. */
export type AsideRows = Readonly<Record<string, readonly StoredRow[]>>;

/** Takes the rows that cannot move out of their tables. */
export function takeAside(db: Database, person: number): AsideRows {
  const aside: Record<string, readonly StoredRow[]> = {};
  const take = (table: string, condition: string) => {
    aside[table] = db.rows<StoredRow>(`SELECT * FROM ${table} WHERE ${condition}`, [person]);
    db.run(`DELETE FROM ${table} WHERE ${condition}`, [person]);
  };
  for (const table of asideTables()) take(table, "customer_id = ?");
  take("customer_revisions", "customer_id = ? AND field <> 'order'");
  return aside;
}

/** Puts a row back, by the columns the catalogue knows. A row of the same key that is there already stays. */
export function putRow(db: Database, table: string, row: StoredRow): void {
  const declared = catalogueTables().find(([name]) => name === table)?.[1].columns ?? {};
  const names = Object.keys(declared).filter((name) => name in row);
  const values: readonly SqlValue[] = names.map((name) => row[name] ?? null);
  db.run(
    `INSERT OR IGNORE INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
    values,
  );
}
