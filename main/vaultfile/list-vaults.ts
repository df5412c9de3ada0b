import { extname, join } from "node:path";
import { fault, type Outcome } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import type { VaultEntry } from "../contract.ts";
import { errnoOf, statusIfThere, type FileSystem } from "./file-system.ts";
import { vaultExtension, vaultName } from "./side-files.ts";

/** The vaults of a folder, last changed first; none when there is no such folder. Fault: "vault-missing". */
export async function listVaults(fs: FileSystem, folder: string): Promise<Outcome<readonly VaultEntry[]>> {
  let names: readonly string[];
  try {
    names = await fs.list(folder);
  } catch (error) {
    return errnoOf(error) === "ENOENT" ? ok([]) : fault("vault-missing");
  }
  const entries: VaultEntry[] = [];
  for (const name of names) {
    if (name.startsWith(".") || extname(name) !== vaultExtension) continue;
    const path = join(folder, name);
    const status = await statusIfThere(fs, path).catch(() => undefined);
    if (status?.kind !== "file") continue;
    const modifiedAt = new Date(Number(status.mtimeNs / 1_000_000n)).toISOString();
    entries.push({ path, name: vaultName(name), bytes: Number(status.size), modifiedAt });
  }
  return ok(entries.sort((a, b) => (a.modifiedAt < b.modifiedAt ? 1 : -1)));
}
