import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { migrate } from "../../workers/vault/migrations/index.ts";
import { loadSqlite } from "../../workers/vault/sqlite-module.ts";
import { SqliteDatabase } from "../../workers/vault/sqlite.ts";

/** A freshly migrated database in memory, without a vault around it: for tests of what is asked in SQL. */
export async function bareDatabase(): Promise<SqliteDatabase> {
  const sqlite = await loadSqlite(async () => {
    const path = createRequire(import.meta.url).resolve("sql.js/dist/sql-wasm.wasm");
    return new Uint8Array(await readFile(path)).buffer;
  });
  const db = new SqliteDatabase(sqlite, new Uint8Array());
  migrate(db);
  return db;
}
