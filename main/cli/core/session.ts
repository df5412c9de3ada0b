import { resolve } from "node:path";
import type { VaultApi } from "../../../workers/contract.ts";
import { createService } from "../../../workers/service.ts";
import { createReleaseWriter } from "../../vaultfile/release-writer.ts";
import { vaultName } from "../../vaultfile/side-files.ts";
import { createVaultStore } from "../../vaultfile/vault-store.ts";
import { diskPorts } from "../ports.ts";
import { misuse, refused, type Reply } from "./command.ts";
import type { Io } from "./io.ts";
import { readPassphrase } from "./passphrase.ts";

/** The option every command on a vault takes. */
export const vaultOption = { vault: { kind: "text", hint: "FILE", required: true } } as const;

/** Unlocks the vault at a path under its lock, does the work, and gives the lock back. */
export async function withVault(
  io: Io,
  path: string,
  work: (api: VaultApi) => Promise<Reply>,
): Promise<Reply> {
  const passphrase = await readPassphrase(io);
  if (passphrase === undefined) return misuse("no-passphrase");
  return withService(io, path, "open", async (api) => {
    const unlocked = await api.unlockVault({ passphrase });
    return unlocked.ok ? work(api) : refused(unlocked.error);
  });
}

/** Makes a vault at a path where there is none, does the first work in it, and gives the lock back. */
export async function withNewVault(
  io: Io,
  path: string,
  options: { readonly name: string | undefined; readonly sample: boolean },
  work: (api: VaultApi) => Promise<Reply>,
): Promise<Reply> {
  const passphrase = await readPassphrase(io);
  if (passphrase === undefined) return misuse("no-passphrase");
  return withService(io, path, "reserve", async (api) => {
    const name = options.name ?? vaultName(path);
    const created = await api.createVault({ passphrase, name, sample: options.sample });
    return created.ok ? work(api) : refused(created.error);
  });
}

async function withService(
  io: Io,
  typedPath: string,
  how: "open" | "reserve",
  work: (api: VaultApi) => Promise<Reply>,
): Promise<Reply> {
  const path = resolve(typedPath);
  const store = createVaultStore();
  const releases = createReleaseWriter();
  const taken = how === "open" ? await store.open(path) : await store.reserve(path);
  if (!taken.ok) return refused(taken.error);
  const stored = taken.value ?? undefined;
  const service = createService(diskPorts({ store, releases, path, stored }, io));
  try {
    return await work(service.api);
  } finally {
    service.close();
    await releases.discardAll();
    await store.closeAll();
  }
}
