import { beforeAll, describe, expect, test } from "vitest";
import { diskPorts } from "../../main/cli/ports.ts";
import { createReleaseWriter } from "../../main/vaultfile/release-writer.ts";
import { createVaultStore, type VaultStore } from "../../main/vaultfile/vault-store.ts";
import { unwatched } from "../../workers/base/job.ts";
import { rawKey } from "../../workers/vault/change-key.ts";
import { vaultKeyOf } from "../../workers/vault/key.ts";
import { createVault, openVault } from "../../workers/vault/open-vault.ts";
import { newSalt } from "../../workers/vault/page-codec.ts";
import type { Vault } from "../../workers/vault/vault.ts";
import { simulatedDisk, vaultPath, type PowerLoss, type SimulatedDisk } from "./simulated-disk.ts";

/*
 * The steps of a change of passphrase (backup, read back, everything anew under another key) over a disk that loses
 * its power, or fails, at every single call. Raw keys stand for passphrases: the key derivation touches no disk.
 */

let base: SimulatedDisk;
let oldRaw: Uint8Array<ArrayBuffer>;
const newRaw = Uint8Array.from({ length: 32 }, (_, i) => i * 3 + 1);

const storeOn = (disk: SimulatedDisk): VaultStore => createVaultStore(disk, () => Promise.resolve());

async function opened(disk: SimulatedDisk, raw: Uint8Array<ArrayBuffer>): Promise<Vault | undefined> {
  const store = storeOn(disk);
  const taken = await store.lend(vaultPath);
  if (!taken.ok) return undefined;
  const ports = portsOver(store, disk);
  const vault = await openVault(ports, rawKey(raw.slice()));
  if (!vault.ok) await store.closeAll();
  return vault.ok ? vault.value : undefined;
}

function portsOver(store: VaultStore, disk: SimulatedDisk): ReturnType<typeof diskPorts> {
  const releases = createReleaseWriter(disk);
  return diskPorts({ store, releases, path: vaultPath }, { now: () => new Date("2026-11-22") });
}

beforeAll(async () => {
  const disk = simulatedDisk();
  const store = storeOn(disk);
  await store.reserve(vaultPath);
  const passphrase = new TextEncoder().encode("wagtail lantern oyster nineteen");
  const made = await createVault(portsOver(store, disk), passphrase, {
    name: "店",
    sample: false,
  });
  if (!made.ok) throw new Error(made.error.code);
  oldRaw = made.value.copyRawKey();
  await made.value.backups.settled();
  made.value.close();
  await store.closeAll();
  base = disk;
});

/** A disk with the vault on it, all of it durable, and the vault open. */
async function prepared(): Promise<{ readonly disk: SimulatedDisk; readonly vault: Vault }> {
  const disk = base.afterPowerLoss({ seed: 1, how: "all", orderedFolders: true });
  const vault = await opened(disk, oldRaw);
  if (vault === undefined) throw new Error("the vault does not open");
  return { disk, vault };
}

async function change(vault: Vault): Promise<boolean> {
  const kept = await vault.backups.backUp("passphrase");
  if (!kept.ok) return false;
  const key = await vaultKeyOf(newRaw.slice(), newSalt());
  const act = { gate: "vault", action: "passphrase-changed", payload: { by: "passphrase" } } as const;
  return (await vault.rekey(key, act)).ok;
}

/** Which of the two keys opens what is on a disk, its record intact; "neither" and "both" are failures. */
async function keyOf(disk: SimulatedDisk): Promise<"old" | "new" | "neither" | "both"> {
  const works = async (raw: Uint8Array<ArrayBuffer>): Promise<boolean> => {
    const vault = await opened(disk.afterPowerLoss({ seed: 1, how: "all", orderedFolders: true }), raw);
    const sound = vault?.verifyRecord(unwatched).intact ?? false;
    vault?.close();
    return sound;
  };
  const [byOld, byNew] = [await works(oldRaw), await works(newRaw)];
  return byOld ? (byNew ? "both" : "old") : byNew ? "new" : "neither";
}

const losses: readonly PowerLoss[] = [
  { seed: 1, how: "all", orderedFolders: true },
  { seed: 1, how: "none", orderedFolders: true },
  { seed: 7, how: "chance", orderedFolders: true },
  { seed: 11, how: "chance", orderedFolders: false },
];

describe("a change of the key", () => {
  test("cut off by a power loss at any call opens with the old key or the new one; once answered, with the new", async () => {
    const seen = new Set<string>();
    let calls = 0;
    for (let at = 1, cut = true; cut; at++) {
      const { disk, vault } = await prepared();
      disk.cutAfter(at);
      const done = await change(vault).catch(() => false);
      cut = disk.isCut();
      calls = at;
      for (const loss of losses) {
        const key = await keyOf(disk.afterPowerLoss(loss));
        expect(done ? ["new"] : ["old", "new"], `cut at call ${String(at)}`).toContain(key);
        seen.add(key);
      }
      vault.close();
    }
    process.stdout.write(
      `a change of the key cut off at each of ${String(calls)} calls: ${String(calls * losses.length)} states\n`,
    );
    expect([...seen].sort()).toEqual(["new", "old"]);
  }, 900_000);

  test.each(["ENOSPC", "EIO"])(
    "of which any one call fails with %s leaves a vault that opens, and that goes on with the key it has",
    async (errno) => {
      for (let at = 1, reached = true; reached; at++) {
        const { disk, vault } = await prepared();
        const from = disk.calls();
        disk.failAfter(at, errno);
        const done = await change(vault);
        reached = disk.calls() >= from + at;
        disk.failAfter(Infinity, errno);
        const before = await keyOf(disk);
        expect(done ? ["new"] : ["old", "new"], `failed at call ${String(at)}`).toContain(before);
        const saved = await vault.change(["vault"], (note) => {
          note({ gate: "vault", action: "auto-lock", payload: { minutes: 5 } });
        });
        // Where the outcome is not known the host refuses to write over it; else the vault goes on as it is.
        if (saved.ok) expect(["old", "new"]).toContain(await keyOf(disk));
        else expect(saved.error.code).toMatch(/^(vault-|save-)/);
        vault.close();
      }
    },
    900_000,
  );
});
