import type { StartMessage } from "./connect.ts";
import { inputs, type VaultApi } from "./contract.ts";
import { hostPortInputs, type HostPortApi } from "./host-port.ts";
import type { ModelPool, ReleasePort, ServicePorts, VaultFilePort } from "./ports.ts";
import { connectTable } from "./rpc/connect-table.ts";
import { exposeTable } from "./rpc/expose-table.ts";
import { ok } from "./base/result.ts";
import { createService } from "./service.ts";

/** Starts the service on the three ports the window handed over. */
export function startOnPorts(
  ports: StartMessage,
  world: { readonly models: ModelPool; readonly sqliteWasm: ServicePorts["sqliteWasm"] },
): void {
  const host = connectTable<HostPortApi>(ports.host, hostPortInputs, {
    giving: ["writeVault", "commitVault"],
  });
  const service = createService({
    ...world,
    vaultFile: vaultFileOver(host),
    releases: releasesOver(host),
    now: () => new Date(),
    emit: (event) => {
      ports.events.postMessage(event, []);
    },
  });
  exposeTable<VaultApi>(service.api, ports.api, inputs);
}

function vaultFileOver(host: HostPortApi): VaultFilePort {
  return {
    read: async () => {
      const read = await host.readVault({});
      return read.ok ? ok(read.value.stored) : read;
    },
    write: (file) => host.writeVault({ ...file, bytes: owned(file.bytes) }),
    commit: (commit) => host.commitVault({ ...commit, bytes: owned(commit.bytes) }),
    settle: (rollBack) => host.settleVault({ rollBack }),
    backUp: (reason) => host.backUpVault({ reason }),
    listBackups: () => host.listBackups({}),
    readBackup: (id) => host.readBackup({ id }),
    dropBackup: (id) => host.dropBackup({ id }),
    saveConflictCopy: (file) => host.saveConflictCopy({ ...file, bytes: owned(file.bytes) }),
  };
}

function releasesOver(host: HostPortApi): ReleasePort {
  return {
    stage: (folder, files) =>
      host.stageRelease({
        folder,
        files: files.map(({ name, bytes }) => ({ name, bytes: new Uint8Array(bytes) })),
      }),
    publish: (token) => host.publishRelease({ token }),
    discard: (token) => host.discardRelease({ token }),
  };
}

/** Bytes that can be given away: whole buffers as they are, parts of larger ones as a copy. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength
    ? (bytes as Uint8Array<ArrayBuffer>)
    : new Uint8Array(bytes);
}

/** Whether a first message is the one expected. */
export function isStartMessage(data: unknown): data is StartMessage {
  return (
    typeof data === "object" &&
    data !== null &&
    "kind" in data &&
    data.kind === "start" &&
    "api" in data &&
    "host" in data &&
    "events" in data
  );
}
