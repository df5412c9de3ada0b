import { sharedFloats, sharedInts } from "../../base/shared-arrays.ts";
import { behaviourFields, type BehaviourField } from "../../terms/propensity.ts";
import type { DataColumn, DataTable } from "../design/table.ts";
import type { Put } from "./put.ts";

const fieldCodes = Object.keys(behaviourFields) as BehaviourField[];

/** A table of fields being filled row by row; a field nobody wrote has no column, an entry nobody wrote is blank. */
interface FieldColumns {
  /** Writes into one row. */
  readonly put: (row: number) => Put;
  /** The table, in the order of `behaviourFields`; fields with words are categories of codes into them. */
  readonly table: (words: ReadonlyMap<BehaviourField, readonly string[]>) => DataTable;
}

/** An empty table of `rows` rows, in shared memory. */
export function fieldColumns(rows: number): FieldColumns {
  const columns = new Map<BehaviourField, Float64Array>();
  const column = (field: BehaviourField) => {
    const known = columns.get(field);
    if (known !== undefined) return known;
    const made = sharedFloats(rows).fill(NaN);
    columns.set(field, made);
    return made;
  };
  return {
    put: (row) => (field, value) => (column(field)[row] = value),
    table: (words) => ({
      rows,
      columns: fieldCodes.flatMap((name): readonly DataColumn[] => {
        const values = columns.get(name);
        if (values === undefined) return [];
        const levels = words.get(name);
        if (levels === undefined) return [{ name, kind: "number", values }];
        const codes = sharedInts(rows);
        values.forEach((code, row) => (codes[row] = code >= 0 ? code : -1));
        return [{ name, kind: "category", levels, codes }];
      }),
    }),
  };
}

/** Some rows of a table, in the order given. */
export function rowsOfTable({ columns }: DataTable, rows: Int32Array): DataTable {
  return {
    rows: rows.length,
    columns: columns.map((column) =>
      column.kind === "number"
        ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) }
        : { ...column, codes: rows.map((row) => column.codes[row]!) },
    ),
  };
}

/** A table without some columns. */
export function withoutFields(table: DataTable, names: readonly string[]): DataTable {
  return { rows: table.rows, columns: table.columns.filter(({ name }) => !names.includes(name)) };
}

/** The entries of a number field; undefined where the table has none. */
export function numbersOf({ columns }: DataTable, field: BehaviourField): Float64Array | undefined {
  const column = columns.find(({ name }) => name === field);
  return column?.kind === "number" ? column.values : undefined;
}
