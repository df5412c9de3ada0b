import { afterEach, describe, expect, test } from "vitest";
import { noReleases } from "../test/support/memory-releases.ts";
import { memoryVaultFile, type MemoryVaultFile } from "../test/support/memory-vault-file.ts";
import { sqliteWasm } from "../test/support/sqlite.ts";
import { fault, type Outcome } from "./base/fault.ts";
import { ok } from "./base/result.ts";
import { connectVault, type StartMessage, type VaultConnection } from "./connect.ts";
import { inputs, type VaultApi } from "./contract.ts";
import { hostPort } from "../renderer/bridge/host-port.ts";
import { inlinePool } from "./pool/inline-pool.ts";
import type { ServicePorts } from "./ports.ts";
import { createService } from "./service.ts";
import { startOnPorts } from "./start-worker.ts";
import type { ServiceEvent } from "./terms/event.ts";

const passphrase = (): Uint8Array<ArrayBuffer> => new TextEncoder().encode("梅雨明けの商店街で傘を三本買う");

function portsOn(disk: MemoryVaultFile): ServicePorts {
  const notAsked = (): never => {
    throw new Error("canary 4111-1111");
  };
  return {
    vaultFile: disk,
    releases: noReleases(notAsked),
    models: inlinePool(),
    sqliteWasm,
    now: () => new Date("2026-11-21T00:00:00Z"),
    emit: () => undefined,
  };
}

describe("the service", () => {
  test("answers for every method of the contract and nothing else, frozen and without a prototype", () => {
    const { api } = createService(portsOn(memoryVaultFile()));
    expect(Object.keys(api).sort()).toEqual(Object.keys(inputs).sort());
    expect(Object.isFrozen(api)).toBe(true);
    expect(Object.getPrototypeOf(api)).toBeNull();
  });

  test("says the vault is locked for everything but its two doors", async () => {
    const { api } = createService(portsOn(memoryVaultFile()));
    for (const name of ["vaultInfo", "overview", "listSegments", "listRecord", "consentSummary"] as const) {
      const input = { offset: 0, limit: 1 };
      const asked = name === "listSegments" ? { language: "ja" } : name === "listRecord" ? input : {};
      const method = api[name] as (input: object) => Promise<Outcome<unknown>>;
      expect(await method(asked)).toMatchObject({ error: { code: "vault-locked" } });
    }
  });

  test("refuses arguments that are not what the contract says", async () => {
    const { api } = createService(portsOn(memoryVaultFile()));
    const ask = api.unlockVault as (input: unknown) => Promise<Outcome<unknown>>;
    for (const input of [
      undefined,
      null,
      1,
      {},
      { passphrase: "text" },
      { passphrase: passphrase(), more: 1 },
    ])
      expect(await ask(input)).toEqual(fault("bad-arguments"));
  });

  test("makes a vault only under a strong passphrase, and wipes the bytes it was given", async () => {
    const disk = memoryVaultFile();
    const service = createService(portsOn(disk));
    const weak = new TextEncoder().encode("password1234");
    expect(await service.api.createVault({ passphrase: weak, name: "店" })).toEqual(
      fault("passphrase-too-weak"),
    );
    expect(weak.every((byte) => byte === 0)).toBe(true);
    expect(disk.stored).toBeUndefined();
    const strong = passphrase();
    expect(await service.api.createVault({ passphrase: strong, name: "店" })).toMatchObject({
      ok: true,
      value: { name: "店", customers: 0 },
    });
    expect(strong.every((byte) => byte === 0)).toBe(true);
    expect(await service.api.unlockVault({ passphrase: passphrase() })).toEqual(fault("vault-in-use"));
    service.close();
    expect(await service.api.vaultInfo({})).toEqual(fault("vault-locked"));
    expect(await service.api.unlockVault({ passphrase: passphrase() })).toMatchObject({ ok: true });
    service.close();
  });

  test("a vault that could not be saved was not made", async () => {
    const disk = memoryVaultFile();
    disk.full = true;
    const { api } = createService(portsOn(disk));
    const make = () => api.createVault({ passphrase: passphrase(), name: "店" });
    expect(await make()).toEqual(fault("save-failed-disk-full"));
    expect(await api.vaultInfo({})).toEqual(fault("vault-locked"));
    disk.full = false;
    expect(await make()).toMatchObject({ ok: true });
  });

  test("an unforeseen exception is told as nothing but its kind", async () => {
    const ports = portsOn(memoryVaultFile());
    const { api } = createService({
      ...ports,
      vaultFile: { ...ports.vaultFile, read: () => Promise.reject(new Error("canary 4111-1111")) },
    });
    const outcome = await api.unlockVault({ passphrase: passphrase() });
    expect(outcome).toEqual(fault("internal"));
  });
});

