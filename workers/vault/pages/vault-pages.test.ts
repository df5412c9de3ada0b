import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { sqliteForTests } from "../../../test/support/sqlite.ts";
import { Refused } from "../../base/refused.ts";
import { deriveVaultKey, type VaultKey } from "../key.ts";
import { decryptImage, encryptImage, newSalt, PAGE_BYTES, pageOf, seedImage } from "../page-codec.ts";
import type { Sqlite } from "../sqlite-module.ts";
import { SqliteDatabase } from "../sqlite.ts";
import { PageDamaged, type SealedPages } from "./page-store.ts";
import { treePages } from "./tree-pages.ts";
import { openVaultPages, type NewVault, type VaultPages } from "./vault-pages.ts";
import { hookVfs } from "./vfs-hook.ts";

let sqlite: Sqlite;
let key: VaultKey;

beforeAll(async () => {
  sqlite = await sqliteForTests();
  key = await deriveVaultKey(new TextEncoder().encode("pages"), newSalt());
});

const seed: NewVault = { seed: seedImage() };

async function opened(from: Uint8Array | NewVault, onDemand = true, using = key): Promise<VaultPages> {
  const pages = await openVaultPages(sqlite, using, from, onDemand);
  if (pages === undefined) throw new Error("did not open");
  return pages;
}

/** What a save makes of a file. */
function applied(file: Uint8Array, sealed: SealedPages): Uint8Array<ArrayBuffer> {
  if (sealed.whole) return sealed.bytes.slice();
  const next = new Uint8Array(sealed.pageCount * PAGE_BYTES);
  next.set(file.subarray(0, next.length));
  sealed.pages.forEach((page, i) => {
    next.set(pageOf(sealed.bytes, i), page * PAGE_BYTES);
  });
  return next;
}

/** A vault file with a table of `rows` rows of about 200 bytes. */
async function fileOf(rows: number): Promise<Uint8Array<ArrayBuffer>> {
  const pages = await opened(seed);
  const db = new SqliteDatabase(sqlite, pages.connection);
  db.run("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, s TEXT); BEGIN;");
  const texts = Array.from({ length: rows }, (_, i) => `行${String(i)}`.padEnd(180, "x"));
  db.bulkInsert("INSERT INTO t (n, s) VALUES (?, ?)", [Int32Array.from(texts, (_, i) => i % 97), texts]);
  db.run("COMMIT; CREATE INDEX t_by_n ON t(n);");
  pages.collect();
  const { bytes } = await pages.store.seal();
  db.close();
  return bytes;
}

type Step =
  | { readonly kind: "sql"; readonly sql: string; readonly fails?: boolean }
  | { readonly kind: "save" }
  | { readonly kind: "cache"; readonly pages: number };

const sql = (text: string): Step => ({ kind: "sql", sql: text });
const insert = (rows: number, bytes: number): string =>
  `INSERT INTO t (n, s) WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${String(rows)})
   SELECT i % 13, hex(zeroblob(${String(bytes)})) || i FROM c`;
const change = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 3000 })).map(([n, b]) => insert(n, b)),
  fc.nat(12).map((n) => `UPDATE t SET s = s || 'あ' WHERE n = ${String(n)}`),
  fc.nat(12).map((n) => `DELETE FROM t WHERE n = ${String(n)}`),
  fc.nat(400).map((n) => `DELETE FROM t WHERE id > ${String(n)}`),
  fc.constantFrom(
    "CREATE TABLE IF NOT EXISTS u AS SELECT * FROM t",
    "DROP TABLE IF EXISTS u",
    "CREATE INDEX IF NOT EXISTS i ON t(n, s)",
    "DROP INDEX IF EXISTS i",
  ),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: change.map(sql) },
  {
    weight: 2,
    arbitrary: fc.array(change, { maxLength: 4 }).map((all) => sql(`BEGIN; ${all.join(";")}; COMMIT`)),
  },
  {
    weight: 2,
    arbitrary: fc.array(change, { maxLength: 4 }).map((all) => sql(`BEGIN; ${all.join(";")}; ROLLBACK`)),
  },
  { weight: 1, arbitrary: fc.constant(sql("VACUUM")) },
  { weight: 1, arbitrary: fc.constantFrom(10, 100, 5000).map((pages): Step => ({ kind: "cache", pages })) },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: "save" }) },
);

/** All that a database holds. */
function contents(db: SqliteDatabase): unknown {
  const tables = db.rows<{ name: string; type: string; sql: string }>(
    "SELECT name, type, sql FROM sqlite_master ORDER BY name",
  );
  return tables.map((table) => [
    table,
    table.type === "table" ? db.rows(`SELECT * FROM "${table.name}" ORDER BY 1, 2, 3`) : [],
  ]);
}

