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

/** A statement prepared once and run many times. */
export interface PreparedStatement {
  run(parameters: readonly SqlValue[]): void;
  /** First row as an array of values, or undefined. */
  get(parameters: readonly SqlValue[]): readonly SqlValue[] | undefined;
  free(): void;
}

/** The open database. Statements take `?` parameters only; SQL is never built from data. */
export interface Database {
  run(sql: string, parameters?: readonly SqlValue[]): void;
  /** All rows as objects keyed by column name. For small results: pages, lists, single rows. */
  rows<T extends object>(sql: string, parameters?: readonly SqlValue[]): T[];
  first<T extends object>(sql: string, parameters?: readonly SqlValue[]): T | undefined;
  /** First column of the first row as a number; 0 for no row or NULL. */
  count(sql: string, parameters?: readonly SqlValue[]): number;
  prepare(sql: string): PreparedStatement;
  /** A whole result as columns, fast: for building workers/columns. NULL becomes 0, NaN or code -1. */
  readColumns<const K extends readonly ColumnKind[]>(
    sql: string,
    kinds: K,
  ): { readonly [I in keyof K]: ColumnArray<K[I]> };
  /** Id of the last inserted row. */
  lastId(): number;
  /** Rows changed by the last statement. */
  changes(): number;
}
