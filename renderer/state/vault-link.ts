import type { HostApi } from "../../main/contract.ts";
import type { Outcome } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import { connectVault } from "../../workers/connect.ts";
import type { HostPortApi } from "../../workers/host-port.ts";
import { hostPort } from "../bridge/host-port.ts";
import { noteServiceEvent, type VaultLink } from "./lifecycle.ts";

/** Starts a vault worker for the file at `path`; for a new vault its name is taken first. */
export async function startVaultLink(
  host: HostApi,
  path: string,
  isNew: boolean,
): Promise<Outcome<VaultLink>> {
  if (isNew) {
    const reserved = await host.reserveVault({ path });
    if (!reserved.ok) return reserved;
  }
  const port = hostPort(host, path);
  const file: HostPortApi = isNew ? { ...port, readVault: () => Promise.resolve(ok({})) } : port;
  const worker = new Worker(new URL("../../workers/vault.worker.ts", import.meta.url), { type: "module" });
  const connection = connectVault(
    {
      postMessage: (message, transfer) => worker.postMessage(message, [...transfer] as Transferable[]),
      terminate: () => worker.terminate(),
    },
    file,
  );
  const stopListening = connection.onEvent(noteServiceEvent);
  return ok({
    api: connection.api,
    stop: () => {
      stopListening();
      connection.lock();
    },
  });
}
