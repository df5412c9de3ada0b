import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { sqliteForTests } from "../../../test/support/sqlite.ts";
import { Refused } from "../../base/refused.ts";
import { vaultKeyOf, type VaultKey } from "../key.ts";
import { decryptImage, encryptImage, newSalt, PAGE_BYTES, pageOf, seedImage } from "../page-codec.ts";
import type { Sqlite } from "../sqlite-module.ts";
import { SqliteDatabase } from "../sqlite.ts";
import { tagsOf, Unreadable, type PieceReader } from "./cipher-file.ts";
import type { SealedPages } from "./page-store.ts";
import { RangedFile } from "./ranged-file.ts";
import { openVaultPages, type VaultPages } from "./vault-pages.ts";

let sqlite: Sqlite;
let key: VaultKey;
/** A vault of 2,000 rows, and the same after a change of one of them. */
let before: Uint8Array<ArrayBuffer>;
let after: Uint8Array<ArrayBuffer>;

/** A file on a disk that can be made to fail, and what was read of it. */
class Disk implements PieceReader {
  readonly pagesAtOnce = 1;
  bytes: Uint8Array;
  failing = false;
  amount = 0;
  /** What the file is read by: after a whole save another than before. */
  private reader: Disk = this;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  read(at: number, target: Uint8Array): void {
    this.amount += target.byteLength;
    const piece = this.bytes.subarray(at, at + target.byteLength);
    if (this.failing || piece.byteLength < target.byteLength) throw new Unreadable();
    target.set(piece);
  }

  end(): void {
    this.failing = true;
  }

  /** What a save makes of the file; a whole one is another file. */
  save(sealed: SealedPages): void {
    if (sealed.whole) {
      this.reader = new Disk(sealed.bytes.slice());
      this.bytes = this.reader.bytes;
      sealed.landed(this.reader);
      return;
    }
    const next = new Uint8Array(sealed.pageCount * PAGE_BYTES);
    next.set(this.bytes.subarray(0, next.length));
    sealed.pages.forEach((page, i) => {
      next.set(pageOf(sealed.bytes, i), page * PAGE_BYTES);
    });
    this.bytes = next;
    this.reader.bytes = next;
    sealed.landed();
  }
}

async function opened(disk: Disk): Promise<VaultPages & { readonly db: SqliteDatabase }> {
  const pages = await openVaultPages(sqlite, key, new RangedFile(disk, tagsOf(disk.bytes)));
  if (pages === undefined) throw new Error("did not open");
  return { ...pages, db: new SqliteDatabase(sqlite, pages.connection) };
}

const whyNot = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error instanceof Refused ? error.fault : error;
  }
  return undefined;
};

beforeAll(async () => {
  sqlite = await sqliteForTests();
  key = await vaultKeyOf(crypto.getRandomValues(new Uint8Array(32)), newSalt());
  const plain = new SqliteDatabase(sqlite, seedImage());
  plain.run(`CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, s TEXT);
    INSERT INTO t (n, s) WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 2000)
      SELECT i % 97, hex(randomblob(300)) FROM c;
    CREATE INDEX t_by_n ON t(n)`);
  before = await encryptImage(key, plain.exportImage());
  plain.close();
  const disk = new Disk(before.slice());
  const { db, store } = await opened(disk);
  db.run("UPDATE t SET s = 'another' WHERE id = 1000");
  disk.save(await store.seal());
  after = new Uint8Array(disk.bytes);
  db.close();
});

const work = fc.oneof(
  fc.nat(96).map((n) => `UPDATE t SET s = s || 'あ' WHERE n = ${String(n)}`),
  fc.nat(2000).map((id) => `DELETE FROM t WHERE id > ${String(id)}`),
  fc.nat(96).map((n) => `INSERT INTO t (n, s) SELECT n, hex(randomblob(900)) FROM t WHERE n = ${String(n)}`),
  fc.constantFrom("VACUUM", "DROP INDEX IF EXISTS t_by_n", "UPDATE t SET n = n + 1", "save"),
);

