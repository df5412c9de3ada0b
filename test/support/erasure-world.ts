import type { VaultApi } from "../../workers/contract.ts";
import { openWorkspace } from "../../workers/open-workspace.ts";
import { inlinePool } from "../../workers/pool/inline-pool.ts";
import type { ServicePorts } from "../../workers/ports.ts";
import { createService, type Service } from "../../workers/service.ts";
import { createVault, openVault } from "../../workers/vault/open-vault.ts";
import type { Vault } from "../../workers/vault/vault.ts";
import type { Workspace } from "../../workers/workspace.ts";
import type { ServiceEvent } from "../../workers/terms/event.ts";
import { memoryReleases } from "./memory-releases.ts";
import { memoryVaultFile, type MemoryVaultFile } from "./memory-vault-file.ts";
import { sqliteWasm } from "./sqlite.ts";

const secret = "七転び八起き correct horse";
const passphrase = (): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(secret));

/** A vault in memory with its backups and its log of erasures, opened by hand or through the service. */
export interface ErasureWorld {
  readonly file: MemoryVaultFile;
  readonly ports: ServicePorts;
  readonly events: ServiceEvent[];
  /** Files that were let out, by name. */
  readonly released: Map<string, Uint8Array>;
  /** What the clock says; tests set it. */
  clock: { now: Date };
  /** The vault opened below the service: nothing of a gate is done at its door. */
  open(): Promise<Vault>;
  workspace(vault: Vault): Workspace;
  /** The service, and the vault unlocked through it. */
  unlocked(): Promise<{ readonly service: Service; readonly api: VaultApi }>;
  /** The service, and a backup put in the vault's place through it. */
  restored(backupId: string): Promise<{ readonly service: Service; readonly api: VaultApi }>;
}

/** A new vault, closed again. */
export async function erasureWorld(now: Date): Promise<ErasureWorld> {
  const clock = { now };
  const file = memoryVaultFile(undefined, () => clock.now);
  const events: ServiceEvent[] = [];
  const releases = memoryReleases();
  const ports: ServicePorts = {
    vaultFile: file,
    releases,
    models: inlinePool(),
    sqliteWasm,
    now: () => clock.now,
    emit: (event) => events.push(event),
  };
  const made = await createVault(ports, passphrase(), { name: "試験", sample: false });
  if (!made.ok) throw new Error(made.error.code);
  made.value.close();
  const serving = async (
    enter: (api: VaultApi) => Promise<{ readonly ok: boolean }>,
  ): Promise<{ readonly service: Service; readonly api: VaultApi }> => {
    const service = createService(ports);
    const entered = await enter(service.api);
    if (!entered.ok) throw new Error(JSON.stringify(entered));
    return { service, api: service.api };
  };
  return {
    file,
    ports,
    events,
    released: releases.files,
    clock,
    open: async () => {
      const opened = await openVault(ports, passphrase());
      if (!opened.ok) throw new Error(opened.error.code);
      return opened.value;
    },
    workspace: (vault) => openWorkspace(vault, ports),
    unlocked: () => serving((api) => api.unlockVault({ passphrase: passphrase() })),
    restored: (backupId) => serving((api) => api.restoreBackup({ backupId, passphrase: passphrase() })),
  };
}
