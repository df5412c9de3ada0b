import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { noReleases } from "../test/support/memory-releases.ts";
import { memoryVaultFile, type MemoryVaultFile } from "../test/support/memory-vault-file.ts";
import { sqliteWasm } from "../test/support/sqlite.ts";
import { fault } from "./base/fault.ts";
import { ok } from "./base/result.ts";
import { inlinePool } from "./pool/inline-pool.ts";
import { createService, type Service } from "./service.ts";
import type { StoredVault } from "./terms/vault-file.ts";

const first = "梅雨明けの商店街で傘を三本買う";
const second = "wagtail lantern oyster nineteen";
const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const wrong = fault("wrong-passphrase-or-damaged");

const services: Service[] = [];
let clock = Date.parse("2026-11-22T00:00:00Z");
function serviceOn(disk: MemoryVaultFile): Service {
  const notAsked = (): never => {
    throw new Error("nothing is released here");
  };
  const service = createService({
    vaultFile: disk,
    releases: noReleases(notAsked),
    models: inlinePool(),
    sqliteWasm,
    now: () => new Date(clock),
    emit: () => undefined,
  });
  services.push(service);
  return service;
}
afterEach(() => {
  for (const service of services.splice(0)) service.close();
});

/** What a vault is just after it was made: one for all tests, of which each changes a copy. */
let created: StoredVault;
beforeAll(async () => {
  const disk = memoryVaultFile();
  const { api } = serviceOn(disk);
  expect(await api.createVault({ passphrase: bytes(first), name: "店" })).toMatchObject({ ok: true });
  if (disk.stored === undefined) throw new Error("nothing was saved");
  created = disk.stored;
});

/** A vault that nobody has changed yet, open. */
async function made(): Promise<{ readonly disk: MemoryVaultFile; readonly api: Service["api"] }> {
  const disk = memoryVaultFile(structuredClone(created));
  const { api } = serviceOn(disk);
  expect(await api.unlockVault({ passphrase: bytes(first) })).toMatchObject({ ok: true });
  return { disk, api };
}

/** Opens the file anew, as another start of the program. */
const opened = (disk: MemoryVaultFile, passphrase: string) =>
  serviceOn(disk).api.unlockVault({ passphrase: bytes(passphrase) });

async function actions(api: Service["api"]): Promise<readonly string[]> {
  const listed = await api.listRecord({ offset: 0, limit: 50 });
  return listed.ok ? listed.value.lines.map((line) => line.action) : [];
}

