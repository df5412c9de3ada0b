import type { HostApi } from "../../main/contract.ts";
import { fault } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import type { HostPortApi } from "../../workers/host-port.ts";

/**
 * The worker's share of the host: the vault at `path` and nothing else on the disk. `bytes` are the
 * file's as just read by the window; they are given away with the first read.
 */
export function hostPort(
  host: Pick<HostApi, "openVault" | "saveVault" | "stageRelease" | "publishRelease" | "discardRelease">,
  path: string,
  bytes?: Uint8Array,
): HostPortApi {
  let fresh = bytes;
  return {
    readVault: async () => {
      if (fresh !== undefined) {
        const given = fresh;
        fresh = undefined;
        return ok({ bytes: given });
      }
      const read = await host.openVault({ path });
      if (read.ok) return ok({ bytes: read.value.bytes });
      return read.error.code === "vault-missing" ? ok({}) : fault(read.error.code, read.error.details);
    },
    writeVault: (input) => host.saveVault({ path, bytes: input.bytes }),
    stageRelease: (input) => host.stageRelease(input),
    publishRelease: (input) => host.publishRelease(input),
    discardRelease: (input) => host.discardRelease(input),
  };
}
