import type { StartMessage } from "./connect.ts";
import { inputs, type VaultApi } from "./contract.ts";
import { hostPortInputs, type HostPortApi } from "./host-port.ts";
import type {
  LeasedPieces,
  LeasedFile,
  LeasePort,
  ModelPool,
  OutgoingPart,
  ReleasePort,
  ServicePorts,
  VaultFilePort,
} from "./ports.ts";
import { connectTable } from "./rpc/connect-table.ts";
import { exposeTable } from "./rpc/expose-table.ts";
import { ok } from "./base/result.ts";
import { createService } from "./service.ts";
import { isLeased, type LeasedVault, type RenewedLease, type StoredVault } from "./terms/vault-file.ts";

/** Starts the service on the three ports the window handed over. */
export function startOnPorts(
  ports: StartMessage,
  world: {
    readonly models: ModelPool;
    readonly sqliteWasm: ServicePorts["sqliteWasm"];
    /** Reads a leased file at once; left out where there is no way to, and files are read whole. */
    readonly pieces?: PiecesOf;
  },
): void {
  const host = connectTable<HostPortApi>(ports.host, hostPortInputs, {
    giving: ["writeVault", "commitVault", "appendRelease"],
  });
  const service = createService({
    ...world,
    vaultFile: vaultFileOver(host, world.pieces),
    releases: releasesOver(host),
    now: () => new Date(),
    emit: (event) => {
      ports.events.postMessage(event, []);
    },
  });
  exposeTable<VaultApi>(service.api, ports.api, inputs);
}

type PiecesOf = (lease: RenewedLease, end: () => void) => LeasedPieces;

function leasesOver(host: HostPortApi, piecesOf: PiecesOf): LeasePort {
  const pieces = (lease: RenewedLease): LeasedPieces =>
    piecesOf(lease, () => void host.endLease({ lease: lease.lease }));
  const asFile = (stored: StoredVault | LeasedVault): StoredVault | LeasedFile => {
    if (!isLeased(stored)) return stored;
    const { size, tags, manifests } = stored;
    return { size, tags, manifests, pieces: pieces(stored) };
  };
  return {
    pagesAtOnce: 64,
    vault: async (wholeUpTo) => {
      const leased = await host.leaseVault({ wholeUpTo });
      return leased.ok ? ok(leased.value.stored && asFile(leased.value.stored)) : leased;
    },
    backup: async (id, wholeUpTo) => {
      const leased = await host.leaseBackup({ id, wholeUpTo });
      return leased.ok ? ok(asFile(leased.value)) : leased;
    },
    renew: async () => {
      const renewed = await host.renewLease({});
      return renewed.ok ? ok(pieces(renewed.value)) : renewed;
    },
  };
}

function vaultFileOver(host: HostPortApi, pieces: PiecesOf | undefined): VaultFilePort {
  return {
    leases: pieces && leasesOver(host, pieces),
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
    erasureLog: {
      read: async () => {
        const read = await host.readErasureLog({});
        return read.ok ? ok(read.value.log) : read;
      },
      write: (log) => host.writeErasureLog({ log }),
    },
    saveConflictCopy: (file) => host.saveConflictCopy({ ...file, bytes: owned(file.bytes) }),
  };
}

function releasesOver(host: HostPortApi): ReleasePort {
  const owning = (files: readonly OutgoingPart[]) =>
    files.map(({ name, bytes }) => ({ name, bytes: new Uint8Array(bytes) }));
  return {
    stage: (folder, files) => host.stageRelease({ folder, files: owning(files) }),
    begin: (folder) => host.beginRelease({ folder }),
    append: (token, file, bytes) => host.appendRelease({ token, file, bytes: owned(bytes) }),
    finish: (token, names, beside) =>
      host.finishRelease({ token, names: [...names], beside: owning(beside) }),
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