describe("changing the passphrase", () => {
  test("the new one opens the file, the old one does not, and everything is under a new salt and key", async () => {
    const { disk, api } = await made();
    const before = disk.stored?.bytes.slice() ?? new Uint8Array();
    const given = { current: bytes(first), next: bytes(second) };
    expect(await api.changePassphrase(given)).toEqual(ok(null));
    for (const secret of Object.values(given)) expect(secret.every((byte) => byte === 0)).toBe(true);
    expect(await opened(disk, first)).toEqual(wrong);
    expect(await opened(disk, second)).toMatchObject({ ok: true, value: { name: "店" } });
    const after = disk.stored?.bytes ?? new Uint8Array();
    expect(after.slice(0, 16)).not.toEqual(before.slice(0, 16));
    for (let page = 0; page < Math.min(before.length, after.length) / 4096; page++)
      expect(after.slice(page * 4096 + 16, page * 4096 + 64)).not.toEqual(
        before.slice(page * 4096 + 16, page * 4096 + 64),
      );
  });

  test("makes a backup first, which the old passphrase opens, and is recorded without either", async () => {
    const { disk, api } = await made();
    await api.changePassphrase({ current: bytes(first), next: bytes(second) });
    expect(disk.backups.map(({ entry }) => entry.reason)).toContain("passphrase");
    const backup = disk.backups.find(({ entry }) => entry.reason === "passphrase")?.stored;
    expect(await opened(memoryVaultFile(backup), first)).toMatchObject({ ok: true });
    const listed = await api.listRecord({ offset: 0, limit: 50 });
    expect(JSON.stringify(listed)).toContain('"passphrase-changed"');
    for (const secret of [first, second]) expect(JSON.stringify(listed)).not.toContain(secret);
  });

  test("the record's chain goes on over it, twice, here and after opening again", async () => {
    const { disk, api } = await made();
    await api.changePassphrase({ current: bytes(first), next: bytes(second) });
    await api.saveVaultSettings({ autoLock: 5 });
    await api.changePassphrase({ current: bytes(second), next: bytes(first) });
    await api.saveVaultSettings({ autoLock: 30 });
    const lines = (await actions(api)).length;
    expect(await api.verifyRecord({})).toEqual(ok({ lines, intact: true }));
    const again = serviceOn(disk).api;
    expect((await again.unlockVault({ passphrase: bytes(first) })).ok).toBe(true);
    expect(await again.verifyRecord({})).toEqual(ok({ lines, intact: true }));
    expect(await again.checkVault({})).toMatchObject(ok({ damagedPages: 0, integrity: "ok" }));
  });

  test("a wrong, missing or weak passphrase changes nothing", async () => {
    const { disk, api } = await made();
    const before = disk.stored;
    expect(await api.changePassphrase({ current: bytes(second), next: bytes(second) })).toEqual(wrong);
    expect(await api.changePassphrase({ next: bytes(second) })).toEqual(wrong);
    expect(await api.changePassphrase({ current: bytes(first), next: bytes("password1234") })).toEqual(
      fault("passphrase-too-weak"),
    );
    expect(disk.stored).toBe(before);
    expect(disk.backups).toEqual([]);
  });

  test("a disk that is full keeps the old passphrase, says nothing false in the record, and can be tried again", async () => {
    const { disk, api } = await made();
    disk.full = true;
    expect(await api.changePassphrase({ current: bytes(first), next: bytes(second) })).toEqual(
      fault("save-failed-disk-full"),
    );
    disk.full = false;
    expect(await api.saveVaultSettings({ autoLock: 1 })).toEqual(ok(null));
    expect(await actions(api)).not.toContain("passphrase-changed");
    expect(await api.verifyRecord({})).toMatchObject({ value: { intact: true } });
    expect(await opened(disk, first)).toMatchObject({ ok: true });
    expect(await api.changePassphrase({ current: bytes(first), next: bytes(second) })).toEqual(ok(null));
    expect(await opened(disk, second)).toMatchObject({ ok: true });
  });
});

describe("the recovery kit", () => {
  test("opens the vault without its passphrase, which can then be set anew, and is worth nothing afterwards", async () => {
    const { disk, api } = await made();
    expect(await api.recoveryKit({ passphrase: bytes(second) })).toEqual(wrong);
    const kit = await api.recoveryKit({ passphrase: bytes(first) });
    if (!kit.ok) throw new Error(kit.error.code);
    expect(kit.value).toMatchObject({ vaultName: "店", at: "2026-11-22T00:00:00.000Z" });
    expect(kit.value.hex).toMatch(/^[0-9a-f]{64}$/);
    expect(await actions(api)).toContain("recovery-kit");
    expect(JSON.stringify(await api.listRecord({ offset: 0, limit: 50 }))).not.toContain(kit.value.code);

    const found = serviceOn(disk).api;
    expect(await found.unlockWithRecoveryCode({ code: bytes(kit.value.code.slice(1)) })).toEqual(
      fault("recovery-code-mistyped"),
    );
    expect(await found.unlockWithRecoveryCode({ code: bytes(kit.value.code) })).toMatchObject({ ok: true });
    expect(await found.changePassphrase({ next: bytes(second) })).toEqual(ok(null));
    // Only right after a recovery code has opened it.
    expect(await found.changePassphrase({ next: bytes(first) })).toEqual(wrong);
    expect(await opened(disk, second)).toMatchObject({ ok: true });
    expect(await serviceOn(disk).api.unlockWithRecoveryCode({ code: bytes(kit.value.code) })).toEqual(wrong);
  });

  test("stands for the passphrase when it is changed", async () => {
    const { disk, api } = await made();
    const kit = await api.recoveryKit({ passphrase: bytes(first) });
    const code = kit.ok ? kit.value.code : "";
    expect(await api.changePassphrase({ current: bytes(code), next: bytes(second) })).toEqual(ok(null));
    expect(await opened(disk, second)).toMatchObject({ ok: true });
  });
});