describe.each([true, false])("pages of a vault, on demand: %s", (onDemand) => {
  test("any work leaves what plain SQLite has, in a file of which only changed pages were written", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        const pages = await opened(seed, onDemand);
        expect(pages.onDemand).toBe(onDemand);
        const ours = new SqliteDatabase(sqlite, pages.connection);
        const plain = new SqliteDatabase(sqlite, seedImage());
        let file: Uint8Array = new Uint8Array(0);
        const save = async (): Promise<void> => {
          pages.collect();
          if (!pages.store.dirty) return;
          const sealed = await pages.store.seal();
          file = applied(file, sealed);
          sealed.landed();
          expect(pages.store.dirty).toBe(false);
          const image = await decryptImage(key, file);
          expect(image !== undefined && Buffer.compare(image, ours.exportImage())).toBe(0);
        };
        for (const db of [ours, plain]) db.run("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, s TEXT)");
        for (const each of steps)
          if (each.kind === "save") await save();
          else
            for (const db of [ours, plain])
              db.run(each.kind === "sql" ? each.sql : `PRAGMA cache_size = ${String(each.pages)}`);
        expect(contents(ours)).toEqual(contents(plain));
        expect(ours.first("PRAGMA integrity_check")).toEqual({ integrity_check: "ok" });
        await save();
        const again = new SqliteDatabase(sqlite, (await opened(file.slice(), onDemand)).connection);
        expect(contents(again)).toEqual(contents(plain));
        for (const db of [ours, plain, again]) db.close();
      }),
      { numRuns: 15 },
    );
  });

  test("one row changed dirties a few pages", async () => {
    const pages = await opened(await fileOf(5000), onDemand);
    const db = new SqliteDatabase(sqlite, pages.connection);
    db.run("UPDATE t SET s = 'short' WHERE id = 2500");
    pages.collect();
    expect(pages.store.dirtyPages().length).toBe(2);
    db.close();
  });

  test("a change rolled back after it was spilled, and one that was never saved, keep the right pages dirty", async () => {
    const file = await fileOf(3000);
    const pages = await opened(file.slice(), onDemand);
    const db = new SqliteDatabase(sqlite, pages.connection);
    db.run("PRAGMA cache_size = 5; BEGIN; UPDATE t SET s = 'y'; ROLLBACK");
    db.run("UPDATE t SET n = 1 WHERE id = 1");
    pages.collect();
    await pages.store.seal();
    db.run("UPDATE t SET n = 2 WHERE id = 2");
    pages.collect();
    const next = applied(file, await pages.store.seal());
    db.close();
    const again = new SqliteDatabase(sqlite, (await opened(next, onDemand)).connection);
    expect(again.rows("SELECT n FROM t WHERE id IN (1, 2)")).toEqual([{ n: 1 }, { n: 2 }]);
    expect(again.count("SELECT count(*) FROM t WHERE s = 'y'")).toBe(0);
    again.close();
  });

  test("another key reads the whole file once it was sealed anew, and the old one nothing", async () => {
    const pages = await opened(await fileOf(800), onDemand);
    const db = new SqliteDatabase(sqlite, pages.connection);
    db.run("UPDATE t SET n = -5 WHERE id = 3");
    pages.collect();
    const other = await deriveVaultKey(new TextEncoder().encode("another"), newSalt());
    const sealed = await pages.store.reseal(other);
    sealed.landed();
    expect(sealed.bytes.subarray(0, 16)).toEqual(other.salt);
    expect(await decryptImage(key, sealed.bytes)).toBeUndefined();
    db.run("UPDATE t SET n = -6 WHERE id = 4");
    pages.collect();
    const next = applied(sealed.bytes, await pages.store.seal());
    db.close();
    const again = new SqliteDatabase(sqlite, (await opened(next, onDemand, other)).connection);
    expect(again.rows("SELECT n FROM t WHERE id IN (3, 4)")).toEqual([{ n: -5 }, { n: -6 }]);
    expect(again.first("PRAGMA integrity_check")).toEqual({ integrity_check: "ok" });
    again.close();
  });
});

