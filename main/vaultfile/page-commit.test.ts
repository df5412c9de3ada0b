import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { random } from "../../test/crash/random.ts";
import { standIn, type StandIn } from "../../test/crash/stand-in.ts";
import { packJournalHeader } from "../../workers/base/rollback-journal.ts";
import type { PageCommit } from "../../workers/terms/vault-file.ts";
import { diskFileSystem, type FileSystem } from "./file-system.ts";
import { createVaultStore } from "./vault-store.ts";

const page = 4096;
let folder: string;
let path: string;
let worker: StandIn;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "kurabito-commit-"));
  path = join(folder, "shop.kura");
  worker = standIn(diskFileSystem, path, 5);
  expect(await worker.whole(8)).toBe(true);
});
afterEach(async () => {
  await worker.store.closeAll();
  rmSync(folder, { recursive: true, force: true });
});

const commitOf = (
  pages: readonly number[],
  pageCount: number,
  changes: Partial<PageCommit> = {},
): PageCommit => ({
  pageCount,
  pages: [...pages],
  bytes: new Uint8Array(pages.length * page).fill(9),
  manifest: new Uint8Array([1]),
  ...changes,
});

const lying = (): string[] => readdirSync(folder).sort();
const atRest = [".shop.kura.lock", "shop.kura", "shop.kura.fresh"];

describe("a page commit", () => {
  test("changes, adds and cuts off pages of the same file, and leaves nothing beside it", async () => {
    const { ino } = statSync(path);
    for (const [changed, pages] of [
      [[1, 5], 8],
      [[1], 12],
      [[1, 2, 3], 3],
      [[], 2],
      [[], 6],
    ] as const) {
      expect(await worker.commit(changed, pages)).toBe(true);
      expect(Buffer.compare(readFileSync(path), worker.course.acknowledged!.bytes)).toBe(0);
      expect(lying()).toEqual(atRest);
    }
    expect(statSync(path).ino).toBe(ino);
    const stored = await worker.store.open(path);
    expect(stored.ok && stored.value.manifests).toEqual([worker.course.acknowledged!.manifest]);
  });

  test("writes no more than its pages and their originals, whatever the vault's size", async () => {
    let written = 0;
    const counting: FileSystem = {
      ...diskFileSystem,
      create: async (name) => {
        const file = await diskFileSystem.create(name);
        return { ...file, write: async (bytes) => ((written += bytes.byteLength), file.write(bytes)) };
      },
      open: async (name, access) => {
        const file = await diskFileSystem.open(name, access);
        const writeAt = (position: number, bytes: Uint8Array): Promise<number> => {
          written += bytes.byteLength;
          return file.writeAt(position, bytes);
        };
        return { ...file, writeAt };
      },
    };
    await worker.store.closeAll();
    const counted = standIn(counting, join(folder, "large.kura"), 6);
    expect(await counted.whole(2_000)).toBe(true);
    written = 0;
    expect(await counted.commit([1, 900], 2_000)).toBe(true);
    await counted.store.closeAll();
    expect(written).toBeGreaterThan(4 * page);
    expect(written).toBeLessThan(4 * page + 2_000);
  });

  test("that does not fit the file is refused before anything is written", async () => {
    const before = readFileSync(path);
    for (const commit of [
      commitOf([1, 1], 8),
      commitOf([3, 2], 8),
      commitOf([9], 8),
      commitOf([1], 10),
      commitOf([1, 10], 10),
      commitOf([1, 2], 8, { bytes: new Uint8Array(page) }),
    ])
      expect(await worker.store.commit(path, commit)).toMatchObject({ error: { code: "bad-arguments" } });
    expect(Buffer.compare(readFileSync(path), before)).toBe(0);
    expect(lying()).toEqual(atRest);
  });

  test("to a file that was removed is refused; saved whole it is there again", async () => {
    rmSync(path);
    expect(await worker.store.commit(path, commitOf([1], 8))).toMatchObject({
      error: { code: "vault-missing" },
    });
    expect(await worker.whole(3)).toBe(true);
    expect(lying()).toEqual(atRest);
  });
});

