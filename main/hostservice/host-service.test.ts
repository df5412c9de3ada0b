import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hostMethods } from "../contract.ts";
import type { Dialogs } from "./dialogs.ts";
import { defaultFolders, typedToPath, vaultFileName } from "./folders.ts";
import { createHostService, type HostService } from "./host-service.ts";
import { systemLanguages } from "./languages.ts";

let home: string;
let shown: string[];
let service: HostService;

function newService(dialogs: Partial<Dialogs> = {}): HostService {
  return createHostService({
    kind: "chromium",
    version: "1.2.3",
    languages: ["ja-JP"],
    folders: defaultFolders(home),
    dialogs: {
      native: false,
      chooseVault: () => Promise.resolve(undefined),
      chooseFolder: () => Promise.resolve(undefined),
      showFolder: (path) => {
        shown.push(path);
        return Promise.resolve();
      },
      ...dialogs,
    },
    networkCount: () => ({ refused: 3, sent: 0 }),
  });
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "kurabito-host-"));
  shown = [];
  service = newService();
});

afterEach(async () => {
  await service.close();
  rmSync(home, { recursive: true, force: true });
});

describe("the host service", () => {
  test("tells what it is, and what was refused", async () => {
    expect(await service.api.hostInfo({})).toEqual({
      ok: true,
      value: {
        kind: "chromium",
        platform: process.platform,
        version: "1.2.3",
        nativeDialogs: false,
        systemIdle: false,
        vaultFolder: home,
        releaseFolder: join(home, "Released"),
        languages: ["ja-JP"],
      },
    });
    expect(await service.api.networkCount({})).toEqual({ ok: true, value: { refused: 3, sent: 0 } });
  });

  test("keeps a vault from its name to its removal", async () => {
    const { api } = service;
    const chosen = await api.chooseVault({ mode: "create", suggestedName: "私の/店" });
    expect(chosen).toEqual({ ok: true, value: { path: join(home, "私の_店.kura") } });
    const path = chosen.ok && chosen.value !== null ? chosen.value.path : "";
    expect((await api.reserveVault({ path })).ok).toBe(true);
    expect(
      (await api.saveVault({ path, bytes: new Uint8Array([1, 2]), manifest: new Uint8Array(0) })).ok,
    ).toBe(true);
    expect((await api.closeVault({ path })).ok).toBe(true);
    expect(await api.listVaults({})).toMatchObject({ value: [{ path, name: "私の_店", bytes: 2 }] });
    expect(await service.lend("openVault", { path })).toMatchObject({ value: { path, bytes: 2 } });
    expect(await api.openVault({ path })).toEqual({
      ok: true,
      value: { bytes: new Uint8Array([1, 2]), manifests: [new Uint8Array(0)] },
    });
    expect((await api.deleteVault({ path, confirmName: "私の_店" })).ok).toBe(true);
    expect(readdirSync(home)).toEqual([]);
  });

  test("knows no path that nobody chose", async () => {
    const path = join(home, "unlisted.kura");
    writeFileSync(path, "x");
    const { api } = service;
    const bytes = new Uint8Array();
    for (const answer of [
      api.openVault({ path }),
      api.reserveVault({ path }),
      api.saveVault({ path, bytes, manifest: new Uint8Array(0) }),
      api.closeVault({ path }),
      api.deleteVault({ path, confirmName: "unlisted" }),
      service.lend("openVault", { path }),
      service.lend("readBackup", { path, id: "20261122T031455123Z-daily" }),
      api.backUpVault({ path, reason: "asked" }),
      api.listBackups({ path }),
    ])
      expect(await answer).toEqual({ ok: false, error: { code: "vault-missing" } });
    const files = [{ name: "x.csv", bytes }];
    expect(await api.stageRelease({ folder: home, files })).toMatchObject({
      error: { code: "release-path-refused" },
    });
    expect(await api.showFolder({ path: "/" })).toMatchObject({ error: { code: "release-path-refused" } });
    expect(shown).toEqual([]);
    await api.listVaults({});
    expect((await api.openVault({ path })).ok).toBe(true);
  });

  test("a door that was tried wrongly too often stays shut for a while, however the file is asked for", async () => {
    const path = join(home, "shop.kura");
    writeFileSync(path, "x");
    const { api } = service;
    expect(await api.noteWrongTry({ path })).toMatchObject({ error: { code: "vault-missing" } });
    await api.listVaults({});
    for (let i = 0; i < 4; i++)
      expect(await api.noteWrongTry({ path })).toEqual({ ok: true, value: { seconds: 0 } });
    expect((await api.openVault({ path })).ok).toBe(true);
    for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60])
      expect(await api.noteWrongTry({ path })).toEqual({ ok: true, value: { seconds } });
    for (const asked of [
      await api.openVault({ path }),
      await service.lend("openVault", { path }),
      await api.keychainFetch({ path }),
    ])
      expect(asked).toMatchObject({ ok: false, error: { code: "unlock-wait" } });
    await api.noteRightTry({ path });
    expect((await api.openVault({ path })).ok).toBe(true);
  });

  test("a released file cannot take a vault's name", async () => {
    const files = [{ name: "shop.KURA", bytes: new Uint8Array() }];
    expect(await service.api.stageRelease({ folder: join(home, "Released"), files })).toMatchObject({
      error: { code: "release-path-refused" },
    });
  });

  test("a host with dialogs asks the person, and never takes a typed path", async () => {
    const asked: string[] = [];
    const native = newService({
      native: true,
      chooseVault: (mode, suggested) => {
        asked.push(`${mode} ${suggested}`);
        return Promise.resolve(mode === "create" ? join(home, "picked") : undefined);
      },
    });
    const typedPath = "/etc/passwd";
    expect(await native.api.chooseVault({ mode: "create", suggestedName: "a", typedPath })).toEqual({
      ok: true,
      value: { path: join(home, "picked.kura") },
    });
    expect(await native.api.chooseVault({ mode: "open", suggestedName: "", typedPath })).toEqual({
      ok: true,
      value: null,
    });
    expect(await native.api.chooseReleaseFolder({ typedPath })).toEqual({ ok: true, value: null });
    expect(asked).toEqual([`create ${join(home, "a.kura")}`, `open ${join(home, "vault.kura")}`]);
  });

  test("a typed path is found from the vault folder, and a folder for releases from its own", async () => {
    const typed = async (typedPath: string): Promise<unknown> =>
      service.api.chooseVault({ mode: "open", suggestedName: "", typedPath });
    expect(await typed("shop")).toEqual({ ok: true, value: { path: join(home, "shop.kura") } });
    expect(await typed("~/shop.kura")).toEqual({ ok: true, value: { path: join(homedir(), "shop.kura") } });
    const folder = await service.api.chooseReleaseFolder({ typedPath: "spring" });
    expect(folder).toEqual({ ok: true, value: { path: join(home, "Released", "spring") } });
    await service.api.showFolder({ path: join(home, "Released", "spring") });
    expect(shown).toEqual([join(home, "Released", "spring")]);
  });

  test("what is no method or no argument of it is refused, whatever it is", async () => {
    for (const method of ["constructor", "__proto__", "toString", "", "hostinfo"])
      expect(await service.answer(method, {})).toEqual({ ok: false, error: { code: "bad-arguments" } });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...hostMethods), fc.anything(), async (method, input) => {
        const outcome = await service.answer(method, input);
        const takesNothing = [
          "hostInfo",
          "listVaults",
          "networkCount",
          "chooseReleaseFolder",
          "nextLockEvent",
        ].includes(method);
        if (!takesNothing) expect(outcome.ok).toBe(false);
      }),
      { numRuns: 1_000 },
    );
    expect(readdirSync(home)).toEqual([]);
  });
});

describe("folders and languages", () => {
  test("the home folder is asked for, or the user's own", () => {
    expect(defaultFolders("/srv/k")).toEqual({ vaults: "/srv/k", releases: join("/srv/k", "Released") });
    expect(defaultFolders("").vaults).toBe(join(homedir(), "Kurabito"));
    expect(typedToPath("~", "/base")).toBe(homedir());
    expect(typedToPath(" a/../b ", "/base")).toBe("/base/b");
  });

  test("a suggested name becomes one plain file name", () => {
    expect(vaultFileName("../../etc/passwd")).toBe("_.._etc_passwd.kura");
    expect(vaultFileName(" . ")).toBe("vault.kura");
    expect(vaultFileName("店舗.kura")).toBe("店舗.kura");
  });

  test("the system's languages are read from its locale", () => {
    expect(systemLanguages({ LANG: "ja_JP.UTF-8" })).toEqual(["ja-JP"]);
    expect(systemLanguages({ LANGUAGE: "ja:en_GB", LC_ALL: "C.UTF-8", LANG: "ja" })).toEqual(["ja", "en-GB"]);
    expect(systemLanguages({})).toHaveLength(1);
  });
});
