import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { unwatched } from "../../workers/base/job.ts";
import { deriveVaultKey } from "../../workers/vault/key.ts";
import { migrate } from "../../workers/vault/migrations/index.ts";
import { decryptImage, encryptImage, newSalt, seedImage } from "../../workers/vault/page-codec.ts";
import { openRecord } from "../../workers/vault/record.ts";
import { loadSqlite } from "../../workers/vault/sqlite-module.ts";
import { SqliteDatabase } from "../../workers/vault/sqlite.ts";
import type { Act } from "../../workers/vault/vault.ts";

/** Prints how long (by the clock, and in processor time, which other programs do not stretch) each part of the vault takes for `rows` rows of eight columns. */
export async function measureVaultParts(rows: number): Promise<void> {
  const wasm = await readFile(createRequire(import.meta.url).resolve("sql.js/dist/sql-wasm.wasm"));
  const sqlite = await loadSqlite(() => Promise.resolve(new Uint8Array(wasm).buffer));
  const db = new SqliteDatabase(sqlite, seedImage());
  const key = await timed("key derivation", "", 1, () =>
    deriveVaultKey(new TextEncoder().encode("a passphrase of the bench"), newSalt()),
  );
  await insertRows(db, rows);
  await timed("readColumns, 4 integer columns", "rows/s", rows, () =>
    db.readColumns("SELECT id, customer, day, amount FROM t", ["int32", "int32", "int32", "int32"]),
  );
  await timed("readColumns, 2 text columns", "rows/s", rows, () =>
    db.readColumns("SELECT channel, currency FROM t", ["text", "text"]),
  );
  const image = await timed("export", "", 1, () => db.exportImage());
  const megabytes = image.byteLength / 1e6;
  const file = await timed(`encrypt ${megabytes.toFixed(0)} MB`, "MB/s", megabytes, () =>
    encryptImage(key, image),
  );
  await timed(`decrypt ${megabytes.toFixed(0)} MB`, "MB/s", megabytes, () => decryptImage(key, file));
  await measureRecord(sqlite);
}

async function insertRows(db: SqliteDatabase, rows: number): Promise<void> {
  db.run(
    `CREATE TABLE t (id INTEGER PRIMARY KEY, customer INTEGER, day INTEGER, amount INTEGER, currency TEXT,
     channel TEXT, order_key TEXT, import_id INTEGER)`,
  );
  const sql = "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
  const words = ["web", "store", "phone", "出店"];
  const ids = Int32Array.from({ length: rows }, (_, i) => i + 1);
  const customers = ids.map((id) => Math.imul(id, 48271) & 0xffff);
  const days = ids.map((id) => 18000 + (id % 1000));
  const amounts = ids.map((id) => 100 + (Math.imul(id, 16807) & 0xffff));
  const channels = { codes: ids.map((id) => id & 3), words };
  const keys = Array.from({ length: rows }, (_, i) => `ORDER-${String(i)}`);
  await timed("bulkInsert, 8 columns", "rows/s", rows, () => {
    db.run("BEGIN");
    db.bulkInsert(sql, [ids, customers, days, amounts, { constant: "JPY" }, channels, keys, { constant: 1 }]);
    db.run("COMMIT");
  });
  db.run("DELETE FROM t");
  await timed("prepared run, 8 columns", "rows/s", rows, () => {
    db.run("BEGIN");
    const statement = db.prepare(sql);
    for (let i = 0; i < rows; i++)
      statement.run([
        ids[i] ?? 0,
        customers[i] ?? 0,
        days[i] ?? 0,
        amounts[i] ?? 0,
        "JPY",
        words[i & 3] ?? null,
        keys[i] ?? null,
        1,
      ]);
    statement.free();
    db.run("COMMIT");
  });
}

async function measureRecord(sqlite: Awaited<ReturnType<typeof loadSqlite>>): Promise<void> {
  const db = new SqliteDatabase(sqlite, seedImage());
  migrate(db);
  const record = openRecord(new Uint8Array(32).fill(7));
  const lines = 50_000;
  const acts = Array.from({ length: lines }, (_, i): Act => ({
    gate: "use",
    action: "consent-set",
    payload: { import: i, people: 12, hash: "ab".repeat(16) },
  }));
  await timed("record append", "lines/s", lines, () => {
    db.run("BEGIN");
    record.append(db, "2026-01-01T00:00:00.000Z", acts);
    db.run("COMMIT");
  });
  await timed("record verify", "lines/s", lines, () => record.verify(db, unwatched));
}

async function timed<T>(what: string, unit: string, amount: number, work: () => T | Promise<T>): Promise<T> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const value = await work();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const rate = unit === "" ? "" : `  ${Math.round((amount / ms) * 1000).toLocaleString("en")} ${unit}`;
  const cost = `${((user + system) / 1000).toFixed(0)} ms of processor`;
  process.stdout.write(`${what.padEnd(34)} ${ms.toFixed(0).padStart(7)} ms, ${cost}${rate}\n`);
  return value;
}