describe("a vault another program writes", () => {
  test("is never overwritten, though size, inode and time be the same: 200 tries", async () => {
    const chance = random(17);
    let noticed = 0;
    for (let n = 0; n < 200; n++) {
      const { store } = await createdAnew();
      utimesSync(path, 1_000, 1_000);
      const opened = await store.open(path);
      if (!opened.ok) throw new Error(opened.error.code);
      const foreign = readFileSync(path);
      // As SQLite writes: page 1 in every transaction, and others.
      chance.bytes(page).forEach((byte, i) => (foreign[i] = byte));
      writeFileSync(path, foreign);
      // Every other time the file's time is turned back, so that page 1 alone tells.
      if (n % 2 === 0) utimesSync(path, 1_000, 1_000);
      const whole = n % 3 === 0;
      const answer = whole
        ? await store.save(path, { bytes: new Uint8Array(page), manifest: new Uint8Array([1]) })
        : await store.commit(path, commitOf([1, 2], 8));
      if (!answer.ok && answer.error.code === "vault-changed-outside") noticed++;
      expect(Buffer.compare(readFileSync(path), foreign)).toBe(0);
      await store.closeAll();
    }
    console.log(`silent overwrites: ${String(200 - noticed)} in 200 tries`);
    expect(noticed).toBe(200);
  });

  test("is not written on another base than the one on the disk", async () => {
    const base = new Uint8Array(64).fill(1);
    expect(await worker.store.commit(path, commitOf([1], 8, { base }))).toMatchObject({
      error: { code: "vault-changed-outside" },
    });
    const right = readFileSync(path).subarray(page - 64, page);
    expect((await worker.store.commit(path, commitOf([1], 8, { base: new Uint8Array(right) }))).ok).toBe(
      true,
    );
  });

  test("is kept beside it, with its manifest, under a name that says so", async () => {
    const { bytes, manifest } = worker.course.acknowledged!;
    writeFileSync(path, "another program's");
    expect((await worker.store.save(path, { bytes, manifest })).ok).toBe(false);
    const copies: string[] = [];
    for (let n = 0; n < 2; n++) {
      const copied = await worker.store.saveConflictCopy(path, { bytes, manifest });
      if (copied.ok) copies.push(copied.value.path);
    }
    expect(copies).toHaveLength(2);
    expect(copies[0]).toMatch(/shop \(conflict \d{4}-\d\d-\d\d \d{4}\)\.kura$/);
    expect(copies[1]).toMatch(/shop \(conflict .*\d{4}.*\)\.kura$/);
    expect(readFileSync(path, "utf8")).toBe("another program's");
    const other = createVaultStore();
    expect(await other.open(copies[0]!)).toEqual({ ok: true, value: { bytes, manifests: [manifest] } });
    await other.closeAll();
    const listed = await other.list(folder);
    expect(listed.ok && listed.value).toHaveLength(3);
    expect(await other.saveConflictCopy(path, { bytes, manifest })).toMatchObject({
      error: { code: "vault-locked" },
    });
  });

  test("is in use while its journal or log lies there, and no longer when they are dead", async () => {
    await worker.store.closeAll();
    const journal = `${path}-journal`;
    const header = packJournalHeader({ records: 1, nonce: 1, pageCount: 8, pageBytes: page });
    const { store } = await createdAnew();
    writeFileSync(journal, header);
    expect(await store.open(path)).toMatchObject({ error: { code: "vault-in-use" } });
    expect(readFileSync(journal).byteLength).toBe(header.byteLength);
    // SQLite ends a transaction by removing, emptying or zeroing its journal.
    writeFileSync(journal, new Uint8Array(512));
    expect((await store.open(path)).ok).toBe(true);
    expect(existsSync(journal)).toBe(false);
    writeFileSync(journal, header);
    for (const answer of [
      await store.commit(path, commitOf([1], 8)),
      await store.save(path, { bytes: new Uint8Array(page), manifest: new Uint8Array(1) }),
    ])
      expect(answer).toMatchObject({ error: { code: "vault-in-use" } });
    writeFileSync(journal, "");
    writeFileSync(`${path}-wal`, "x");
    expect(await store.commit(path, commitOf([1], 8))).toMatchObject({ error: { code: "vault-in-use" } });
    writeFileSync(`${path}-wal`, "");
    expect((await store.commit(path, commitOf([1], 8))).ok).toBe(true);
    await store.closeAll();
  });
});

/** A second program of ours, the first one having ended. */
async function createdAnew(): Promise<Pick<StandIn, "store">> {
  await worker.store.closeAll();
  return standIn(diskFileSystem, path, 1);
}
