import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { failingFileSystem } from "../../test/support/failing-file-system.ts";
import { lockNameOf } from "./file-lock.ts";
import { diskFileSystem } from "./file-system.ts";
import type { WholeSave } from "../../workers/terms/vault-file.ts";
import { createVaultStore, type VaultStore } from "./vault-store.ts";

const old = new TextEncoder().encode("the old ciphertext");
const fresh = new TextEncoder().encode("the new ciphertext, a little longer");
const noWait = (): Promise<void> => Promise.resolve();

const whole = (bytes: Uint8Array): WholeSave => ({ bytes, manifest: new Uint8Array(0) });

let folder: string;
let path: string;
let store: VaultStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kurabito-store-"));
  path = join(folder, "shop.kura");
  store = createVaultStore(diskFileSystem, noWait);
});

afterEach(async () => {
  await store.closeAll();
  rmSync(folder, { recursive: true, force: true });
});

/** A vault with the old ciphertext, open. */
async function openedVault(): Promise<void> {
  writeFileSync(path, old);
  expect((await store.open(path)).ok).toBe(true);
}

describe("a vault's file", () => {
  test("is reserved, saved, closed, listed, opened and read back", async () => {
    const nested = join(folder, "new folder", "shop.kura");
    expect(await store.reserve(nested)).toEqual({ ok: true, value: null });
    expect(existsSync(nested)).toBe(false);
    expect((await store.save(nested, whole(old))).ok).toBe(true);
    expect((await store.save(nested, whole(fresh))).ok).toBe(true);
    await store.close(nested);
    expect(readdirSync(join(folder, "new folder")).sort()).toEqual(["shop.kura", "shop.kura.fresh"]);
    const listed = await store.list(join(folder, "new folder"));
    expect(listed).toMatchObject({ ok: true, value: [{ name: "shop", bytes: fresh.byteLength }] });
    expect(await store.open(nested)).toEqual({
      ok: true,
      value: { bytes: fresh, manifests: [new Uint8Array(0)] },
    });
    if (process.platform !== "win32") expect(statSync(nested).mode & 0o777).toBe(0o600);
  });

  test("is refused when it is missing, a folder, a link, or there already", async () => {
    expect(await store.open(path)).toMatchObject({ error: { code: "vault-missing" } });
    mkdirSync(join(folder, "folder.kura"));
    expect(await store.open(join(folder, "folder.kura"))).toMatchObject({ error: { code: "not-a-vault" } });
    writeFileSync(path, old);
    symlinkSync(path, join(folder, "link.kura"));
    expect(await store.open(join(folder, "link.kura"))).toMatchObject({ error: { code: "not-a-vault" } });
    expect(await store.reserve(path)).toMatchObject({ error: { code: "vault-exists" } });
    expect(await store.save(path, whole(fresh))).toMatchObject({ error: { code: "vault-locked" } });
    expect(readdirSync(folder).sort()).toEqual(["folder.kura", "link.kura", "shop.kura"]);
  });

  test("that another program changed is never overwritten", async () => {
    await openedVault();
    writeFileSync(path, "by another program");
    expect(await store.save(path, whole(fresh))).toMatchObject({ error: { code: "vault-changed-outside" } });
    expect(readFileSync(path, "utf8")).toBe("by another program");
  });

  test("that appeared under a reserved name is never overwritten", async () => {
    await store.reserve(path);
    writeFileSync(path, "by another program");
    expect(await store.save(path, whole(fresh))).toMatchObject({ error: { code: "vault-changed-outside" } });
    expect(readFileSync(path, "utf8")).toBe("by another program");
  });

  test("saves of one vault run one after the other, and the last one stands", async () => {
    await openedVault();
    const saves = await Promise.all(
      Array.from({ length: 10 }, (_, turn) => store.save(path, whole(new Uint8Array([turn])))),
    );
    expect(saves.every((saved) => saved.ok)).toBe(true);
    expect([...readFileSync(path)]).toEqual([9]);
  });

  test("is removed only by its name", async () => {
    await openedVault();
    expect(await store.remove(path, "shopp")).toMatchObject({ error: { code: "bad-arguments" } });
    expect(existsSync(path)).toBe(true);
    expect(await store.remove(path, "shop")).toEqual({ ok: true, value: null });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("a failing disk", () => {
  for (const errno of ["ENOSPC", "EIO", "EACCES", "EBUSY", "EROFS"])
    test(`whichever call fails with ${errno}, the vault is the old or the new one, nothing is left, and a retry works`, async () => {
      const codes = new Set<string>();
      for (let at = 1; ; at++) {
        const fs = failingFileSystem();
        const failing = createVaultStore(fs, noWait);
        writeFileSync(path, old);
        expect((await failing.open(path)).ok).toBe(true);
        fs.failAt(at, errno);
        const saved = await failing.save(path, whole(fresh));
        const reached = fs.failed();
        const now = readFileSync(path);
        if (saved.ok) expect(now).toEqual(Buffer.from(fresh));
        else {
          codes.add(saved.error.code);
          expect([Buffer.from(old), Buffer.from(fresh)]).toContainEqual(now);
        }
        fs.failAt(0, errno);
        expect((await failing.save(path, whole(fresh))).ok).toBe(true);
        await failing.close(path);
        // One failing removal may leave a hidden file; the next opening sweeps it.
        expect((await failing.open(path)).ok).toBe(true);
        await failing.close(path);
        expect(readdirSync(folder)).toEqual(["shop.kura", "shop.kura.fresh"]);
        if (!reached) break;
      }
      const expected = {
        ENOSPC: "save-failed-disk-full",
        EIO: "save-failed",
        EACCES: "save-failed-denied",
        EBUSY: "save-failed",
        EROFS: "save-failed-denied",
      }[errno];
      expect([...codes]).toEqual([expected]);
    });

  test("a scanner that holds the file for a while is waited for", async () => {
    let refusals = 19;
    const waits: number[] = [];
    const fs = {
      ...diskFileSystem,
      rename: async (from: string, to: string) => {
        if (to === path && refusals-- > 0) throw Object.assign(new Error("held"), { code: "EBUSY" });
        await diskFileSystem.rename(from, to);
      },
    };
    const patient = createVaultStore(fs, (ms) => {
      waits.push(ms);
      return Promise.resolve();
    });
    writeFileSync(path, old);
    await patient.open(path);
    expect((await patient.save(path, whole(fresh))).ok).toBe(true);
    expect(waits).toHaveLength(19);
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(10_000);
    refusals = 20;
    expect(await patient.save(path, whole(old))).toMatchObject({ error: { code: "save-failed" } });
    expect(readFileSync(path)).toEqual(Buffer.from(fresh));
    await patient.closeAll();
    expect(readdirSync(folder)).toEqual(["shop.kura", "shop.kura.fresh"]);
  });

  test("a file system without hard links takes a first save all the same", async () => {
    const fs = {
      ...diskFileSystem,
      link: () => Promise.reject(Object.assign(new Error("no links"), { code: "EPERM" })),
    };
    const plain = createVaultStore(fs, noWait);
    await plain.reserve(path);
    expect((await plain.save(path, whole(old))).ok).toBe(true);
    expect((await plain.save(path, whole(fresh))).ok).toBe(true);
    await plain.closeAll();
    expect(readdirSync(folder)).toEqual(["shop.kura", "shop.kura.fresh"]);
  });

  test("a disk that is really full keeps the old vault whole", async ({ skip }) => {
    const disk = join(folder, "small disk");
    mkdirSync(disk);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", disk]);
    if (mounted.status !== 0) skip("no right to mount a small disk here");
    try {
      const small = createVaultStore(diskFileSystem, noWait);
      const vault = join(disk, "shop.kura");
      await small.reserve(vault);
      const first = new Uint8Array(100_000).fill(1);
      expect((await small.save(vault, whole(first))).ok).toBe(true);
      expect(await small.save(vault, whole(new Uint8Array(400_000)))).toMatchObject({
        error: { code: "save-failed-disk-full" },
      });
      expect(new Uint8Array(readFileSync(vault))).toEqual(first);
      expect((await small.save(vault, whole(new Uint8Array(50_000).fill(2)))).ok).toBe(true);
      await small.closeAll();
      expect(readdirSync(disk)).toEqual(["shop.kura", "shop.kura.fresh"]);
    } finally {
      spawnSync("umount", [disk]);
    }
  });
});

describe("the lock", () => {
  test("keeps a second store out, and lets it in afterwards", async () => {
    await openedVault();
    const second = createVaultStore(diskFileSystem, noWait);
    expect(await second.open(path)).toMatchObject({ error: { code: "vault-in-use" } });
    await store.close(path);
    expect((await second.open(path)).ok).toBe(true);
    await second.closeAll();
  });

  test("of a process that is gone is taken over at once", async () => {
    const child = spawnSync(process.execPath, ["-e", "process.stdout.write(String(process.pid))"]);
    const boot = readFileIfThere("/proc/sys/kernel/random/boot_id");
    writeFileSync(path, old);
    const gone = { pid: Number(child.stdout.toString()), started: "1", boot, token: "gone" };
    writeFileSync(lockNameOf(path), JSON.stringify(gone));
    if (boot === "") expireLock();
    expect((await store.open(path)).ok).toBe(true);
  });

  test("of another run of the system, or one nobody can read, is taken over when its heart has stopped", async () => {
    writeFileSync(path, old);
    for (const text of [
      JSON.stringify({ pid: 1, started: "", boot: "elsewhere", token: "x" }),
      "not a lock",
    ]) {
      writeFileSync(lockNameOf(path), text);
      expect(await store.open(path)).toMatchObject({ error: { code: "vault-in-use" } });
      expireLock();
      expect((await store.open(path)).ok).toBe(true);
      await store.close(path);
    }
  });

  test("that was taken away during a long sleep is noticed before anything is written", async () => {
    await openedVault();
    writeFileSync(lockNameOf(path), JSON.stringify({ pid: 1, started: "", boot: "x", token: "thief" }));
    expect(await store.save(path, whole(fresh))).toMatchObject({ error: { code: "vault-in-use" } });
    expect(readFileSync(path)).toEqual(Buffer.from(old));
    await store.close(path);
    expect(existsSync(lockNameOf(path))).toBe(true);
  });

  test("twenty stores at once: exactly one gets a stale lock", async () => {
    writeFileSync(path, old);
    writeFileSync(lockNameOf(path), JSON.stringify({ pid: 1, started: "", boot: "elsewhere", token: "x" }));
    expireLock();
    const stores = Array.from({ length: 20 }, () => createVaultStore(diskFileSystem, noWait));
    const opened = await Promise.all(stores.map((each) => each.open(path)));
    expect(opened.filter((each) => each.ok)).toHaveLength(1);
    for (const each of stores) await each.closeAll();
  });
});

function expireLock(): void {
  const longAgo = new Date(Date.now() - 16_000);
  utimesSync(lockNameOf(path), longAgo, longAgo);
}

function readFileIfThere(name: string): string {
  return existsSync(name) ? readFileSync(name, "utf8").trim() : "";
}
