import { expect, test } from "vitest";
import { backupMaterials } from "../../test/support/backup-materials.ts";
import { damagedBackups } from "../../test/support/damaged-backups.ts";
import { sqliteForTests } from "../../test/support/sqlite.ts";
import { hex } from "../base/hex.ts";
import type { StoredVault } from "../terms/vault-file.ts";
import { checkBackup, stateOf } from "./backup-check.ts";
import { deriveVaultKey, type VaultKey } from "./key.ts";
import { saltOf } from "./page-codec.ts";

test("fifty damaged backups are told apart from a sound one, each with its reason", async () => {
  const materials = await backupMaterials();
  const sqlite = await sqliteForTests();
  const keys = new Map<string, Promise<VaultKey>>();
  const check = async (stored: StoredVault) => {
    const salt = saltOf(stored.bytes);
    const known = keys.get(hex(salt)) ?? deriveVaultKey(materials.passphrase, salt);
    keys.set(hex(salt), known);
    const { vaultId } = JSON.parse(new TextDecoder().decode(materials.later.manifests[0])) as {
      vaultId: string;
    };
    const checked = await checkBackup(await known, structuredClone(stored), { sqlite, vaultId });
    if (!checked.ok) return checked.error.code;
    return stateOf(checked) === "sound" ? "sound" : "backup-unvouched";
  };
  expect(await check(materials.sound)).toBe("sound");
  const damaged = await damagedBackups(materials);
  expect(damaged.length).toBeGreaterThanOrEqual(50);
  for (const { name, stored, faults } of damaged) expect(faults, name).toContain(await check(stored));
});