describe("a vault's file that stays on the disk", () => {
  test("any work and any saves leave there what SQLite has, whole saves or not", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(work, { minLength: 3, maxLength: 9 }), async (steps) => {
        const disk = new Disk(before.slice());
        const { db, store } = await opened(disk);
        db.run("PRAGMA cache_size = 10");
        for (const step of [...steps, "save"])
          if (step !== "save") db.run(step);
          else if (store.dirty) disk.save(await store.seal());
        expect(db.first("PRAGMA integrity_check")).toEqual({ integrity_check: "ok" });
        const image = await decryptImage(key, disk.bytes);
        expect(image !== undefined && Buffer.compare(image, db.exportImage())).toBe(0);
        db.close();
      }),
      {
        numRuns: 12,
        // A whole save, and then one of pages into the file that came of it.
        examples: [
          [
            [
              "DELETE FROM t WHERE id > 1",
              "save",
              "INSERT INTO t (n, s) SELECT n, hex(randomblob(900)) FROM t WHERE n = 0",
              "UPDATE t SET s = s || 'あ' WHERE n = 0",
              "DELETE FROM t WHERE id > 0",
            ],
          ],
        ],
      },
    );
  });

  test("looking up a row reads little of it; a scan reads each byte about once", async () => {
    const disk = new Disk(before.slice());
    const { db, store } = await opened(disk);
    expect(db.count("SELECT count(*) FROM t WHERE id = 1500")).toBe(1);
    expect(disk.amount).toBeLessThan(before.byteLength / 2);
    disk.amount = 0;
    await store.prefetch();
    expect(db.count("SELECT sum(length(s)) FROM t NOT INDEXED")).toBe(1_200_000);
    expect(disk.amount).toBeLessThan(before.byteLength * 1.2);
    db.close();
  });

  test("what cannot be read is a fault and no data, and the next try goes well", async () => {
    const disk = new Disk(before.slice());
    const { db, store } = await opened(disk);
    db.count("SELECT count(*) FROM t WHERE id = 1");
    disk.failing = true;
    const scan = (): number => db.count("SELECT sum(length(s)) FROM t NOT INDEXED");
    expect(whyNot(scan)).toEqual({ code: "file-unreadable" });
    await store.prefetch();
    expect(whyNot(scan)).toEqual({ code: "file-unreadable" });
    await expect(store.reseal(key)).rejects.toThrow("file-unreadable");
    disk.failing = false;
    expect(scan()).toBe(1_200_000);
    db.close();
  });

  test.each([
    ["the page of another time, sound by itself", () => before, "vault-changed-outside"],
    [
      "a flipped bit",
      (page: number) => after.map((byte, at) => (at === page * PAGE_BYTES + 9 ? byte ^ 1 : byte)),
      "vault-damaged",
    ],
    [
      "zeros",
      (page: number) => after.slice().fill(0, page * PAGE_BYTES, (page + 1) * PAGE_BYTES),
      "vault-damaged",
    ],
  ] as const)("put there meanwhile: %s; it is never taken for what was there", async (_, other, code) => {
    const changed = Array.from({ length: after.byteLength / PAGE_BYTES }, (__, page) => page).findLast(
      (page) => Buffer.compare(pageOf(before, page), pageOf(after, page)) !== 0,
    );
    if (changed === undefined) throw new Error("no page differs");
    for (const ahead of [false, true]) {
      const disk = new Disk(after.slice());
      const { db, store } = await opened(disk);
      disk.bytes = new Uint8Array(disk.bytes);
      disk.bytes.set(pageOf(other(changed), changed), changed * PAGE_BYTES);
      if (ahead) await store.prefetch();
      const found = whyNot(() => db.count("SELECT sum(length(s)) FROM t NOT INDEXED"));
      expect(found).toMatchObject({ code });
      expect(whyNot(() => db.count("SELECT count(*) FROM t WHERE id = 1"))).toMatchObject({ code });
      await expect(store.seal()).rejects.toThrow(code);
      db.close();
    }
  });

  test("a page read in the middle of a write is read again", async () => {
    const disk = new Disk(after.slice());
    const file = new RangedFile(disk, tagsOf(after));
    disk.bytes = before.slice();
    file.page(1);
    disk.bytes = after;
    for (let page = 0; page < file.pages; page++)
      expect(Buffer.compare(file.page(page), pageOf(after, page))).toBe(0);
  });
});
