import { readFileSync, rmSync } from "node:fs";
import { lockNameOf } from "../../main/vaultfile/file-lock.ts";
import { diskFileSystem } from "../../main/vaultfile/file-system.ts";
import { createVaultStore } from "../../main/vaultfile/vault-store.ts";
import { dyingDisk } from "./dying-disk.ts";
import { random } from "./random.ts";

/** A vault in a state that only the holder of its key can judge. */
export interface CutOffVault {
  readonly path: string;
  /** The file before the commit. */
  readonly before: Uint8Array;
  readonly journal: Uint8Array;
}

/** Makes a vault of 100 pages whose last commit died within a page, and whose journal another program removed. */
export async function cutOffVault(path: string): Promise<CutOffVault> {
  const chance = random(3);
  const before = chance.bytes(100 * 4096);
  const first = createVaultStore();
  await first.reserve(path);
  await first.save(path, { bytes: before.slice(), manifest: Uint8Array.of(1) });
  await first.closeAll();
  const dying = createVaultStore(dyingDisk(diskFileSystem, 1), () => Promise.resolve());
  await dying.open(path);
  const bytes = chance.bytes(2 * 4096);
  await dying.commit(path, { pageCount: 100, pages: [1, 50], bytes, manifest: Uint8Array.of(2) });
  await dying.closeAll();
  rmSync(lockNameOf(path));
  rmSync(`${path}-journal`);
  return { path, before, journal: readFileSync(`${path}.recovery`) };
}
