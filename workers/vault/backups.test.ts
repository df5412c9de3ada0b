import { afterEach, describe, expect, test } from "vitest";
import { memoryVaultFile, type MemoryVaultFile } from "../../test/support/memory-vault-file.ts";
import { sqliteForTests, sqliteWasm } from "../../test/support/sqlite.ts";
import type { Fault } from "../base/fault.ts";
import type { ServiceEvent } from "../terms/event.ts";
import type { StoredVault } from "../terms/vault-file.ts";
import { deriveVaultKey } from "./key.ts";
import { foundation } from "./migrations/0001-foundation.ts";
import { latestVersion } from "./migrations/index.ts";
import type { VaultPorts } from "./open-session.ts";
import { createVault, openVault } from "./open-vault.ts";
import { encryptImage, newSalt, seedImage } from "./page-codec.ts";
import { SqliteDatabase } from "./sqlite.ts";
import type { Vault } from "./vault.ts";

const secret = "七転び八起き correct horse";
const passphrase = (): Uint8Array => new TextEncoder().encode(secret);

interface Desk extends VaultPorts {
  readonly vaultFile: MemoryVaultFile;
  readonly events: ServiceEvent[];
  today: Date;
}

const opened: Vault[] = [];
afterEach(() => {
  for (const vault of opened.splice(0)) vault.close();
});

function desk(): Desk {
  const ports: Desk = {
    vaultFile: memoryVaultFile(undefined, () => ports.today),
    events: [],
    sqliteWasm,
    today: new Date(2026, 10, 1, 9),
    now: () => ports.today,
    emit: (event) => ports.events.push(event),
  };
  return ports;
}

async function made(ports: VaultPorts): Promise<Vault> {
  const vault = await createVault(ports, passphrase(), { name: "店", sample: false });
  if (!vault.ok) throw new Error(vault.error.code);
  opened.push(vault.value);
  return vault.value;
}

async function reopened(ports: VaultPorts): Promise<Vault> {
  for (const vault of opened.splice(0)) vault.close();
  const vault = await openVault(ports, passphrase());
  if (!vault.ok) throw new Error(vault.error.code);
  opened.push(vault.value);
  return vault.value;
}

async function addSegment(vault: Vault, name: string): Promise<void> {
  const done = await vault.change(["segments"], () => {
    vault.db.run("INSERT INTO segments (name, definition, created_at) VALUES (?, '{}', '')", [name]);
  });
  if (!done.ok) throw new Error(done.error.code);
}

async function listed(vault: Vault) {
  const list = await vault.backups.list();
  if (!list.ok) throw new Error(list.error.code);
  return list.value;
}

const failures = (ports: Desk): readonly Fault[] =>
  ports.events.flatMap((event) => (event.kind === "backup-failed" ? [event.fault] : []));

function flip(stored: StoredVault, at: number): void {
  stored.bytes[at] = (stored.bytes[at] ?? 0) ^ 1;
}