describe("pages on demand", () => {
  test("a page that is not what was saved ends the vault: one fault, and nothing works afterwards", async () => {
    const file = await fileOf(3000);
    const at = Math.floor(file.length / PAGE_BYTES / 2);
    const damages: readonly ((page: Uint8Array) => void)[] = [
      (page) => (page[77] = (page[77] ?? 0) ^ 4),
      (page) => page.fill(0),
      (page) => page.set(pageOf(file, at + 1)),
    ];
    for (const damage of damages) {
      const copy = file.slice();
      damage(pageOf(copy, at));
      const pages = await opened(copy);
      const db = new SqliteDatabase(sqlite, pages.connection);
      expect(db.count("SELECT n FROM t WHERE id = 1")).toBe(0);
      await pages.store.prefetch([at - 1, at, at + 1]);
      const refused = (work: () => unknown): void => {
        expect(work).toThrow(Refused);
        expect(work).toThrow("vault-damaged");
      };
      refused(() => db.count("SELECT count(*) FROM t WHERE s = 'z'"));
      refused(() => db.count("SELECT n FROM t WHERE id = 1"));
      refused(() => {
        db.run("DELETE FROM t");
      });
      expect(pages.store.damaged?.page).toBe(at + 1);
      await expect(pages.store.seal()).rejects.toThrow(PageDamaged);
      db.close();
    }
  });

  test("a damaged first page, or another key, does not open", async () => {
    const file = await fileOf(10);
    const other = await deriveVaultKey(new TextEncoder().encode("another"), newSalt());
    expect(await openVaultPages(sqlite, other, file.slice())).toBeUndefined();
    file[100] = (file[100] ?? 0) ^ 1;
    expect(await openVaultPages(sqlite, key, file)).toBeUndefined();
  });

  test("what was committed and not saved can be taken back, and work goes on from there", async () => {
    const file = await fileOf(500);
    const pages = await opened(file.slice());
    const db = new SqliteDatabase(sqlite, pages.connection);
    const before = contents(db);
    db.run("CREATE TABLE more (a); DELETE FROM t WHERE id % 2 = 0; INSERT INTO more VALUES (1); VACUUM;");
    pages.revert();
    expect(contents(db)).toEqual(before);
    expect(pages.store.dirty).toBe(false);
    db.run("UPDATE t SET n = 42 WHERE id = 7");
    const sealed = await pages.store.seal();
    const next = applied(file, sealed);
    db.close();
    const again = new SqliteDatabase(sqlite, (await opened(next)).connection);
    expect(again.first("PRAGMA integrity_check")).toEqual({ integrity_check: "ok" });
    expect(again.count("SELECT count(*) FROM t WHERE n = 42 AND id = 7")).toBe(1);
    again.close();
  });

  test("a table decrypted ahead is scanned without a page decrypted by itself, and is not kept twice", async () => {
    let single = 0;
    const counting: VaultKey = {
      ...key,
      decipher: (iv, body) => {
        single++;
        return key.decipher(iv, body);
      },
    };
    const pages = await opened(await fileOf(5000), true, counting);
    const db = new SqliteDatabase(sqlite, pages.connection);
    const root = db.count("SELECT rootpage FROM sqlite_master WHERE name = 't'");
    const tree = treePages(root, pages.store.size, (page, target) => {
      pages.store.peek(page, target);
    });
    expect(tree.length).toBeGreaterThan(200);
    expect(tree.length).toBeLessThan(pages.store.size - 10);
    await pages.store.prefetch(tree);
    const before = single;
    expect(db.count("SELECT count(*) FROM t NOT INDEXED WHERE s <> ''")).toBe(5000);
    expect(single).toBe(before);
    await pages.store.prefetch(tree);
    expect(db.count("SELECT count(*) FROM t NOT INDEXED WHERE s = ''")).toBe(0);
    expect(single).toBe(before);
    db.close();
  });

  test("SQLite stops in the middle of a statement when asked to, and the transaction is taken back", async () => {
    const pages = await opened(await fileOf(5000));
    const db = new SqliteDatabase(sqlite, pages.connection);
    db.run("PRAGMA temp_store = FILE; PRAGMA cache_size = 20; BEGIN; DELETE FROM t WHERE id % 5 > 0");
    let asked = 0;
    pages.watch(() => ++asked > 20);
    expect(() => {
      db.inSmallPortions(() => {
        db.run("CREATE INDEX i ON t(s)");
      });
    }).toThrow("cancelled");
    pages.watch(undefined);
    expect(() => {
      db.run("ROLLBACK");
    }).toThrow();
    expect(db.count("SELECT count(*) FROM t")).toBe(5000);
    expect(db.first("PRAGMA integrity_check")).toEqual({ integrity_check: "ok" });
    db.close();
  });
});

describe("where SQLite's structures are not as expected", () => {
  test("nothing is hooked, and the vault is read whole", async () => {
    const functions = new WebAssembly.Table({ element: "anyfunc", initial: 1 });
    const other: Sqlite = { module: sqlite.module, heap: sqlite.heap, functions };
    expect(
      hookVfs(other, () => {
        throw new Error("not asked for");
      }),
    ).toBeUndefined();
    const file = await encryptImage(key, new SqliteDatabase(sqlite, seedImage()).exportImage());
    const pages = await openVaultPages(other, key, file);
    expect(pages?.onDemand).toBe(false);
    pages?.connection.close();
  });
});
