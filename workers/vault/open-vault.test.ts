import { describe, expect, test } from "vitest";
import { memoryPorts } from "../../test/support/vault-ports.ts";
import { fault } from "../base/fault.ts";
import { Cancelled, unwatched } from "../base/job.ts";
import { Refused } from "../base/refused.ts";
import { ok } from "../base/result.ts";
import { deriveVaultKey } from "./key.ts";
import { latestVersion } from "./migrations/index.ts";
import { createVault, openVault, type VaultPorts } from "./open-vault.ts";
import { decryptImage, encryptImage, saltOf } from "./page-codec.ts";
import { imageConnection } from "./pages/connection.ts";
import { loadSqlite } from "./sqlite-module.ts";
import { SqliteDatabase } from "./sqlite.ts";
import type { Vault } from "./vault.ts";

const passphrase = (): Uint8Array => new TextEncoder().encode("七転び八起き correct horse");

async function made(ports: VaultPorts): Promise<Vault> {
  const vault = await createVault(ports, passphrase(), { name: "店", sample: false });
  if (!vault.ok) throw new Error(vault.error.code);
  return vault.value;
}

async function reopened(ports: VaultPorts): Promise<Vault> {
  const vault = await openVault(ports, passphrase());
  if (!vault.ok) throw new Error(vault.error.code);
  return vault.value;
}

const addSegment = (vault: Vault, name: string): void => {
  vault.db.run("INSERT INTO segments (name, definition, created_at) VALUES (?, '{}', '')", [name]);
};
const segments = (vault: Vault): number => vault.db.count("SELECT count(*) FROM segments");