describe("the backups of an open vault", () => {
  test("the first write of a day makes one, of the file before it; the others do not", async () => {
    const ports = desk();
    await made(ports);
    ports.today = new Date(2026, 10, 2, 9);
    const vault = await reopened(ports);
    const before = ports.vaultFile.stored?.bytes.slice();
    await addSegment(vault, "一");
    await addSegment(vault, "二");
    expect(ports.vaultFile.backups.map(({ entry }) => entry.reason)).toEqual(["daily"]);
    expect(ports.vaultFile.backups[0]?.stored.bytes).toEqual(before);
    ports.today = new Date(2026, 10, 3, 0, 1);
    await addSegment(vault, "三");
    expect(ports.vaultFile.backups).toHaveLength(2);
  });

  test("one made by hand is the day's, and opening the vault again makes no second one", async () => {
    const ports = desk();
    await made(ports);
    const vault = await reopened(ports);
    expect(await vault.backups.backUp("asked")).toMatchObject({
      ok: true,
      value: { state: "sound", reason: "asked", earlierPassphrase: false },
    });
    await addSegment(vault, "一");
    await addSegment(await reopened(ports), "二");
    expect(ports.vaultFile.backups).toHaveLength(1);
  });

  test("a save does not wait for the reading back; what it shows is kept in the vault", async () => {
    const ports = desk();
    await made(ports);
    ports.today = new Date(2026, 10, 2, 9);
    const vault = await reopened(ports);
    await addSegment(vault, "一");
    expect((await listed(vault)).map(({ state }) => state)).toEqual(["unchecked"]);
    await vault.backups.settled();
    expect((await listed(vault)).map(({ state }) => state)).toEqual(["sound"]);
    const again = await reopened(ports);
    expect((await listed(again)).map(({ state }) => state)).toEqual(["sound"]);
    expect(failures(ports)).toEqual([]);
  });

  test("a copy that is damaged is told, not counted, and the next save makes another", async () => {
    const ports = desk();
    await made(ports);
    ports.today = new Date(2026, 10, 2, 9);
    const vault = await reopened(ports);
    await addSegment(vault, "一");
    const copy = ports.vaultFile.backups[0]?.stored;
    if (copy === undefined) throw new Error("no backup was made");
    flip(copy, 5000);
    await vault.backups.settled();
    expect(failures(ports)).toMatchObject([{ code: "backup-damaged", details: { damaged: 1 } }]);
    expect((await listed(vault)).map(({ state }) => state)).toEqual(["damaged"]);
    await addSegment(vault, "二");
    expect(ports.vaultFile.backups).toHaveLength(1);
    ports.today = new Date(2026, 10, 2, 10);
    await addSegment(vault, "三");
    await vault.backups.settled();
    expect((await listed(vault)).map(({ state }) => state)).toEqual(["sound", "damaged"]);
  });

  test("a copy that cannot be made does not stop the save, and is tried again", async () => {
    const ports = desk();
    await made(ports);
    ports.today = new Date(2026, 10, 2, 9);
    const vault = await reopened(ports);
    const { backUp } = ports.vaultFile;
    ports.vaultFile.backUp = () =>
      Promise.resolve({ ok: false, error: { code: "save-failed-disk-full" } as const });
    await addSegment(vault, "一");
    expect(failures(ports)).toEqual([{ code: "backup-not-made" }]);
    ports.vaultFile.backUp = backUp;
    ports.today = new Date(2026, 10, 2, 12);
    await addSegment(vault, "二");
    expect(ports.vaultFile.backups).toHaveLength(1);
  });

  test("two weeks of work leave three recent ones and a week of days, each of them sound", async () => {
    const ports = desk();
    await made(ports);
    const vault = await reopened(ports);
    for (let day = 2; day <= 15; day++) {
      ports.today = new Date(2026, 10, day, 9);
      await addSegment(vault, `${String(day)}日`);
      await vault.backups.settled();
    }
    const days = ports.vaultFile.backups.map(({ entry }) => new Date(entry.at).getDate());
    expect(days).toEqual([15, 14, 13, 12, 11, 10, 9]);
    expect((await listed(vault)).every(({ state }) => state === "sound")).toBe(true);
  });

  test("an older page put into a backup is noticed, though every page is authentic", async () => {
    const ports = desk();
    const vault = await made(ports);
    await addSegment(vault, "一");
    const older = ports.vaultFile.stored?.bytes.slice();
    await addSegment(vault, "二");
    await vault.backups.backUp("asked");
    const copy = ports.vaultFile.backups[0]?.stored;
    if (copy === undefined || older === undefined) throw new Error("no backup was made");
    const pages = Array.from({ length: older.length / 4096 }, (_, page) => page * 4096);
    const differs = pages.filter((at) =>
      older.subarray(at, at + 4096).some((byte, i) => byte !== copy.bytes[at + i]),
    );
    const [at = 0] = differs.filter((page) => page > 0);
    copy.bytes.set(older.subarray(at, at + 4096), at);
    const again = await reopened(ports);
    again.db.run("DELETE FROM settings WHERE key = 'backup_marks'");
    await again.backups.settled();
    expect((await listed(again)).map(({ state }) => state)).not.toContain("sound");
  });
});

/** A vault as the first release made it: schema 1, and nothing beside it. */
async function firstRelease(): Promise<Uint8Array> {
  const db = new SqliteDatabase(await sqliteForTests(), seedImage());
  db.run(foundation);
  db.run("PRAGMA user_version = 1");
  const settings = { vault_id: crypto.randomUUID(), name: "店", created_at: "2026-01-01T00:00:00.000Z" };
  for (const [key, value] of Object.entries({ ...settings, sample: "0", pseudonym_key: "ab".repeat(32) }))
    db.run("INSERT INTO settings (key, value) VALUES (?, ?)", [key, value]);
  const image = db.exportImage();
  db.close();
  const key = await deriveVaultKey(passphrase(), newSalt());
  const bytes = await encryptImage(key, image);
  key.close();
  return bytes;
}

test.skipIf(latestVersion === 1)(
  "a vault of an older form is kept as it was before it is moved",
  async () => {
    const ports = desk();
    const bytes = await firstRelease();
    ports.vaultFile.stored = { bytes: bytes.slice(), manifests: [] };
    const vault = await reopened(ports);
    expect(vault.info().schemaVersion).toBe(latestVersion);
    expect(ports.vaultFile.backups.map(({ entry }) => entry.reason)).toEqual(["migration"]);
    expect(ports.vaultFile.backups[0]?.stored.bytes).toEqual(bytes);
  },
);

test.skipIf(latestVersion === 1)("without that copy, an older vault is not moved", async () => {
  const ports = desk();
  const bytes = await firstRelease();
  ports.vaultFile.stored = { bytes: bytes.slice(), manifests: [] };
  ports.vaultFile.backUp = () =>
    Promise.resolve({ ok: false, error: { code: "save-failed-disk-full" } as const });
  expect((await openVault(ports, passphrase())).ok).toBe(false);
  expect(ports.vaultFile.stored.bytes).toEqual(bytes);
});
