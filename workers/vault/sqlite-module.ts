import initSqlJs from "sql.js";

/** The functions of SQLite that sql.js's build exports, called without its wrapper. Pointers are numbers. */
export interface SqliteFunctions {
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  _sqlite3_prepare_v2(db: number, sql: number, bytes: number, statement: number, tail: number): number;
  _sqlite3_exec(db: number, sql: number, callback: number, argument: number, message: number): number;
  _sqlite3_step(statement: number): number;
  _sqlite3_reset(statement: number): number;
  _sqlite3_finalize(statement: number): number;
  _sqlite3_clear_bindings(statement: number): number;
  _sqlite3_bind_int(statement: number, index: number, value: number): number;
  _sqlite3_bind_double(statement: number, index: number, value: number): number;
  _sqlite3_bind_text(statement: number, index: number, text: number, bytes: number, owner: number): number;
  _sqlite3_bind_blob(statement: number, index: number, blob: number, bytes: number, owner: number): number;
  _sqlite3_column_count(statement: number): number;
  _sqlite3_column_name(statement: number, index: number): number;
  _sqlite3_column_type(statement: number, index: number): number;
  _sqlite3_column_double(statement: number, index: number): number;
  _sqlite3_column_text(statement: number, index: number): number;
  _sqlite3_column_blob(statement: number, index: number): number;
  _sqlite3_column_bytes(statement: number, index: number): number;
  _sqlite3_changes(db: number): number;
  _sqlite3_errmsg(db: number): number;
  _sqlite3_open(name: number, db: number): number;
  _sqlite3_close_v2(db: number): number;
  UTF8ToString(pointer: number): string;
  /** Puts a function into the module's table; the signature is "result, parameters" with i, j (a bigint), f, d. */
  addFunction(call: (...parameters: never[]) => number, signature: string): number;
}

/** What we use of sql.js's own Database: it puts the image into the module's file system and takes it out. */
export interface SqlJsDatabase {
  readonly db: number;
  export(): Uint8Array<ArrayBuffer>;
  close(): void;
}

export interface SqliteModule extends SqliteFunctions {
  readonly Database: new (image?: Uint8Array) => SqlJsDatabase;
}

/** The module and a view of its memory that stays right when the memory grows. */
export interface Sqlite {
  readonly module: SqliteModule;
  readonly heap: () => Uint8Array<ArrayBuffer>;
  /** The functions that pointers of SQLite's structures name. */
  readonly functions: WebAssembly.Table;
}

const required = [
  "_malloc",
  "_sqlite3_prepare_v2",
  "_sqlite3_step",
  "_sqlite3_bind_int",
  "_sqlite3_bind_double",
  "_sqlite3_bind_text",
  "_sqlite3_column_double",
  "_sqlite3_column_text",
  "_sqlite3_column_bytes",
  "_sqlite3_open",
  "_sqlite3_close_v2",
  "addFunction",
] as const satisfies readonly (keyof SqliteFunctions)[];

let loading: Promise<Sqlite> | undefined;

/**
 * SQLite, instantiated once a thread from the bytes of sql.js's WebAssembly module. sql.js's own
 * wrapper copies byte by byte and looks names up; statements here call the exported functions.
 *
 * @throws Error when the module is not the one this was written for (sql.js is pinned exactly).
 */
export function loadSqlite(wasm: () => Promise<ArrayBuffer>): Promise<Sqlite> {
  loading ??= instantiate(wasm);
  return loading;
}

async function instantiate(wasm: () => Promise<ArrayBuffer>): Promise<Sqlite> {
  const bytes = await wasm();
  let memory: WebAssembly.Memory | undefined;
  let functions: WebAssembly.Table | undefined;
  const options = {
    // Old replacements of string functions stay out: SQLite's own handle Japanese as documented.
    useOldExtensionFunctions: false,
    instantiateWasm: (
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance) => void,
    ): Record<string, never> => {
      void WebAssembly.instantiate(bytes, imports).then(({ instance }) => {
        const exports = Object.values(instance.exports);
        memory = exports.find((entry) => entry instanceof WebAssembly.Memory);
        functions = exports.find((entry) => entry instanceof WebAssembly.Table);
        done(instance);
      });
      return {};
    },
  };
  const module = (await initSqlJs(options)) as unknown as SqliteModule;
  const found = memory;
  const table = functions;
  if (
    found === undefined ||
    table === undefined ||
    required.some((name) => typeof module[name] !== "function")
  )
    throw new Error("this build of sql.js does not export what the vault needs");
  let view = new Uint8Array(found.buffer);
  return {
    module,
    functions: table,
    heap: () => {
      // Growing detaches the old buffer; asking the memory for its buffer each time would cost more than a bind.
      if (view.byteLength === 0) view = new Uint8Array(found.buffer);
      return view;
    },
  };
}