describe.each([true, false])("a vault, its pages on demand: %s", (onDemand) => {
  test("loading checks references at the end, and from then on row by row again", async () => {
    const vault = await made(memoryPorts(onDemand));
    const order = (customer: number): void => {
      vault.db.run(
        "INSERT INTO orders (customer_id, source, day, amount, currency, import_id) VALUES (?, 'shop', 1, 1, 'JPY', 1)",
        [customer],
      );
    };
    const loaded = await vault.change(
      ["people"],
      () => {
        order(1);
        vault.db.run("INSERT INTO customers (id, import_id, source) VALUES (1, 1, 'shop')");
      },
      { loading: true },
    );
    expect(loaded.ok).toBe(true);
    await expect(vault.change(["people"], () => order(2), { loading: true })).rejects.toThrow(
      "orders.customer_id",
    );
    expect(vault.db.count("SELECT count(*) FROM orders")).toBe(1);
    await expect(vault.change(["people"], () => order(2))).rejects.toThrow("FOREIGN KEY");
    vault.close();
  });

  test("keeps what was changed, and says saved only after the file was written", async () => {
    const ports = memoryPorts(onDemand);
    const vault = await made(ports);
    ports.events.length = 0;
    const done = await vault.change(["segments"], (note) => {
      addSegment(vault, "常連");
      note({ gate: "release", action: "segment-saved", payload: { people: 3 } });
      return 7;
    });
    expect(done).toEqual(ok(7));
    expect(ports.events.map((event) => event.kind)).toEqual(["changed", "saving", "saved"]);
    const again = await reopened(ports);
    expect(again.db.rows("SELECT name FROM segments")).toEqual([{ name: "常連" }]);
    expect(again.info()).toMatchObject({
      name: "店",
      sample: false,
      schemaVersion: latestVersion,
      customers: 0,
    });
    expect(again.verifyRecord(unwatched)).toEqual({ lines: 2, intact: true });
    expect(again.pseudonym("a")).toBe(vault.pseudonym("a"));
    expect(again.pseudonym("a")).toMatch(/^[0-9a-f]{64}$/);
  });

  test("a wrong passphrase opens nothing and writes nothing", async () => {
    const ports = memoryPorts(onDemand);
    await made(ports);
    const before = ports.file?.slice();
    expect(await openVault(ports, new TextEncoder().encode("七転び八起き correct horsf"))).toEqual(
      fault("wrong-passphrase-or-damaged"),
    );
    expect(ports.file).toEqual(before);
  });

  test("what throws inside a change takes everything back", async () => {
    const ports = memoryPorts(onDemand);
    const vault = await made(ports);
    const before = ports.file;
    const failing = (error: Error) =>
      vault.change(["segments"], async () => {
        addSegment(vault, "x");
        await Promise.resolve();
        throw error;
      });
    expect(await failing(new Cancelled())).toEqual(fault("cancelled"));
    expect(await failing(new Refused("segment-name-taken"))).toEqual(fault("segment-name-taken"));
    await expect(failing(new TypeError("a bug"))).rejects.toThrow("a bug");
    expect(segments(vault)).toBe(0);
    expect(ports.file).toBe(before);
    expect(vault.verifyRecord(unwatched).lines).toBe(1);
  });

  test("changes asked for together happen one after the other", async () => {
    const vault = await made(memoryPorts(onDemand));
    const seen: boolean[] = [];
    const all = await Promise.all(
      ["a", "b", "c"].map((name) =>
        vault.change(["segments"], async () => {
          const before = segments(vault);
          await new Promise((resolve) => setTimeout(resolve, 1));
          addSegment(vault, name);
          seen.push(segments(vault) === before + 1 && vault.changing);
        }),
      ),
    );
    expect(all.every((done) => done.ok)).toBe(true);
    expect(seen).toEqual([true, true, true]);
    expect(vault.changing).toBe(false);
  });

  test("a full disk leaves the old file whole, and saving again succeeds", async () => {
    const ports = memoryPorts(onDemand);
    const vault = await made(ports);
    const before = ports.file;
    ports.vaultFile.full = true;
    expect(await vault.change(["segments"], () => addSegment(vault, "a"))).toEqual(
      fault("save-failed-disk-full"),
    );
    expect(ports.file).toBe(before);
    expect(segments(vault)).toBe(1);
    expect(await vault.save()).toEqual(fault("save-failed-disk-full"));
    ports.vaultFile.full = false;
    expect(await vault.save()).toEqual(ok(null));
    expect(segments(await reopened(ports))).toBe(1);
  });

  test("creating where a vault is, or opening where none is, is refused", async () => {
    const ports = memoryPorts(onDemand);
    expect(await openVault(ports, passphrase())).toEqual(fault("vault-missing"));
    await made(ports);
    expect(await createVault(ports, passphrase(), { name: "b", sample: false })).toEqual(
      fault("vault-exists"),
    );
  });

  test("files that are no vault are told apart by their shape only", async () => {
    const ports = memoryPorts(onDemand);
    for (const bytes of [new Uint8Array(0), new Uint8Array(100), new Uint8Array(4097)]) {
      ports.file = bytes;
      expect(await openVault(ports, passphrase())).toEqual(fault("not-a-vault"));
    }
    ports.file = new Uint8Array(8192);
    expect(await openVault(ports, passphrase())).toEqual(fault("wrong-passphrase-or-damaged"));
  });

  test("a vault of a newer program is refused and left as it is", async () => {
    const ports = memoryPorts(onDemand);
    const vault = await made(ports);
    vault.db.run("PRAGMA user_version = 99");
    await vault.rebuild();
    const before = ports.file?.slice();
    expect(await openVault(ports, passphrase())).toEqual(
      fault("vault-newer-than-program", { vault: 99, program: latestVersion }),
    );
    expect(ports.file).toEqual(before);
  });

  test("a newer program's vault is told apart even where its tables are others, and one left in WAL mode opens", async () => {
    const ports = memoryPorts(onDemand);
    const vault = await made(ports);
    addSegment(vault, "前");
    await vault.rebuild();
    const rewritten = async (change: (image: Uint8Array<ArrayBuffer>) => Uint8Array): Promise<void> => {
      const file = ports.file ?? new Uint8Array(0);
      const key = await deriveVaultKey(passphrase(), saltOf(file));
      const image = await decryptImage(key, file);
      if (image === undefined) throw new Error("the vault of this test does not decrypt");
      ports.vaultFile.stored = { bytes: await encryptImage(key, change(image)), manifests: [] };
    };
    await rewritten((image) => image.fill(2, 18, 20));
    const opened = await openVault(ports, passphrase(), { acceptChanged: true });
    expect(opened.ok && segments(opened.value)).toBe(1);
    if (opened.ok) expect((await opened.value.rebuild()).ok).toBe(true);
    const sqlite = await loadSqlite(ports.sqliteWasm);
    await rewritten((image) => {
      const db = new SqliteDatabase(sqlite, imageConnection(sqlite, image));
      db.run("ALTER TABLE record RENAME COLUMN mac TO seal; PRAGMA user_version = 99");
      const newer = db.exportImage();
      db.close();
      return newer;
    });
    expect(await openVault(ports, passphrase())).toMatchObject(
      fault("vault-newer-than-program", { vault: 99 }),
    );
  });

  test("a check counts damaged pages of the saved file", async () => {
    const ports = memoryPorts(onDemand);
    const vault = await made(ports);
    const sound = await vault.check(unwatched);
    expect(sound).toMatchObject({ ok: true, value: { damagedPages: 0, integrity: "ok" } });
    const file = ports.file;
    if (!file) throw new Error("no file");
    file[4096 * 3 + 5] = (file[4096 * 3 + 5] ?? 0) ^ 1;
    expect(await vault.check(unwatched)).toMatchObject({ ok: true, value: { damagedPages: 1 } });
  });
});
