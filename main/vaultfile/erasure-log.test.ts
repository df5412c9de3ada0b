import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createVaultStore } from "./vault-store.ts";

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kurabito-log-"));
  path = join(folder, "shop.kura");
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("a log of erasures lies in the folder of backups, is replaced as a whole, and goes with the vault", async () => {
  const store = createVaultStore();
  expect(await store.writeErasureLog(path, bytes("one"))).toMatchObject({ error: { code: "vault-locked" } });
  expect(await store.readErasureLog(path)).toEqual({ ok: true, value: {} });
  await store.reserve(path);
  expect(await store.writeErasureLog(path, bytes("one"))).toMatchObject({ ok: true });
  expect(await store.writeErasureLog(path, bytes("two"))).toMatchObject({ ok: true });
  expect(readdirSync(join(folder, "shop.backups"))).toEqual(["erasures.log"]);
  const read = await store.readErasureLog(path);
  expect(read.ok && new TextDecoder().decode(read.value.log)).toBe("two");
  expect(await store.listBackups(path)).toEqual({ ok: true, value: [] });
  await store.close(path);
  writeFileSync(path, "gone");
  expect(await store.remove(path, "shop")).toMatchObject({ ok: true });
  expect(readdirSync(folder)).toEqual([]);
});
