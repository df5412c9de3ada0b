import type { RowBytes, SqlValue } from "./database.ts";
import type { Sqlite } from "./sqlite-module.ts";
import { mostBytes, newCString, readText, Scratch, writeText } from "./sqlite-text.ts";

export const SQLITE_ROW = 100;
const SQLITE_DONE = 101;
const TEXT_TYPE = 3;
/** Tells SQLite that the bytes stay where they are until the statement is stepped. */
const STATIC = 0;

/** A broken statement or constraint: a bug, or damage. SQLite's messages name tables and columns, never values. */
export class SqliteError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = "SqliteError";
    this.code = code;
  }
}

/** One prepared statement over SQLite's exported functions. Not re-entrant: one row set at a time. */
export class Statement implements RowBytes {
  readonly pointer: number;
  busy = false;
  private readonly sqlite: Sqlite;
  private readonly db: number;
  private readonly scratch: Scratch;

  constructor(sqlite: Sqlite, db: number, sql: string) {
    this.sqlite = sqlite;
    this.db = db;
    this.pointer = prepare(sqlite, db, sql);
    this.scratch = new Scratch(sqlite);
  }

  /** Binds all parameters. Text and blobs live in this statement's scratch until the next call. */
  bind(parameters: readonly SqlValue[]): void {
    const { module } = this.sqlite;
    let room = 1;
    for (const value of parameters) {
      if (typeof value === "string") room += mostBytes(value);
      else if (value instanceof Uint8Array) room += value.byteLength;
    }
    let at = room > 1 || parameters.length > 0 ? this.scratch.reserve(room) : 0;
    module._sqlite3_clear_bindings(this.pointer);
    for (let i = 0; i < parameters.length; i++) at += this.bindOne(i + 1, parameters[i] ?? null, at);
  }

  private bindOne(index: number, value: SqlValue, at: number): number {
    const { module } = this.sqlite;
    if (value === null) return 0;
    if (typeof value === "number") {
      this.check(
        value === (value | 0)
          ? module._sqlite3_bind_int(this.pointer, index, value)
          : module._sqlite3_bind_double(this.pointer, index, value),
      );
      return 0;
    }
    if (typeof value === "string") {
      const bytes = writeText(this.sqlite, value, at);
      this.check(module._sqlite3_bind_text(this.pointer, index, at, bytes, STATIC));
      return bytes;
    }
    this.sqlite.heap().set(value, at);
    this.check(module._sqlite3_bind_blob(this.pointer, index, at, value.byteLength, STATIC));
    return value.byteLength;
  }

  /** Whether there is a row to read. */
  step(): boolean {
    const code = this.sqlite.module._sqlite3_step(this.pointer);
    if (code === SQLITE_ROW) return true;
    if (code !== SQLITE_DONE) this.fail(code);
    return false;
  }

  columnCount(): number {
    return this.sqlite.module._sqlite3_column_count(this.pointer);
  }

  columnNames(): string[] {
    const { module } = this.sqlite;
    return Array.from({ length: this.columnCount() }, (_, i) =>
      module.UTF8ToString(module._sqlite3_column_name(this.pointer, i)),
    );
  }

  /** Value of a column of the current row. Integers beyond 2^53 lose their last digits. */
  value(index: number): SqlValue {
    const { module } = this.sqlite;
    switch (module._sqlite3_column_type(this.pointer, index)) {
      case 1:
      case 2:
        return module._sqlite3_column_double(this.pointer, index);
      case TEXT_TYPE: {
        const pointer = module._sqlite3_column_text(this.pointer, index);
        return readText(this.sqlite, pointer, module._sqlite3_column_bytes(this.pointer, index));
      }
      case 4: {
        const pointer = module._sqlite3_column_blob(this.pointer, index);
        const bytes = module._sqlite3_column_bytes(this.pointer, index);
        return this.sqlite.heap().slice(pointer, pointer + bytes);
      }
      default:
        return null;
    }
  }

  get heap(): Uint8Array {
    return this.sqlite.heap();
  }

  number(column: number): number {
    return this.sqlite.module._sqlite3_column_double(this.pointer, column);
  }

  start(column: number): number {
    const { module } = this.sqlite;
    return module._sqlite3_column_type(this.pointer, column) === TEXT_TYPE
      ? module._sqlite3_column_text(this.pointer, column)
      : -1;
  }

  length(column: number): number {
    return this.sqlite.module._sqlite3_column_bytes(this.pointer, column);
  }

  row(): SqlValue[] {
    return Array.from({ length: this.columnCount() }, (_, i) => this.value(i));
  }

  reset(): void {
    this.sqlite.module._sqlite3_reset(this.pointer);
  }

  free(): void {
    this.sqlite.module._sqlite3_finalize(this.pointer);
    this.scratch.free();
  }

  /** @throws SqliteError unless `code` is 0. */
  check(code: number): void {
    if (code !== 0) this.fail(code);
  }

  private fail(code: number): never {
    const message = errorMessage(this.sqlite, this.db);
    this.reset();
    throw new SqliteError(code, message);
  }
}

function prepare(sqlite: Sqlite, db: number, sql: string): number {
  const { module } = sqlite;
  const text = newCString(sqlite, sql);
  const out = module._malloc(4);
  try {
    const code = module._sqlite3_prepare_v2(db, text, -1, out, 0);
    if (code !== 0) throw new SqliteError(code, errorMessage(sqlite, db));
    const heap = sqlite.heap();
    const pointer = new DataView(heap.buffer).getUint32(out, true);
    if (pointer === 0) throw new SqliteError(1, "no statement");
    return pointer;
  } finally {
    module._free(out);
    module._free(text);
  }
}

/** SQLite's words for the last failure. */
export function errorMessage(sqlite: Sqlite, db: number): string {
  return sqlite.module.UTF8ToString(sqlite.module._sqlite3_errmsg(db));
}
