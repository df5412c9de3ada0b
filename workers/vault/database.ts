/** A value SQLite stores. */
export type SqlValue = null | number | string | Uint8Array;

/** How `readColumns` lays a result column out in memory. */
export type ColumnKind = "int32" | "float64" | "text";

/** The columns of a result as typed arrays in shared memory; text comes as dictionary codes and the dictionary. */
export type ColumnArray<K extends ColumnKind> = K extends "int32"
  ? Int32Array<SharedArrayBuffer>
  : K extends "float64"
    ? Float64Array<SharedArrayBuffer>
    : { readonly codes: Int32Array<SharedArrayBuffer>; readonly words: readonly string[] };

/** The current row of a result, its text left where SQLite has it: UTF-8 in `heap`, until the next row. */
export interface RowBytes {
  readonly heap: Uint8Array;
  /** A column as a number. */
  number(column: number): number;
  /** Where the text of a column starts in `heap`, or -1 when it holds no text. Ask for its length afterwards. */
  start(column: number): number;
  /** Bytes of the text whose start was asked for. */
  length(column: number): number;
}

/** A statement prepared once and run many times. */
export interface PreparedStatement {
  run(parameters: readonly SqlValue[]): void;
  /** First row as an array of values, or undefined. */
  get(parameters: readonly SqlValue[]): readonly SqlValue[] | undefined;
  free(): void;
}

/**
 * One parameter of `bulkInsert` for all rows. Integers go in an Int32Array, or in a Float64Array when
 * they may pass 32 bits (an INTEGER column stores 5.0 as 5) or be missing (NaN is stored as NULL); few
 * different words go as codes into a list, -1 for NULL: each word is then encoded once.
 */
export type BulkColumn =
  | Int32Array
  | Float64Array
  | readonly (string | null)[]
  | { readonly codes: Int32Array; readonly words: readonly string[] }
  /** Word i is the UTF-8 bytes `arena[starts[i], starts[i + 1])`: no string is made at all. */
  | { readonly codes: Int32Array; readonly arena: Uint8Array; readonly starts: Int32Array }
  | { readonly constant: SqlValue };

/** The open database. Statements take `?` parameters only; SQL is never built from data. */
export interface Database {
  run(sql: string, parameters?: readonly SqlValue[]): void;
  /** All rows as objects keyed by column name. For small results: pages, lists, single rows. */
  rows<T extends object>(sql: string, parameters?: readonly SqlValue[]): T[];
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- only the caller knows the row's shape
  first<T extends object>(sql: string, parameters?: readonly SqlValue[]): T | undefined;
  /** First column of the first row as a number; 0 for no row or NULL. */
  count(sql: string, parameters?: readonly SqlValue[]): number;
  prepare(sql: string): PreparedStatement;
  /** Calls `visit` with each row's values, without keeping the rows. `visit` may use the database. */
  each(sql: string, parameters: readonly SqlValue[], visit: (row: readonly SqlValue[]) => void): void;
  /** Calls `visit` with each row until it answers false. No strings are made; `visit` must not use the database. */
  eachBytes(sql: string, visit: (row: RowBytes) => boolean): void;
  /**
   * Runs one statement for each row of `columns`, the fast way in: `columns[i]` feeds the i-th `?`.
   * `from` (inclusive) and `to` (exclusive) choose the rows, so that a caller can look up between
   * portions. Call it inside a change. At least one column must be an array unless both are given.
   */
  bulkInsert(sql: string, columns: readonly BulkColumn[], from?: number, to?: number): void;
  /** A whole result as columns, fast: for building workers/columns. NULL becomes 0, NaN or code -1. */
  readColumns<const K extends readonly ColumnKind[]>(
    sql: string,
    kinds: K,
  ): { readonly [I in keyof K]: ColumnArray<K[I]> };
  /**
   * Runs statements that sort very many rows (building an index) so that SQLite works in small portions and turns to
   * its files in between, where a job's cancel is heard. It keeps little cached meanwhile, and is as fast.
   */
  inSmallPortions<T>(work: () => T): T;
  /** Id of the last inserted row. */
  lastId(): number;
  /** Rows changed by the last statement. */
  changes(): number;
}
