import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dyingDisk } from "../../test/crash/dying-disk.ts";
import { sqliteWasm } from "../../test/support/sqlite.ts";
import { deriveVaultKey, vaultKeyOf } from "../../workers/vault/key.ts";
import { createVault, openVault, type VaultPorts } from "../../workers/vault/open-vault.ts";
import { saltOf } from "../../workers/vault/page-codec.ts";
import type { Vault } from "../../workers/vault/vault.ts";
import { vaultFileOn } from "../cli/ports.ts";
import { lockNameOf } from "./file-lock.ts";
import { diskFileSystem, type FileSystem } from "./file-system.ts";
import { createVaultStore, type VaultStore } from "./vault-store.ts";

/* The vault worker and the store together, on the real disk: what one promises the other must keep. */

const passphrase = (): Uint8Array => new TextEncoder().encode("七転び八起き correct horse");
let folder: string;
let path: string;
/** The vault's raw key: the slow way from the passphrase is gone once. */
let raw: Uint8Array<ArrayBuffer>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "kurabito-worker-"));
  path = join(folder, "shop.kura");
  const store = createVaultStore();
  await store.reserve(path);
  const made = await createVault(portsOver(store), passphrase(), { name: "店", sample: false });
  if (!made.ok) throw new Error(made.error.code);
  made.value.close();
  await store.closeAll();
  const key = await deriveVaultKey(passphrase(), saltOf(new Uint8Array(readFileSync(path))));
  raw = key.copyRaw();
  key.close();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function portsOver(store: VaultStore): VaultPorts {
  const vaultFile = vaultFileOn(store, path);
  return { vaultFile, sqliteWasm, now: () => new Date("2026-11-22T00:00:00Z"), emit: () => undefined };
}

/** Adds a segment; answers whether it was saved. */
async function addSegment(vault: Vault, name: string): Promise<boolean> {
  const changed = await vault.change(["segments"], (note) => {
    vault.db.run("INSERT INTO segments (name, definition, created_at) VALUES (?, '{}', '')", [name]);
    note({ gate: "release", action: "segment-saved", payload: {} });
  });
  return changed.ok;
}

/** Opens the vault over a disk, does something, and gives the vault back. */
async function withVault<T>(fs: FileSystem, work: (vault: Vault) => T | Promise<T>): Promise<T> {
  const store = createVaultStore(fs, () => Promise.resolve());
  const opened = await openVault(portsOver(store), (salt) => vaultKeyOf(raw.slice(), salt));
  if (!opened.ok) throw new Error(`${opened.error.code} ${JSON.stringify(opened.error.details)}`);
  try {
    return await work(opened.value);
  } finally {
    opened.value.close();
    await store.closeAll();
    rmSync(lockNameOf(path), { force: true });
  }
}

const segments = (vault: Vault): unknown =>
  vault.db.rows<{ name: string }>("SELECT name FROM segments ORDER BY id").map(({ name }) => name);

const atRest = ["shop.kura", "shop.kura.fresh"];
const beside = (): readonly string[] => readdirSync(folder).filter((name) => name !== "shop.backups");

describe("the vault worker on the store", () => {
  test("finds the state before a commit that died, whether its journal is there or was taken away", async () => {
    expect(await withVault(diskFileSystem, (vault) => addSegment(vault, "first"))).toBe(true);
    for (const [writes, taken] of [
      [0, false],
      [1, false],
      [0, true],
      [1, true],
      [2, true],
    ] as const) {
      expect(await withVault(dyingDisk(diskFileSystem, writes), (vault) => addSegment(vault, "lost"))).toBe(
        false,
      );
      expect(beside()).toContain("shop.kura-journal");
      if (taken) rmSync(`${path}-journal`);
      expect(await withVault(diskFileSystem, segments)).toEqual(["first"]);
      expect(beside()).toEqual(atRest);
    }
    expect(await withVault(diskFileSystem, (vault) => addSegment(vault, "second"))).toBe(true);
    expect(await withVault(diskFileSystem, segments)).toEqual(["first", "second"]);
  });

  test("finds its file fresh when it died between the file's and the manifest's rename", async () => {
    let renames = 0;
    const disk: FileSystem = {
      ...diskFileSystem,
      rename: (from, to) =>
        to.endsWith(".fresh") && ++renames > 0
          ? Promise.reject(new Error("dead"))
          : diskFileSystem.rename(from, to),
    };
    await withVault(disk, async (vault) => {
      expect((await vault.rebuild()).ok).toBe(false);
    });
    expect(renames).toBeGreaterThan(0);
    expect(await withVault(diskFileSystem, segments)).toEqual([]);
    expect(beside()).toEqual(atRest);
  });

  test("saves what a full disk refused, once there is room", async () => {
    let full = false;
    const disk: FileSystem = {
      ...diskFileSystem,
      create: (name) =>
        full
          ? Promise.reject(Object.assign(new Error("full"), { code: "ENOSPC" }))
          : diskFileSystem.create(name),
    };
    await withVault(disk, async (vault) => {
      full = true;
      expect(await addSegment(vault, "one")).toBe(false);
      expect(await addSegment(vault, "two")).toBe(false);
      full = false;
      expect((await vault.save()).ok).toBe(true);
    });
    expect(await withVault(diskFileSystem, segments)).toEqual(["one", "two"]);
    expect(beside()).toEqual(atRest);
  });
});
