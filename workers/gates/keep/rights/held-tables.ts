import type { FieldClass } from "../../../terms/field.ts";
import type { PurposeCode } from "../../../terms/purpose.ts";
import type { Database, SqlValue } from "../../../vault/database.ts";
import { catalogueTables, type TableName } from "../../use/catalogue.ts";
import type { TableDeclaration } from "../../use/catalogue/declaration.ts";
import { personCondition } from "../person-statements.ts";
import { findQuarantinedTraces, isTrace } from "../quarantine-search.ts";
import { tracesOfSubject } from "./find-subjects.ts";
import { References, type GivenCell } from "./references.ts";
import type { Redactor } from "./third-parties.ts";

export interface HeldColumn {
  readonly name: string;
  readonly class: FieldClass;
  readonly purposes: readonly PurposeCode[];
}

/** Every row of one table that is of a person, every column of it. */
export interface HeldTable {
  readonly name: TableName;
  readonly columns: readonly HeldColumn[];
  readonly rows: readonly (readonly GivenCell[])[];
}

export interface Held {
  readonly tables: readonly HeldTable[];
  /** The imports that brought any of it. */
  readonly imports: ReadonlySet<number>;
}

type StoredRow = Readonly<Record<string, SqlValue>>;

/** Codes, amounts and keys of this person alone: nothing in them can be about somebody else. */
const plainTables: ReadonlySet<string> = new Set([
  "customers",
  "identifiers",
  "orders",
  "order_lines",
  "visitor_keys",
  "scores",
  "release_people",
  "merge_rows",
]);

/** Columns that hold numbers of customers who may be others. */
const peopleNumbers: Readonly<Record<string, readonly string[]>> = {
  duplicate_pairs: ["customer_id", "other_id"],
  duplicate_decisions: ["kept", "people", "pairs"],
};

/** A shorter number is too common to find somebody by in a text. */
const SHORTEST_NUMBER = 5;

/**
 * All that the vault holds of a person, table by table, from the catalogue of tables itself: one that is added tomorrow is in it without
 * a word here. Rows in quarantine that name the person belong to it. What is about others is redacted.
 */
export function heldTables(db: Database, customerId: number, redactor: Redactor): Held {
  const references = new References(db);
  const imports = new Set<number>();
  const tables = catalogueTables().flatMap(([name, declaration]): HeldTable[] => {
    const stored = rowsOf(db, name, declaration, customerId);
    if (stored === undefined) return [];
    const names = Object.keys(declaration.columns);
    for (const row of stored)
      if (typeof row["import_id"] === "number" && row["import_id"] > 0) imports.add(row["import_id"]);
    const columns = names.map((column): HeldColumn => {
      const { class: kind, purposes } = declaration.columns[column] ?? { class: "none", purposes: [] };
      return { name: column, class: kind, purposes };
    });
    const cell = (row: StoredRow, column: string): GivenCell =>
      redacted(name, column, references.cell(name, column, row), redactor);
    return [{ name, columns, rows: stored.map((row) => names.map((column) => cell(row, column))) }];
  });
  return { tables, imports };
}

/** A person's rows of a table; undefined for a table that speaks of nobody. */
function rowsOf(
  db: Database,
  name: TableName,
  declaration: TableDeclaration,
  customerId: number,
): readonly StoredRow[] | undefined {
  switch (declaration.person.kind) {
    case "nobody":
      return undefined;
    case "text":
      return quarantinedRows(db, customerId);
    default: {
      // Of a pair only one of the two is the row's own person.
      const also = name === "duplicate_pairs" ? " OR other_id = ?1" : "";
      const condition = personCondition(name, declaration).replace("?", "?1");
      return db.rows<StoredRow>(`SELECT * FROM ${name} WHERE ${condition}${also}`, [customerId]);
    }
  }
}

/** Quarantined rows that name the person; of a row that swallowed others, the lines that do. */
function quarantinedRows(db: Database, customerId: number): readonly StoredRow[] {
  const traces = tracesOfSubject(db, customerId);
  for (const number of [...traces.customerNumbers])
    if (number.length < SHORTEST_NUMBER) traces.customerNumbers.delete(number);
  return findQuarantinedTraces(db, traces).flatMap(({ id, plan }): StoredRow[] => {
    const row = db.first<StoredRow>("SELECT * FROM quarantine WHERE id = ?", [id]);
    if (row === undefined) return [];
    const lines = String(row["raw"]).split(/\r\n|\r|\n/u);
    const own = lines.filter((raw) => isTrace({ id, raw, plan }, traces));
    return [{ ...row, raw: lines.length > 1 && own.length > 0 ? own.join("\n") : (row["raw"] ?? null) }];
  });
}

function redacted(table: string, column: string, cell: GivenCell, redactor: Redactor): GivenCell {
  if (cell === null) return null;
  if (peopleNumbers[table]?.includes(column) === true) {
    if (typeof cell === "number") return redactor.isOwn(cell) ? cell : redactor.mark();
    return column === "pairs" ? redactor.mark() : redactor.numbers(cell);
  }
  return typeof cell === "string" && !plainTables.has(table) ? redactor.text(cell) : cell;
}
