import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createVaultStore } from "../../main/vaultfile/vault-store.ts";
import { rawKey, sqlcipherShell } from "../interop/peers.ts";
import { simulatedDisk, vaultPath, type SimulatedDisk } from "./simulated-disk.ts";

const binary = process.env["SQLCIPHER_BIN"];
if (binary === undefined) console.log("skipped: no official SQLCipher named by SQLCIPHER_BIN");

const pageBytes = 4096;
const key = rawKey(
  new TextEncoder().encode("蔵の鍵"),
  Uint8Array.from({ length: 16 }, (_, i) => i * 11),
);
const manifest = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Cut {
  readonly disk: SimulatedDisk;
  /** Calls of the commit that were let through. */
  readonly calls: number;
}

/** A disk on which a commit between two real databases was cut off after so many calls. */
async function cutCommit(before: Buffer, after: Buffer, calls: number): Promise<Cut> {
  const pageOf = (file: Buffer, page: number): Buffer =>
    file.subarray((page - 1) * pageBytes, page * pageBytes);
  const pageCount = after.byteLength / pageBytes;
  const pages = Array.from({ length: pageCount }, (_, i) => i + 1).filter(
    (page) => !pageOf(before, page).equals(pageOf(after, page)),
  );
  const bytes = new Uint8Array(Buffer.concat(pages.map((page) => pageOf(after, page))));
  const disk = simulatedDisk();
  const store = createVaultStore(disk, () => Promise.resolve());
  await store.reserve(vaultPath);
  await store.save(vaultPath, { bytes: new Uint8Array(before), manifest: manifest("before") });
  const from = disk.calls();
  disk.cutAfter(calls);
  await store.commit(vaultPath, { pageCount, pages, bytes, manifest: manifest("after") });
  await store.closeAll().catch(() => undefined);
  return { disk, calls: disk.calls() - from };
}

test.skipIf(binary === undefined)(
  "an official SQLCipher, opening first, finds one of the two states in 500 cut off ones, and so do we",
  async () => {
    if (binary === undefined) throw new Error("unreachable");
    const folder = mkdtempSync(join(tmpdir(), "kurabito-official-"));
    try {
      const peer = sqlcipherShell(binary, key);
      const [before, after] = twoStates(join(folder, "states.db"));
      const found = { before: 0, after: 0 };
      const all = (await cutCommit(before, after, 10_000)).calls;
      for (let n = 0; n < 500; n++) {
        const { disk } = await cutCommit(before, after, n % (all + 1));
        const left = disk.afterPowerLoss({ seed: n, how: "chance", orderedFolders: true });
        const home = join(folder, String(n));
        mkdirSync(home);
        for (const [path, bytes] of left.files()) writeFileSync(join(home, path), bytes);
        const path = join(home, vaultPath);
        expect(peer.read(path, ["SELECT count(*) AS line FROM t"]).integrity, String(n)).toEqual(["ok"]);
        const state = readFileSync(path).equals(before) ? "before" : "after";
        if (state === "after") expect(Buffer.compare(readFileSync(path), after)).toBe(0);
        const store = createVaultStore();
        const opened = await store.open(path);
        await store.closeAll();
        expect(opened.ok && opened.value.manifests.map((one) => new TextDecoder().decode(one))).toEqual([
          state,
        ]);
        expect(readFileSync(path).equals(state === "before" ? before : after)).toBe(true);
        found[state]++;
        rmSync(home, { recursive: true });
      }
      console.log("states an official SQLCipher opened first:", JSON.stringify(found));
      expect(Math.min(found.before, found.after)).toBeGreaterThan(10);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  600_000,
);

function twoStates(path: string): readonly [Buffer, Buffer] {
  const peer = sqlcipherShell(binary ?? "", key);
  const rows = (from: number): string =>
    `WITH RECURSIVE n(i) AS (VALUES (${String(from)}) UNION ALL SELECT i + 1 FROM n WHERE i < ${String(from + 150)}) INSERT INTO t SELECT i, hex(zeroblob(90)) FROM n`;
  peer.write(path, ["CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT)", rows(1)]);
  const before = readFileSync(path);
  peer.write(path, ["UPDATE t SET s = 'changed' WHERE id % 40 = 0", rows(1_000)]);
  return [before, readFileSync(path)];
}
