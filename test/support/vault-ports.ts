import type { ServiceEvent } from "../../workers/terms/event.ts";
import type { VaultPorts } from "../../workers/vault/open-vault.ts";
import { memoryVaultFile, type MemoryVaultFile } from "./memory-vault-file.ts";
import { sqliteWasm } from "./sqlite.ts";

/** What a vault needs of the world, in memory, and what tests look at. */
export interface TestPorts extends VaultPorts {
  readonly vaultFile: MemoryVaultFile;
  readonly events: ServiceEvent[];
  /** The bytes "on the disk". */
  file: Uint8Array | undefined;
}

/** Ports of a vault that is not made yet; `onDemand` false has its pages decrypted whole. */
export function memoryPorts(onDemand = true): TestPorts {
  const vaultFile = memoryVaultFile();
  const state = {
    events: [] as ServiceEvent[],
    vaultFile,
    onDemand,
    get file(): Uint8Array | undefined {
      return vaultFile.stored?.bytes;
    },
    set file(bytes: Uint8Array | undefined) {
      vaultFile.stored = bytes && { bytes, manifests: vaultFile.stored?.manifests ?? [] };
    },
    sqliteWasm,
    now: () => new Date("2026-11-21T00:00:00Z"),
    emit: (event: ServiceEvent) => {
      state.events.push(event);
    },
  };
  return state;
}
