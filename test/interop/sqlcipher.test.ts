import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deriveVaultKey } from "../../workers/vault/key.ts";
import { decryptImage, encryptImage, newSalt, saltOf, seedImage } from "../../workers/vault/page-codec.ts";
import { SqliteDatabase } from "../../workers/vault/sqlite.ts";
import { sqliteForTests } from "../support/sqlite.ts";
import { loadOracle, openOracle } from "./oracle.ts";

const Oracle = loadOracle();
if (Oracle === undefined)
  process.stdout.write("skipped: no SQLite3MultipleCiphers here (npm ci --prefix test/oracles)\n");

const passphrase = "蔵の鍵 it's one";
const bytes = (): Uint8Array => new TextEncoder().encode(passphrase);
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-interop-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Schemas of several shapes: rowid and not, indexes, triggers, views, wide and narrow rows. */
const schemas: readonly (readonly [name: string, sql: string])[] = [
  ["plain", "CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT, b BLOB, x REAL);"],
  ["without rowid", "CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT, b BLOB, x REAL) WITHOUT ROWID;"],
  [
    "indexes",
    "CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT, b BLOB, x REAL); CREATE INDEX by_s ON t(s, x); CREATE UNIQUE INDEX by_id ON t(id, s);",
  ],
  [
    "triggers and views",
    `CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT, b BLOB, x REAL); CREATE TABLE log (id INTEGER);
     CREATE TRIGGER logged AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.id); END;
     CREATE VIEW 顧客 AS SELECT id, s FROM t WHERE x > 0;`,
  ],
];

/** Row i: Japanese text, NUL inside text, blobs from nothing to several pages. */
function rowOf(i: number): [number, string | null, Uint8Array | null, number] {
  const texts = [`顧客 ${String(i)} 髙﨑`, "a\0b", "", null, "😀".repeat(i % 50)];
  const blob =
    i % 4 === 0 ? null : Uint8Array.from({ length: i % 97 === 5 ? 20_000 : i % 60 }, (_, j) => (i + j) & 255);
  return [i, texts[i % texts.length] ?? null, blob, i / 7];
}

function contentHash(rows: readonly Record<string, unknown>[]): string {
  const hash = createHash("sha256");
  for (const row of rows)
    for (const value of Object.values(row))
      hash.update(
        value instanceof Uint8Array
          ? `b${Buffer.from(value).toString("hex")}`
          : `${typeof value}${String(value)}`,
      );
  return hash.digest("hex");
}

const everything = "SELECT id, s, b, x FROM t ORDER BY id";
const sizes = [0, 1, 40, 3000];

describe.skipIf(Oracle === undefined)("SQLCipher 4 files", () => {
  describe.each(schemas)("%s", (name, schema) => {
    test.each(sizes)("of ours open there: %i rows", async (rows) => {
      if (Oracle === undefined) throw new Error("unreachable");
      const db = new SqliteDatabase(await sqliteForTests(), seedImage());
      db.run(schema);
      const put = db.prepare("INSERT INTO t (id, s, b, x) VALUES (?, ?, ?, ?)");
      db.run("BEGIN");
      for (let i = 1; i <= rows; i++) put.run(rowOf(i));
      db.run("COMMIT");
      put.free();
      const expected = contentHash(db.rows(everything));
      const key = await deriveVaultKey(bytes(), newSalt());
      const path = join(folder, `ours-${name}-${String(rows)}.db`);
      await writeFile(path, await encryptImage(key, db.exportImage()));
      const theirs = openOracle(Oracle, path, passphrase);
      expect(theirs.pragma("integrity_check")).toEqual([{ integrity_check: "ok" }]);
      expect(contentHash(theirs.prepare(everything).all())).toBe(expected);
      // They write, we read: the file stays one both can use.
      theirs.prepare("INSERT INTO t (id, s, b, x) VALUES (?, ?, ?, ?)").run(100_000, "追記", null, 1);
      theirs.close();
      const image = await decryptImage(key, new Uint8Array(await readFile(path)));
      if (image === undefined) throw new Error("a page did not hold");
      const again = new SqliteDatabase(await sqliteForTests(), image);
      expect(again.first("SELECT s FROM t WHERE id = 100000")).toEqual({ s: "追記" });
      expect(again.first("PRAGMA integrity_check")).toEqual({ integrity_check: "ok" });
      again.close();
      db.close();
    });

    test.each(sizes)("of theirs open here: %i rows", async (rows) => {
      if (Oracle === undefined) throw new Error("unreachable");
      const path = join(folder, `theirs-${name}-${String(rows)}.db`);
      const theirs = openOracle(Oracle, path, passphrase);
      theirs.exec(schema);
      const put = theirs.prepare("INSERT INTO t (id, s, b, x) VALUES (?, ?, ?, ?)");
      theirs.exec("BEGIN");
      for (let i = 1; i <= rows; i++) put.run(...rowOf(i));
      theirs.exec("COMMIT");
      const expected = contentHash(theirs.prepare(everything).all());
      theirs.close();
      const file = new Uint8Array(await readFile(path));
      const key = await deriveVaultKey(bytes(), saltOf(file));
      const image = await decryptImage(key, file);
      if (image === undefined) throw new Error("a page did not hold");
      const db = new SqliteDatabase(await sqliteForTests(), image);
      expect(db.first("PRAGMA integrity_check")).toEqual({ integrity_check: "ok" });
      expect(contentHash(db.rows(everything))).toBe(expected);
      db.close();
    });
  });

  test("a wrong passphrase opens ours neither there nor here", async () => {
    if (Oracle === undefined) throw new Error("unreachable");
    const db = new SqliteDatabase(await sqliteForTests(), seedImage());
    db.run("CREATE TABLE t (id INTEGER)");
    const path = join(folder, "wrong.db");
    await writeFile(path, await encryptImage(await deriveVaultKey(bytes(), newSalt()), db.exportImage()));
    const theirs = openOracle(Oracle, path, "another passphrase");
    expect(() => theirs.prepare("SELECT count(*) FROM t").all()).toThrow();
    theirs.close();
    const file = new Uint8Array(await readFile(path));
    const other = await deriveVaultKey(new TextEncoder().encode("another passphrase"), saltOf(file));
    expect(await decryptImage(other, file)).toBeUndefined();
  });
});
