import "../../test/support/derive-once.ts";
import { expect, test } from "vitest";
import { backupMaterials, placeWithBackup, portsOver } from "../../test/support/backup-materials.ts";
import { damagedBackups } from "../../test/support/damaged-backups.ts";
import { restoreVault } from "./restore.ts";

test(
  "fifty damaged backups are refused by the door itself, and the present file is untouched",
  { timeout: 600_000 },
  async () => {
    const materials = await backupMaterials();
    for (const { name, stored, faults } of await damagedBackups(materials)) {
      const file = placeWithBackup(materials, stored);
      const before = structuredClone(file.stored);
      const done = await restoreVault(portsOver(file), {
        backupId: "one",
        passphrase: materials.passphrase,
        acceptUnvouched: false,
      });
      expect(done.ok, name).toBe(false);
      if (!done.ok) expect(faults, name).toContain(done.error.code);
      expect(file.stored, name).toEqual(before);
      expect(file.counts, name).toEqual({ wholes: 0, commits: 0 });
      expect(file.backups, name).toHaveLength(1);
    }
  },
);
