import { resolve } from "node:path";
import type { VaultApi } from "../../../workers/contract.ts";
import type { Language } from "../../../workers/terms/language.ts";
import { isCancelled } from "../../../workers/base/job.ts";
import { createService } from "../../../workers/service.ts";
import { diskFileSystem, statusIfThere } from "../../vaultfile/file-system.ts";
import { createReleaseWriter } from "../../vaultfile/release-writer.ts";
import { vaultName } from "../../vaultfile/side-files.ts";
import { createVaultStore } from "../../vaultfile/vault-store.ts";
import { diskPorts } from "../ports.ts";
import { misuse, refused, type Reply } from "./command.ts";
import type { Io } from "./io.ts";
import { givenRecoveryCode, readPassphrase } from "./passphrase.ts";

/** The option every command on a vault takes. */
export const vaultOption = { vault: { kind: "text", hint: "FILE", required: true } } as const;

/**
 * Unlocks the vault at a path under its lock, by its passphrase or a recovery code, does the work, and gives the lock back. `acceptChanged` opens one whose
 * file is not the one last saved, too, and has that recorded.
 */
export async function withVault(
  io: Io,
  path: string,
  work: (api: VaultApi) => Promise<Reply>,
  { acceptChanged = false }: { readonly acceptChanged?: boolean } = {},
): Promise<Reply> {
  const code = givenRecoveryCode(io);
  const passphrase = code === undefined ? await readPassphrase(io) : new Uint8Array(0);
  if (passphrase === undefined) return misuse("no-passphrase");
  return withService(io, path, "open", async (api) => {
    const unlocked =
      code === undefined
        ? await api.unlockVault({ passphrase, acceptChanged })
        : await api.unlockWithRecoveryCode({ code, acceptChanged });
    if (!unlocked.ok) return refused(unlocked.error);
    return keepingConflict(api, await unlessStopped(io, () => work(api)));
  });
}

/** Makes a vault at a path where there is none, does the first work in it, and gives the lock back. */
export async function withNewVault(
  io: Io,
  path: string,
  options: { readonly name: string | undefined; readonly sample: boolean; readonly language: Language },
  work: (api: VaultApi) => Promise<Reply>,
): Promise<Reply> {
  const passphrase = await readPassphrase(io);
  if (passphrase === undefined) return misuse("no-passphrase");
  return withService(io, path, "reserve", async (api) => {
    const name = options.name ?? vaultName(path);
    const { sample, language } = options;
    const created = await api.createVault({ passphrase, name, sample, language });
    return created.ok ? work(api) : refused(created.error);
  });
}

/** Lends the passphrase and a vault that stays shut, under its lock; of the file, only its name need be left. */
export async function withShutVault(
  io: Io,
  path: string,
  work: (api: VaultApi, passphrase: Uint8Array<ArrayBuffer>) => Promise<Reply>,
): Promise<Reply> {
  const passphrase = await readPassphrase(io);
  if (passphrase === undefined) return misuse("no-passphrase");
  const there = await statusIfThere(diskFileSystem, resolve(path));
  return withService(io, path, there === undefined ? "reserve" : "open", (api) => work(api, passphrase));
}

/** Unlocking takes no job: who interrupts it is heard here, before anything is begun. */
async function unlessStopped({ job }: Io, work: () => Promise<Reply>): Promise<Reply> {
  return isCancelled(job) ? refused({ code: "cancelled" }) : work();
}

/** What could not be saved because another program changed the file lies beside it afterwards; the reply says where. */
async function keepingConflict(api: VaultApi, reply: Reply): Promise<Reply> {
  if (reply.kind !== "refused" || reply.fault.code !== "vault-changed-outside") return reply;
  const kept = await api.saveConflictCopy({});
  if (!kept.ok) return reply;
  return { ...reply, json: { ...reply.json, conflictCopy: kept.value.path }, kept: kept.value.path };
}

/** Lends the service of a vault that is not open yet, under its lock, which is given back afterwards. */
export async function withService(
  io: Io,
  typedPath: string,
  how: "open" | "reserve",
  work: (api: VaultApi) => Promise<Reply>,
): Promise<Reply> {
  const path = resolve(typedPath);
  const store = createVaultStore();
  const releases = createReleaseWriter();
  const taken = how === "open" ? await store.lend(path) : await store.reserve(path);
  if (!taken.ok) return refused(taken.error);
  const service = createService(diskPorts({ store, releases, path }, io));
  try {
    return await work(service.api);
  } finally {
    await service.settled();
    service.close();
    await releases.discardAll();
    await store.closeAll();
  }
}