describe("the keychain's item", () => {
  test("opens the vault until the passphrase is changed; halves of two items open nothing", async () => {
    const { disk, api } = await made();
    expect(await api.wrapForKeychain({ passphrase: bytes(second) })).toEqual(wrong);
    const wrapped = await api.wrapForKeychain({ passphrase: bytes(first) });
    const other = await api.wrapForKeychain({ passphrase: bytes(first) });
    if (!wrapped.ok || !other.ok) throw new Error("not wrapped");
    const copy = (item: typeof wrapped.value) => ({
      secret: item.secret.slice(),
      wrapped: item.wrapped.slice(),
    });
    expect(
      await serviceOn(disk).api.unlockWithKeychain({ ...copy(wrapped.value), secret: other.value.secret }),
    ).toEqual(fault("keychain-failed"));
    expect(await serviceOn(disk).api.unlockWithKeychain(copy(wrapped.value))).toMatchObject({ ok: true });
    await api.changePassphrase({ current: bytes(first), next: bytes(second) });
    expect(await serviceOn(disk).api.unlockWithKeychain(copy(wrapped.value))).toEqual(wrong);
  });

  test("the record says when the keychain was given a key, and when that was taken away", async () => {
    const { disk, api } = await made();
    expect(await api.wrapForKeychain({ passphrase: bytes(first) })).toMatchObject({ ok: true });
    expect(await actions(api)).not.toContain("keychain-off");
    expect(await api.noteKeychainOff({})).toEqual(ok(null));
    expect((await actions(api)).slice(0, 2)).toEqual(["keychain-off", "keychain-on"]);
    const again = serviceOn(disk).api;
    expect((await again.unlockVault({ passphrase: bytes(first) })).ok).toBe(true);
    expect(await actions(again)).toContain("keychain-off");
  });
});

test("how long a vault waits before it locks is kept in it", async () => {
  const { disk, api } = await made();
  expect(await api.vaultSettings({})).toEqual(ok({ autoLock: 10 }));
  expect(await api.saveVaultSettings({ autoLock: 0 })).toEqual(ok(null));
  const again = serviceOn(disk).api;
  expect((await again.unlockVault({ passphrase: bytes(first) })).ok).toBe(true);
  expect(await again.vaultSettings({})).toEqual(ok({ autoLock: 0 }));
  const odd = again.saveVaultSettings as (input: unknown) => Promise<unknown>;
  expect(await odd({ autoLock: 7 })).toEqual(fault("bad-arguments"));
});

test("after five wrong tries the door stays shut a while, for the right passphrase too, and a code", async () => {
  const { disk } = await made();
  const { api } = serviceOn(disk);
  for (let i = 0; i < 5; i++) expect(await api.unlockVault({ passphrase: bytes(second) })).toEqual(wrong);
  const waiting = fault("unlock-wait", { seconds: 1 });
  expect(await api.unlockVault({ passphrase: bytes(first) })).toEqual(waiting);
  expect(await api.unlockWithRecoveryCode({ code: bytes("0".repeat(56)) })).toEqual(waiting);
  clock += 1000;
  expect(await api.unlockVault({ passphrase: bytes(second) })).toEqual(wrong);
  expect(await api.unlockVault({ passphrase: bytes(first) })).toEqual(fault("unlock-wait", { seconds: 2 }));
  clock += 2000;
  expect(await api.unlockVault({ passphrase: bytes(first) })).toMatchObject({ ok: true });
});
