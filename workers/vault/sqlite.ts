import type {
  BulkColumn,
  ColumnArray,
  ColumnKind,
  Database,
  PreparedStatement,
  RowBytes,
  SqlValue,
} from "./database.ts";
import { insertColumns, rowCount } from "./sqlite-bulk.ts";
import { collectColumns } from "./sqlite-columns.ts";
import { explained, imageConnection, type Connection } from "./pages/connection.ts";
import type { Sqlite } from "./sqlite-module.ts";
import { errorMessage, SqliteError, Statement } from "./sqlite-statement.ts";
import { newCString } from "./sqlite-text.ts";

/** Statements kept prepared. */
const KEPT = 64;

/** Pages SQLite keeps in memory at most, decrypted. */
const CACHE_KIB = 262_144;
/** It sorts in portions as large as its cache: one takes a tenth of a second. */
const SMALL_CACHE_KIB = 2048;

/** What must hold in every open vault: pragma, value to set, value to read back. */
const guards = [
  ["foreign_keys", "ON", 1],
  ["secure_delete", "ON", 1],
  ["cell_size_check", "ON", 1],
  ["trusted_schema", "OFF", 0],
  ["auto_vacuum", "NONE", 0],
] as const;

/** The database of an open vault, over SQLite's exported functions. */
export class SqliteDatabase implements Database {
  private readonly sqlite: Sqlite;
  private readonly connection: Connection;
  private readonly kept = new Map<string, Statement>();

  /**
   * Takes a connection over, or opens an image (whole pages, as `seedImage` or a decrypted vault) in memory.
   *
   * @throws SqliteError when there is no database or a guard does not hold.
   */
  constructor(sqlite: Sqlite, source: Uint8Array | Connection) {
    this.sqlite = sqlite;
    this.connection = source instanceof Uint8Array ? imageConnection(sqlite, source) : source;
    try {
      for (const [pragma, value, expected] of guards) {
        this.run(`PRAGMA ${pragma} = ${value}`);
        if (this.count(`PRAGMA ${pragma}`) !== expected)
          throw new SqliteError(1, `pragma ${pragma} does not hold`);
      }
      // Durability is the saved file's business; in memory only speed counts, and rollback.
      this.run(
        `PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -${String(CACHE_KIB)};`,
      );
      this.first("PRAGMA journal_mode = MEMORY");
    } catch (error) {
      this.close();
      throw error;
    }
  }

  run(sql: string, parameters?: readonly SqlValue[]): void {
    if (parameters === undefined) this.execute(sql);
    else
      this.using(sql, (statement) => {
        statement.bind(parameters);
        statement.step();
      });
  }

  rows<T extends object>(sql: string, parameters: readonly SqlValue[] = []): T[] {
    return this.using(sql, (statement) => {
      statement.bind(parameters);
      const names = statement.columnNames();
      const rows: T[] = [];
      while (statement.step()) rows.push(asObject(names, statement) as T);
      return rows;
    });
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- only the caller knows the row's shape
  first<T extends object>(sql: string, parameters: readonly SqlValue[] = []): T | undefined {
    return this.using(sql, (statement) => {
      statement.bind(parameters);
      return statement.step() ? (asObject(statement.columnNames(), statement) as T) : undefined;
    });
  }

  count(sql: string, parameters: readonly SqlValue[] = []): number {
    return this.using(sql, (statement) => {
      statement.bind(parameters);
      const value = statement.step() ? statement.value(0) : null;
      return typeof value === "number" ? value : 0;
    });
  }

  prepare(sql: string): PreparedStatement {
    const statement = this.guarded(() => new Statement(this.sqlite, this.connection.pointer, sql));
    return {
      run: (parameters) => {
        this.guarded(() => {
          statement.bind(parameters);
          statement.step();
          statement.reset();
        });
      },
      get: (parameters) =>
        this.guarded(() => {
          statement.bind(parameters);
          const row = statement.step() ? statement.row() : undefined;
          statement.reset();
          return row;
        }),
      free: () => {
        statement.free();
      },
    };
  }

  each(sql: string, parameters: readonly SqlValue[], visit: (row: readonly SqlValue[]) => void): void {
    this.using(sql, (statement) => {
      statement.bind(parameters);
      while (statement.step()) visit(statement.row());
    });
  }

  eachBytes(sql: string, visit: (row: RowBytes) => boolean): void {
    this.using(sql, (statement) => {
      while (statement.step()) if (!visit(statement)) return;
    });
  }

  bulkInsert(sql: string, columns: readonly BulkColumn[], from = 0, to = rowCount(columns)): void {
    this.using(sql, (statement) => {
      insertColumns(this.sqlite, statement, columns, from, to);
    });
  }

  readColumns<const K extends readonly ColumnKind[]>(
    sql: string,
    kinds: K,
  ): { readonly [I in keyof K]: ColumnArray<K[I]> } {
    return this.using(sql, (statement) => collectColumns(this.sqlite, statement, kinds));
  }

  inSmallPortions<T>(work: () => T): T {
    this.run(`PRAGMA cache_size = -${String(SMALL_CACHE_KIB)}`);
    try {
      return work();
    } finally {
      this.run(`PRAGMA cache_size = -${String(CACHE_KIB)}`);
      this.connection.uncached();
    }
  }

  lastId(): number {
    return this.count("SELECT last_insert_rowid()");
  }

  changes(): number {
    return this.sqlite.module._sqlite3_changes(this.connection.pointer);
  }

  /** The database as whole pages. @throws Error inside a write transaction. */
  exportImage(): Uint8Array<ArrayBuffer> {
    return this.connection.image();
  }

  close(): void {
    for (const statement of this.kept.values()) statement.free();
    this.kept.clear();
    this.connection.close();
  }

  private execute(sql: string): void {
    const { module } = this.sqlite;
    const text = newCString(this.sqlite, sql);
    try {
      this.guarded(() => {
        const code = module._sqlite3_exec(this.connection.pointer, text, 0, 0, 0);
        if (code !== 0) throw new SqliteError(code, errorMessage(this.sqlite, this.connection.pointer));
      });
    } finally {
      module._free(text);
    }
  }

  /** Lends a prepared statement, from those kept or a new one, and puts it back reset. */
  private using<T>(sql: string, work: (statement: Statement) => T): T {
    const statement = this.guarded(() => this.take(sql));
    statement.busy = true;
    try {
      return this.guarded(() => work(statement));
    } finally {
      statement.busy = false;
      statement.reset();
      if (this.kept.get(sql) !== statement) statement.free();
    }
  }

  /** Nothing works on a dead vault, and a failure is named by its cause. */
  private guarded<T>(work: () => T): T {
    this.connection.check();
    try {
      return work();
    } catch (error) {
      throw explained(this.connection, error);
    }
  }

  private take(sql: string): Statement {
    const known = this.kept.get(sql);
    if (known?.busy === false) {
      // Last in the map is last used.
      this.kept.delete(sql);
      this.kept.set(sql, known);
      return known;
    }
    const statement = new Statement(this.sqlite, this.connection.pointer, sql);
    if (known !== undefined) return statement;
    this.kept.set(sql, statement);
    if (this.kept.size > KEPT) this.forgetOldest();
    return statement;
  }

  private forgetOldest(): void {
    for (const [sql, statement] of this.kept) {
      if (statement.busy) continue;
      this.kept.delete(sql);
      statement.free();
      return;
    }
  }
}

function asObject(names: readonly string[], statement: Statement): Record<string, SqlValue> {
  const row: Record<string, SqlValue> = {};
  for (let i = 0; i < names.length; i++) row[names[i] ?? ""] = statement.value(i);
  return row;
}
