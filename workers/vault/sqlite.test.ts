import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { sqliteForTests } from "../../test/support/sqlite.ts";
import { PAGE_BYTES, RESERVED_BYTES, seedImage } from "./page-codec.ts";
import { SqliteError } from "./sqlite-statement.ts";
import { SqliteDatabase } from "./sqlite.ts";

let db: SqliteDatabase;

beforeEach(async () => {
  db = new SqliteDatabase(await sqliteForTests(), seedImage());
  db.run("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, x REAL, s TEXT, b BLOB)");
});

describe("a database", () => {
  test("gives back what was put in: Japanese, NUL, empty, large", () => {
    const value = fc.tuple(
      fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.constant(null)),
      fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null)),
      fc.oneof(
        fc.string({ unit: "grapheme" }),
        fc.constantFrom("", "a\0b", "㈱高﨑", "😀".repeat(100), null),
      ),
      fc.oneof(fc.uint8Array(), fc.constant(null)),
    );
    fc.assert(
      fc.property(value, ([n, x, s, b]) => {
        db.run("DELETE FROM t");
        db.run("INSERT INTO t (n, x, s, b) VALUES (?, ?, ?, ?)", [n, x, s, b]);
        expect(db.first("SELECT n, x, s, b FROM t")).toEqual({ n, x: x === 0 ? 0 : x, s, b });
      }),
    );
  });

  test("reads columns into shared memory; NULL is 0, NaN, -1", () => {
    const put = db.prepare("INSERT INTO t (n, x, s) VALUES (?, ?, ?)");
    const words = ["東京", "", "a\0b", "東京"];
    for (let i = 0; i < 3000; i++)
      put.run([i % 5 === 0 ? null : i, i % 7 === 0 ? null : i / 2, words[i % 5] ?? null]);
    put.free();
    const [n, x, s] = db.readColumns("SELECT n, x, s FROM t ORDER BY id", ["int32", "float64", "text"]);
    expect(n.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(n).toHaveLength(3000);
    expect([n[5], n[6]]).toEqual([0, 6]);
    expect([x[7], x[8], x[0]]).toEqual([NaN, 4, NaN]);
    expect(s.words).toEqual(["東京", "", "a\0b"]);
    expect([...s.codes.subarray(0, 5)]).toEqual([0, 1, 2, 0, -1]);
    expect(() => db.readColumns("SELECT n FROM t", ["int32", "int32"])).toThrow(RangeError);
  });

  test("thousands of different words keep their own codes", () => {
    const words = Array.from({ length: 5000 }, (_, i) => `語${String(i)}`);
    db.bulkInsert("INSERT INTO t (s) VALUES (?)", [words]);
    const [s] = db.readColumns("SELECT s FROM t ORDER BY id", ["text"]);
    expect(s.words).toEqual(words);
  });

  test("inserts columns as rows: every kind of column, repeated values, portions", () => {
    const columns = [
      Int32Array.of(1, 2, 3, 4),
      Int32Array.of(7, 7, -1, 7),
      Float64Array.of(0.5, NaN, 3_000_000_000, 2),
      ["あ", "あ", null, "long ".repeat(40)],
    ] as const;
    const sql = "INSERT INTO t (id, n, x, s) VALUES (?, ?, ?, ?)";
    db.bulkInsert(sql, columns, 0, 1);
    db.bulkInsert(sql, columns, 1, 4);
    db.bulkInsert("INSERT INTO t (id, n, s, b) VALUES (?, ?, ?, ?)", [
      Int32Array.of(10, 11, 12),
      { constant: 5 },
      { codes: Int32Array.of(1, -1, 0), words: ["a", ""] },
      { constant: Uint8Array.of(1, 2) },
    ]);
    expect(db.rows("SELECT id, n, x, s FROM t WHERE id < 10 ORDER BY id")).toEqual([
      { id: 1, n: 7, x: 0.5, s: "あ" },
      { id: 2, n: 7, x: null, s: "あ" },
      { id: 3, n: -1, x: 3_000_000_000, s: null },
      { id: 4, n: 7, x: 2, s: "long ".repeat(40) },
    ]);
    expect(db.rows("SELECT n, s, b FROM t WHERE id >= 10 ORDER BY id")).toEqual([
      { n: 5, s: "", b: Uint8Array.of(1, 2) },
      { n: 5, s: null, b: Uint8Array.of(1, 2) },
      { n: 5, s: "a", b: Uint8Array.of(1, 2) },
    ]);
    expect(() => db.bulkInsert("INSERT INTO t (n) VALUES (?)", [{ constant: 1 }])).toThrow(RangeError);
    expect(() => db.bulkInsert("INSERT INTO t (n, id) VALUES (?, ?)", [new Int32Array(1), []])).toThrow(
      RangeError,
    );
  });

  test("takes words as bytes, -1 for none", () => {
    const arena = new TextEncoder().encode("東京a");
    const words = { codes: Int32Array.of(1, 0, -1, 2), arena, starts: Int32Array.of(0, 6, 7, 7) };
    db.bulkInsert("INSERT INTO t (s) VALUES (?)", [words]);
    expect(db.rows("SELECT s FROM t ORDER BY id")).toEqual([
      { s: "a" },
      { s: "東京" },
      { s: null },
      { s: "" },
    ]);
  });

  test("a constraint broken half way leaves the transaction to be rolled back, and the statement usable", () => {
    db.run("BEGIN");
    const sql = "INSERT INTO t (id) VALUES (?)";
    expect(() => db.bulkInsert(sql, [Int32Array.of(1, 2, 2, 3)])).toThrow(SqliteError);
    db.run("ROLLBACK");
    expect(db.count("SELECT count(*) FROM t")).toBe(0);
    db.bulkInsert(sql, [Int32Array.of(1, 2)]);
    expect(db.count("SELECT count(*) FROM t")).toBe(2);
  });

  test("a visitor may use the database, the same statement included", () => {
    db.bulkInsert("INSERT INTO t (n, s) VALUES (?, ?)", [Int32Array.of(1, 2, 3), ["a", "b", "c"]]);
    const seen: unknown[] = [];
    db.each("SELECT n FROM t WHERE s >= ? ORDER BY n", ["a"], ([n]) => {
      seen.push(
        n,
        ...db.rows<{ n: number }>("SELECT n FROM t WHERE s >= ? ORDER BY n", ["c"]).map((row) => row.n),
      );
    });
    expect(seen).toEqual([1, 3, 2, 3, 3, 3]);
  });

  test("many different statements, ids and counts of changes", () => {
    for (let i = 0; i < 200; i++) db.run(`INSERT INTO t (n, x) VALUES (?, ${String(i)})`, [i]);
    expect(db.lastId()).toBe(200);
    db.run("UPDATE t SET n = 0 WHERE n < ?", [50]);
    expect(db.changes()).toBe(50);
    expect(db.first("SELECT n FROM t WHERE id = ?", [9999])).toBeUndefined();
    expect(() => db.first("SELECT nothing FROM nowhere")).toThrow(SqliteError);
  });

  test("holds its guards", () => {
    const pragma = (name: string): number => db.count(`PRAGMA ${name}`);
    expect(
      ["foreign_keys", "secure_delete", "cell_size_check", "trusted_schema", "auto_vacuum"].map(pragma),
    ).toEqual([1, 1, 1, 0, 0]);
  });

  test("keeps 80 bytes free at the end of every page, after growth and VACUUM, and exports whole pages in place", () => {
    db.bulkInsert("INSERT INTO t (s) VALUES (?)", [
      Array.from({ length: 4000 }, (_, i) => "x".repeat(i % 900)),
    ]);
    db.run("DELETE FROM t WHERE id % 3 = 0");
    db.run("VACUUM");
    const image = db.exportImage();
    expect(image.byteLength).toBe(db.count("PRAGMA page_count") * PAGE_BYTES);
    expect(image[20]).toBe(RESERVED_BYTES);
    for (let end = PAGE_BYTES; end <= image.byteLength; end += PAGE_BYTES)
      expect(image.subarray(end - RESERVED_BYTES, end).every((byte) => byte === 0)).toBe(true);
    expect(db.first("PRAGMA integrity_check")).toEqual({ integrity_check: "ok" });
  });

  test("does not export inside a write transaction, and stays open after an export", () => {
    db.run("BEGIN IMMEDIATE; INSERT INTO t (n) VALUES (1)");
    expect(() => db.exportImage()).toThrow();
    db.run("COMMIT");
    db.exportImage();
    expect(db.count("SELECT count(*) FROM t")).toBe(1);
    expect(db.count("PRAGMA foreign_keys")).toBe(1);
  });

  test("refuses bytes that are no database", async () => {
    const sqlite = await sqliteForTests();
    expect(() => new SqliteDatabase(sqlite, new Uint8Array(8192).fill(7))).toThrow(SqliteError);
  });
});
