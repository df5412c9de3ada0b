import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { standIn, type StandIn } from "../../test/crash/stand-in.ts";
import { diskFileSystem } from "./file-system.ts";
import { createVaultStore } from "./vault-store.ts";

let folder: string;
let path: string;
let backups: string;
let worker: StandIn;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "kurabito-backups-"));
  path = join(folder, "shop.kura");
  backups = join(folder, "shop.backups");
  worker = standIn(diskFileSystem, path, 9);
  expect(await worker.whole(300)).toBe(true);
});
afterEach(async () => {
  await worker.store.closeAll();
  rmSync(folder, { recursive: true, force: true });
});

describe("backups", () => {
  test("are copies of the file and its manifest, listed newest first, read, dropped", async () => {
    const { store } = worker;
    const first = await store.backUp(path, "daily");
    const old = worker.course.acknowledged!;
    expect(await worker.commit([1, 7], 301)).toBe(true);
    const second = await store.backUp(path, "migration");
    if (!first.ok || !second.ok) throw new Error("no backup");
    expect(first.value).toMatchObject({ reason: "daily", bytes: 300 * 4096 });
    expect(Date.parse(first.value.at)).toBeGreaterThan(Date.parse("2026-01-01"));
    expect(await store.listBackups(path)).toEqual({ ok: true, value: [second.value, first.value] });
    const read = await store.readBackup(path, first.value.id);
    if (!read.ok) throw new Error(read.error.code);
    expect(read.value.manifests).toEqual([old.manifest]);
    expect(Buffer.compare(read.value.bytes, old.bytes)).toBe(0);
    expect(await store.lendBackup(path, first.value.id)).toMatchObject({
      value: { path: join(backups, `${first.value.id}.kura`), manifests: [old.manifest] },
    });
    expect(await store.dropBackup(path, first.value.id)).toEqual({ ok: true, value: null });
    expect(await store.dropBackup(path, first.value.id)).toEqual({ ok: true, value: null });
    expect(await store.listBackups(path)).toEqual({ ok: true, value: [second.value] });
  });

  test("made in the same instant are two", async () => {
    const made = await Promise.all([1, 2, 3].map(() => worker.store.backUp(path, "asked")));
    expect(new Set(made.map((each) => each.ok && each.value.id)).size).toBe(3);
    expect(readdirSync(backups)).toHaveLength(6);
  });

  test("are found by no id but their own", async () => {
    writeFileSync(join(folder, "secret.kura"), "x");
    for (const id of [
      "../secret",
      "secret",
      "..",
      "",
      "20261122T031455123Z-other",
      "20261122T031455123Z-daily",
    ]) {
      expect(await worker.store.readBackup(path, id)).toMatchObject({ error: { code: "backup-missing" } });
      expect((await worker.store.dropBackup(path, id)).ok).toBe(id.endsWith("-daily"));
    }
    expect(readFileSync(join(folder, "secret.kura"), "utf8")).toBe("x");
  });

  test("need a saved vault, but can be read when it is gone or held by somebody else", async () => {
    const made = await worker.store.backUp(path, "asked");
    if (!made.ok) throw new Error("no backup");
    const other = createVaultStore();
    expect(await other.backUp(path, "asked")).toMatchObject({ error: { code: "vault-locked" } });
    expect((await other.readBackup(path, made.value.id)).ok).toBe(true);
    rmSync(path);
    expect((await other.readBackup(path, made.value.id)).ok).toBe(true);
    const empty = join(folder, "new.kura");
    await other.reserve(empty);
    expect(await other.backUp(empty, "asked")).toMatchObject({ error: { code: "vault-missing" } });
    await other.closeAll();
  });

  test("that were cut off are none, and are swept by the next one", async () => {
    mkdirSync(backups);
    const id = "20261122T031455123Z-daily";
    writeFileSync(join(backups, `${id}.kura.fresh`), "manifest");
    writeFileSync(join(backups, `.${id}.kura.0123456789abcdef.new`), "half");
    writeFileSync(join(backups, "my notes.txt"), "mine");
    expect(await worker.store.listBackups(path)).toEqual({ ok: true, value: [] });
    const made = await worker.store.backUp(path, "asked");
    const name = made.ok ? `${made.value.id}.kura` : "";
    expect(readdirSync(backups).sort()).toEqual([name, `${name}.fresh`, "my notes.txt"].sort());
  });

  test("go with their vault when it is removed; what is not theirs stays", async () => {
    await worker.store.backUp(path, "asked");
    writeFileSync(join(backups, "my notes.txt"), "mine");
    expect((await worker.store.remove(path, "shop")).ok).toBe(true);
    expect(readdirSync(folder)).toEqual(["shop.backups"]);
    expect(readdirSync(backups)).toEqual(["my notes.txt"]);
    rmSync(join(backups, "my notes.txt"));
    const next = standIn(diskFileSystem, path, 10);
    expect(await next.whole(2)).toBe(true);
    expect(await next.store.listBackups(path)).toEqual({ ok: true, value: [] });
    await next.store.backUp(path, "asked");
    expect((await next.store.remove(path, "shop")).ok).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });
});
