import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { loadSqlite, type Sqlite } from "../../workers/vault/sqlite-module.ts";

/** The bytes of sql.js's WebAssembly module. */
export async function sqliteWasm(): Promise<ArrayBuffer> {
  const path = createRequire(import.meta.url).resolve("sql.js/dist/sql-wasm.wasm");
  return new Uint8Array(await readFile(path)).buffer;
}

/** SQLite itself, without a database. */
export function sqliteForTests(): Promise<Sqlite> {
  return loadSqlite(sqliteWasm);
}
