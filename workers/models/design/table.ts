/** A column of a plain table: numbers (NaN where blank), or codes into its levels (-1 where blank). */
export type DataColumn = { readonly name: string } & (
  | { readonly kind: "number"; readonly values: Float64Array }
  | { readonly kind: "category"; readonly levels: readonly string[]; readonly codes: Int32Array }
);

/** A plain table, column by column; every column has `rows` entries. Levels are sorted by code point. */
export interface DataTable {
  readonly rows: number;
  readonly columns: readonly DataColumn[];
}

/** Whether an entry of a column is blank. */
export function isBlank(column: DataColumn, row: number): boolean {
  return column.kind === "number" ? Number.isNaN(column.values[row]!) : column.codes[row] === -1;
}

/** How many of the given rows are blank in a column. */
export function blanks(column: DataColumn, rows: Int32Array): number {
  let count = 0;
  for (const row of rows) if (isBlank(column, row)) count++;
  return count;
}
