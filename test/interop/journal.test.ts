import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lockNameOf } from "../../main/vaultfile/file-lock.ts";
import { diskFileSystem } from "../../main/vaultfile/file-system.ts";
import { createVaultStore } from "../../main/vaultfile/vault-store.ts";
import type { PageCommit } from "../../workers/terms/vault-file.ts";
import { deriveVaultKey } from "../../workers/vault/key.ts";
import { saltOf } from "../../workers/vault/page-codec.ts";
import { readVault } from "../../workers/vault/recover.ts";
import { dyingDisk } from "../crash/dying-disk.ts";
import { loadOracle } from "./oracle.ts";
import { multipleCiphers, rawKey, sqlcipherShell, type Peer } from "./peers.ts";

/*
 * A commit of ours that is cut off between two pages, and another program opening the file before ours does. Official
 * SQLCipher finds the journal and takes the commit back; SQLite3MultipleCiphers does not know its checksums, says
 * that the file is malformed, and removes the journal. Neither may cost anything.
 */

const Oracle = loadOracle();
const binary = process.env["SQLCIPHER_BIN"];
if (Oracle === undefined)
  process.stdout.write("skipped: no SQLite3MultipleCiphers here (npm ci --prefix test/oracles)\n");
if (binary === undefined) process.stdout.write("skipped: no official SQLCipher named by SQLCIPHER_BIN\n");

const passphrase = new TextEncoder().encode("蔵の鍵");
const salt = Uint8Array.from({ length: 16 }, (_, i) => i * 11);
const key = rawKey(passphrase, salt);
const queries = ["SELECT count(*) || ' ' || total(id) || ' ' || max(s) AS line FROM t"];
const pageBytes = 4096;

let folder = "";
/** The file before and after the commit, both written by another program. */
let before: Buffer;
let after: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-journal-"));
  if (Oracle === undefined) return;
  const path = join(folder, "states.db");
  const peer = multipleCiphers(Oracle, key);
  const fill = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 400)";
  peer.write(path, [
    "CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT)",
    `${fill} INSERT INTO t SELECT i, 'before ' || hex(zeroblob(90)) FROM n`,
  ]);
  before = await readFile(path);
  peer.write(path, [
    "UPDATE t SET s = 'changed' WHERE id % 50 = 0",
    `${fill} INSERT INTO t SELECT i + 1000, 'later ' || hex(zeroblob(90)) FROM n`,
  ]);
  after = await readFile(path);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function commitBetween(): PageCommit {
  const pageCount = after.byteLength / pageBytes;
  const pageOf = (file: Buffer, page: number): Buffer =>
    file.subarray((page - 1) * pageBytes, page * pageBytes);
  const pages = Array.from({ length: pageCount }, (_, i) => i + 1).filter(
    (page) => !pageOf(before, page).equals(pageOf(after, page)),
  );
  const bytes = new Uint8Array(Buffer.concat(pages.map((page) => pageOf(after, page))));
  return { pageCount, pages, bytes, manifest: new TextEncoder().encode("after") };
}

/** A vault whose commit died after so many writes into its file. */
async function cutOff(name: string, writes: number): Promise<string> {
  const path = join(folder, `${name}-${String(writes)}.kura`);
  const first = createVaultStore();
  await first.reserve(path);
  await first.save(path, { bytes: new Uint8Array(before), manifest: new TextEncoder().encode("before") });
  await first.closeAll();
  const dying = createVaultStore(dyingDisk(diskFileSystem, writes), () => Promise.resolve());
  expect((await dying.open(path)).ok).toBe(true);
  expect((await dying.commit(path, commitBetween())).ok).toBe(false);
  await dying.closeAll();
  await rm(lockNameOf(path), { force: true });
  expect(existsSync(`${path}-journal`)).toBe(true);
  expect(Buffer.compare(await readFile(path), before)).not.toBe(0);
  return path;
}

/** Opens a vault as the worker does, the key at hand, and gives it back. */
async function openOurs(path: string): Promise<readonly string[]> {
  const store = createVaultStore();
  const read = await readVault(
    {
      read: () => store.open(path),
      settle: (rollBack) => store.settle(path, rollBack),
    } as Parameters<typeof readVault>[0],
    (found) => deriveVaultKey(passphrase, found),
    false,
  );
  await store.closeAll();
  if (!read.ok) throw new Error(read.error.code);
  read.value.key.close();
  return read.value.stored.manifests.map((manifest) => new TextDecoder().decode(manifest));
}

async function expectBefore(path: string, peer: Peer): Promise<void> {
  expect(await openOurs(path)).toEqual(["before"]);
  expect(Buffer.compare(await readFile(path), before)).toBe(0);
  const beside = (await readdir(folder)).filter((name) => name.includes(basename(path)));
  expect(beside.sort()).toEqual([basename(path), `${basename(path)}.fresh`]);
  expect(peer.read(path, queries)).toMatchObject({ integrity: ["ok"], pages: before.byteLength / pageBytes });
}

/** How many writes into the file the commit is let live for. */
const lives = [0, 1, 2, 3];

describe.skipIf(Oracle === undefined)("a commit cut off between its pages", () => {
  test("is taken back when SQLite3MultipleCiphers came first and removed its journal", async () => {
    if (Oracle === undefined) throw new Error("unreachable");
    expect(saltOf(new Uint8Array(before))).toEqual(salt);
    for (const writes of lives) {
      const path = await cutOff("other", writes);
      const peer = multipleCiphers(Oracle, key);
      expect(() => peer.read(path, queries)).toThrow(/malformed|not a database|disk image/);
      expect(existsSync(`${path}-journal`)).toBe(false);
      await expectBefore(path, peer);
    }
  });

  test("is taken back when ours comes first", async () => {
    if (Oracle === undefined) throw new Error("unreachable");
    for (const writes of lives)
      await expectBefore(await cutOff("ours", writes), multipleCiphers(Oracle, key));
  });

  test("is left alone when another program took it back and has written since", async () => {
    if (Oracle === undefined) throw new Error("unreachable");
    const path = await cutOff("edited", 1);
    await rm(`${path}-journal`);
    await writeFile(path, before);
    const peer = multipleCiphers(Oracle, key);
    peer.write(path, ["UPDATE t SET s = 'elsewhere' WHERE id = 7"]);
    const edited = join(folder, "edited copy.db");
    await copyFile(path, edited);
    await openOurs(path);
    expect(Buffer.compare(await readFile(path), await readFile(edited))).toBe(0);
    expect(peer.read(path, ["SELECT s AS line FROM t WHERE id = 7"]).lines).toEqual([["elsewhere"]]);
  });

  test.skipIf(binary === undefined)("is taken back by an official SQLCipher, byte for byte", async () => {
    if (binary === undefined) throw new Error("unreachable");
    for (const writes of lives) {
      const path = await cutOff("official", writes);
      const peer = sqlcipherShell(binary, key);
      expect(peer.read(path, queries)).toMatchObject({ integrity: ["ok"] });
      expect(existsSync(`${path}-journal`)).toBe(false);
      expect(Buffer.compare(await readFile(path), before)).toBe(0);
      await expectBefore(path, peer);
    }
  });
});