describe("through the window's connection", () => {
  let connection: VaultConnection | undefined;
  afterEach(() => connection?.lock());

  function connected(disk: MemoryVaultFile): { api: VaultApi; events: ServiceEvent[] } {
    const worker = {
      postMessage: (message: unknown) => {
        startOnPorts(message as StartMessage, { models: inlinePool(), sqliteWasm });
      },
      terminate: () => undefined,
    };
    const host = hostPort(
      {
        openVault: () =>
          Promise.resolve(disk.stored ? ok(structuredClone(disk.stored)) : fault("vault-missing")),
        leaseVault: () =>
          Promise.resolve(disk.stored ? ok(structuredClone(disk.stored)) : fault("vault-missing")),
        leaseBackup: ({ id }) => disk.readBackup(id),
        renewLease: () => Promise.resolve(fault("file-unreadable")),
        endLease: () => Promise.resolve(ok(null)),
        saveVault: (whole) => disk.write(whole),
        commitVault: (commit) => disk.commit(commit),
        settleVault: ({ rollBack }) => disk.settle(rollBack),
        backUpVault: ({ reason }) => disk.backUp(reason),
        listBackups: () => disk.listBackups(),
        readBackup: ({ id }) => disk.readBackup(id),
        dropBackup: ({ id }) => disk.dropBackup(id),
        readErasureLog: () => Promise.resolve(ok({})),
        writeErasureLog: () => Promise.resolve(ok(null)),
        saveConflictCopy: (whole) => disk.saveConflictCopy(whole),
        stageRelease: () => Promise.resolve(ok({ token: "t" })),
        beginRelease: () => Promise.resolve(ok({ token: "t" })),
        appendRelease: () => Promise.resolve(ok(null)),
        finishRelease: () => Promise.resolve(ok(null)),
        publishRelease: () => Promise.resolve(ok({ paths: [] })),
        discardRelease: () => Promise.resolve(ok(null)),
      },
      "shop.kura",
    );
    connection = connectVault(worker, host);
    const events: ServiceEvent[] = [];
    connection.onEvent((event) => events.push(event));
    return { api: connection.api, events };
  }

  test("a vault is made, changed, saved and opened again", async () => {
    const disk = memoryVaultFile();
    const first = connected(disk);
    expect(await first.api.createVault({ passphrase: passphrase(), name: "店" })).toMatchObject({ ok: true });
    const saved = await first.api.saveSegment({ name: "全員", definition: { groups: [] } });
    expect(saved).toMatchObject({ ok: true, value: { name: "全員" } });
    expect(await first.api.checkVault({})).toMatchObject({
      ok: true,
      value: { damagedPages: 0, integrity: "ok", record: { intact: true } },
    });
    expect(first.events.map((event) => event.kind)).toEqual([
      "changed",
      "saving",
      "saved",
      "changed",
      "saving",
      "saved",
    ]);
    connection?.lock();
    const second = connected(disk);
    expect(await second.api.unlockVault({ passphrase: new TextEncoder().encode("wrong") })).toEqual(
      fault("wrong-passphrase-or-damaged"),
    );
    expect(await second.api.unlockVault({ passphrase: passphrase() })).toMatchObject({ ok: true });
    expect(await second.api.listSegments({ language: "ja" })).toMatchObject({ value: [{ name: "全員" }] });
    expect(await second.api.verifyRecord({})).toMatchObject({ ok: true, value: { intact: true } });
  });
});
