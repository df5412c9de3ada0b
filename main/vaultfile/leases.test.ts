import { mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { failingFileSystem } from "../../test/support/failing-file-system.ts";
import { diskFileSystem } from "./file-system.ts";
import { createLeases, type Leases } from "./leases.ts";
import { pageBytes, pageTagBytes } from "./manifests.ts";

let folder: string;
let path: string;
let leases: Leases;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kurabito-leases-"));
  path = join(folder, "shop.kura");
  leases = createLeases(diskFileSystem);
});

afterEach(async () => {
  await leases.endAll();
  rmSync(folder, { recursive: true, force: true });
});

/** A file of some pages whose every byte tells its place. */
function writePages(pages: number): Buffer {
  const bytes = Buffer.alloc(pages * pageBytes);
  for (let at = 0; at < bytes.byteLength; at++) bytes[at] = (at * 7 + (at >> 8)) & 0xff;
  writeFileSync(path, bytes);
  return bytes;
}

describe("a lease", () => {
  test("reads any piece of its file, at once or not", async () => {
    const bytes = writePages(3);
    const lease = await leases.begin(path);
    for (const [at, length] of [
      [0, 16],
      [4000, 200],
      [2 * pageBytes, pageBytes],
    ] as const) {
      const expected = Uint8Array.from(bytes.subarray(at, at + length));
      expect(await leases.read(lease, at, length)).toEqual({ ok: true, value: expected });
      const target = new Uint8Array(length);
      expect(leases.readNow(lease, at, target)).toBe(true);
      expect(target).toEqual(expected);
    }
  });

  test("answers with the tags of all whole pages, over more than is read at a time", async () => {
    const pages = 2 ** 20 / pageBytes + 3;
    const bytes = writePages(pages);
    const tags = await leases.tags(await leases.begin(path), bytes.byteLength + 100);
    expect(tags.byteLength).toBe(pages * pageTagBytes);
    for (const page of [0, 1, 255, 256, pages - 1]) {
      const end = (page + 1) * pageBytes;
      expect(Buffer.from(tags.subarray(page * pageTagBytes, (page + 1) * pageTagBytes))).toEqual(
        bytes.subarray(end - pageTagBytes, end),
      );
    }
  });

  test("gives out nothing shorter than asked for, and nothing of a file that became shorter", async () => {
    writePages(2);
    const lease = await leases.begin(path);
    expect((await leases.read(lease, pageBytes, pageBytes + 1)).ok).toBe(false);
    expect(leases.readNow(lease, pageBytes, new Uint8Array(pageBytes + 1))).toBe(false);
    truncateSync(path, pageBytes + 10);
    expect((await leases.read(lease, pageBytes, pageBytes)).ok).toBe(false);
    await expect(leases.tags(lease, 2 * pageBytes)).rejects.toMatchObject({ code: "EIO" });
  });

  test("stays with the file it was begun on when another takes its name", async () => {
    const bytes = writePages(1);
    const lease = await leases.begin(path);
    writeFileSync(join(folder, "other"), Buffer.alloc(pageBytes, 1));
    renameSync(join(folder, "other"), path);
    expect(await leases.read(lease, 0, 64)).toEqual({
      ok: true,
      value: Uint8Array.from(bytes.subarray(0, 64)),
    });
    expect(await leases.read(await leases.begin(path), 0, 2)).toEqual({
      ok: true,
      value: new Uint8Array([1, 1]),
    });
  });

  test.skipIf(process.platform !== "linux")("is reached under another name while it is open", async () => {
    const bytes = writePages(1);
    const lease = await leases.begin(path);
    renameSync(path, join(folder, "moved"));
    const name = leases.reachedAt(lease);
    expect(name).toBeDefined();
    expect(readFileSync(name ?? "")).toEqual(bytes);
  });

  test("reads nothing once it has ended, and neither does a name that never was one", async () => {
    writePages(1);
    const lease = await leases.begin(path);
    await leases.end(lease);
    for (const name of [lease, "no such lease"]) {
      expect((await leases.read(name, 0, 16)).ok).toBe(false);
      expect(leases.readNow(name, 0, new Uint8Array(16))).toBe(false);
      await expect(leases.tags(name, pageBytes)).rejects.toThrow("no such lease");
      expect(leases.reachedAt(name)).toBeUndefined();
      await leases.end(name);
    }
  });

  test("ends when eight newer ones of its path are there; those of other paths stay", async () => {
    writePages(1);
    const other = join(folder, "other.kura");
    writeFileSync(other, Buffer.alloc(pageBytes));
    const elsewhere = await leases.begin(other);
    const held: string[] = [];
    for (let count = 0; count < 9; count++) held.push(await leases.begin(path));
    const readable = await Promise.all(held.map(async (lease) => (await leases.read(lease, 0, 1)).ok));
    expect(readable).toEqual([false, ...Array.from({ length: 8 }, () => true)]);
    expect((await leases.read(elsewhere, 0, 1)).ok).toBe(true);
    await leases.endAll(path);
    expect((await leases.read(held[8] ?? "", 0, 1)).ok).toBe(false);
    expect((await leases.read(elsewhere, 0, 1)).ok).toBe(true);
  });

  test("a disk that fails to read is a fault, not a crash; the lease lives on", async () => {
    writePages(1);
    const disk = failingFileSystem();
    const failing = createLeases(disk);
    const lease = await failing.begin(path);
    disk.failAt(1, "EIO");
    expect(await failing.read(lease, 0, 16)).toMatchObject({
      ok: false,
      error: { code: "file-unreadable" },
    });
    disk.failAt(1, "EIO");
    expect(failing.readNow(lease, 0, new Uint8Array(16))).toBe(false);
    disk.failAt(0, "EIO");
    expect((await failing.read(lease, 0, 16)).ok).toBe(true);
    await failing.endAll();
  });
});
