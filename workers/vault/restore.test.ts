import { beforeAll, describe, expect, test } from "vitest";
import {
  backupMaterials,
  backupPassphrase,
  placeWithBackup,
  portsOver,
  segmentsOf,
} from "../../test/support/backup-materials.ts";
import type { Materials } from "../../test/support/damaged-backups.ts";
import type { MemoryVaultFile } from "../../test/support/memory-vault-file.ts";
import { unwatched } from "../base/job.ts";
import type { StoredVault } from "../terms/vault-file.ts";
import { openVault } from "./open-vault.ts";
import { restoreVault } from "./restore.ts";
import type { Vault } from "./vault.ts";

let materials: Materials;

beforeAll(async () => {
  materials = await backupMaterials();
});

const restore = (file: MemoryVaultFile, acceptUnvouched = false, backupId = "one") =>
  restoreVault(portsOver(file), { backupId, passphrase: backupPassphrase(), acceptUnvouched });

async function restored(file: MemoryVaultFile, acceptUnvouched = false): Promise<Vault> {
  const done = await restore(file, acceptUnvouched);
  if (!done.ok) throw new Error(done.error.code);
  return done.value;
}

const counter = (stored: StoredVault | undefined): number =>
  (JSON.parse(new TextDecoder().decode(stored?.manifests[0])) as { counter: number }).counter;

describe("restoring", () => {
  test("puts the backup in the vault's place, the present file aside, and says so in the record", async () => {
    const file = placeWithBackup(materials, materials.sound);
    const present = structuredClone(file.stored);
    const vault = await restored(file);
    expect(segmentsOf(vault)).toEqual(["一"]);
    expect(file.counts).toEqual({ wholes: 1, commits: 0 });
    expect(file.backups[0]).toMatchObject({ entry: { reason: "restore" }, stored: present });
    expect(vault.db.first("SELECT action, payload FROM record ORDER BY seq DESC LIMIT 1")).toEqual({
      action: "restored",
      payload: '{"backup":"2026-11-20T09:00:00.000Z","reason":"daily"}',
    });
    expect(vault.verifyRecord(unwatched).intact).toBe(true);
    expect(counter(file.stored)).toBeGreaterThan(counter(present));
    vault.close();
    const again = await openVault(portsOver(file), backupPassphrase());
    expect(again.ok && segmentsOf(again.value)).toEqual(["一"]);
    if (again.ok) again.value.close();
  });

  test.each([
    ["damaged all over", (bytes: Uint8Array) => bytes.fill(7)],
    ["cut off", (bytes: Uint8Array) => bytes.slice(0, 6000)],
    ["empty", () => new Uint8Array(0)],
  ])("a vault that is %s comes back, and lies aside as it was", async (_, damage) => {
    const file = placeWithBackup(materials, materials.sound);
    const damaged = damage(materials.later.bytes.slice());
    file.stored = { bytes: damaged.slice(), manifests: materials.later.manifests };
    const vault = await restored(file);
    expect(segmentsOf(vault)).toEqual(["一"]);
    expect(file.backups[0]?.stored.bytes).toEqual(damaged);
    vault.close();
  });

  test("what fails leaves the present file as it was: a full disk, no copy aside, a damaged backup, none", async () => {
    const full = placeWithBackup(materials, materials.sound);
    full.full = true;
    expect(await restore(full)).toMatchObject({ error: { code: "save-failed-disk-full" } });
    const noCopy = placeWithBackup(materials, materials.sound);
    noCopy.backUp = () => Promise.resolve({ ok: false, error: { code: "save-failed-disk-full" } as const });
    expect(await restore(noCopy)).toMatchObject({ error: { code: "backup-not-made" } });
    const bytes = materials.sound.bytes.map((byte, i) => (i === 9000 ? byte ^ 1 : byte));
    const damaged = placeWithBackup(materials, { ...materials.sound, bytes });
    expect(await restore(damaged)).toMatchObject({
      error: { code: "backup-damaged", details: { damaged: 1 } },
    });
    expect(await restore(damaged, false, "none")).toMatchObject({ error: { code: "backup-missing" } });
    for (const file of [full, noCopy, damaged]) expect(file.stored).toEqual(materials.later);
  });

  test("a backup nothing vouches for is taken when that is asked for in so many words", async () => {
    const file = placeWithBackup(materials, { ...materials.sound, manifests: [] });
    expect(await restore(file)).toMatchObject({ error: { code: "backup-unvouched" } });
    expect(file.stored).toEqual(materials.later);
    const vault = await restored(file, true);
    expect(segmentsOf(vault)).toEqual(["一"]);
    vault.close();
  });
});
