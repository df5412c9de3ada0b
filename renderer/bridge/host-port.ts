import type { HostApi } from "../../main/contract.ts";
import { fault } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import type { HostPortApi } from "../../workers/host-port.ts";

type VaultCalls =
  | "openVault"
  | "leaseVault"
  | "leaseBackup"
  | "renewLease"
  | "endLease"
  | "saveVault"
  | "commitVault"
  | "settleVault"
  | "backUpVault"
  | "listBackups"
  | "readBackup"
  | "dropBackup"
  | "readErasureLog"
  | "writeErasureLog"
  | "saveConflictCopy"
  | "stageRelease"
  | "beginRelease"
  | "appendRelease"
  | "finishRelease"
  | "publishRelease"
  | "discardRelease";

/** The worker's share of the host: the vault at `path` and nothing else on the disk. */
export function hostPort(host: Pick<HostApi, VaultCalls>, path: string): HostPortApi {
  return {
    readVault: async () => {
      const read = await host.openVault({ path });
      if (read.ok) return ok({ stored: read.value });
      return read.error.code === "vault-missing" ? ok({}) : fault(read.error.code, read.error.details);
    },
    leaseVault: async (input) => {
      const leased = await host.leaseVault({ path, ...input });
      if (leased.ok) return ok({ stored: leased.value });
      return leased.error.code === "vault-missing" ? ok({}) : fault(leased.error.code, leased.error.details);
    },
    leaseBackup: (input) => host.leaseBackup({ path, ...input }),
    renewLease: () => host.renewLease({ path }),
    endLease: (input) => host.endLease(input),
    writeVault: (input) => host.saveVault({ path, ...input }),
    commitVault: (input) => host.commitVault({ path, ...input }),
    settleVault: (input) => host.settleVault({ path, ...input }),
    backUpVault: (input) => host.backUpVault({ path, ...input }),
    listBackups: () => host.listBackups({ path }),
    readBackup: (input) => host.readBackup({ path, ...input }),
    dropBackup: (input) => host.dropBackup({ path, ...input }),
    readErasureLog: () => host.readErasureLog({ path }),
    writeErasureLog: (input) => host.writeErasureLog({ path, ...input }),
    saveConflictCopy: (input) => host.saveConflictCopy({ path, ...input }),
    stageRelease: (input) => host.stageRelease(input),
    beginRelease: (input) => host.beginRelease(input),
    appendRelease: (input) => host.appendRelease(input),
    finishRelease: (input) => host.finishRelease(input),
    publishRelease: (input) => host.publishRelease(input),
    discardRelease: (input) => host.discardRelease(input),
  };
}
