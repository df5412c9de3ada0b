import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { ok } from "../../workers/base/result.ts";
import { inlinePool } from "../../workers/pool/inline-pool.ts";
import type { Outcome } from "../../workers/base/fault.ts";
import type {
  LeasedFile,
  LeasedPieces,
  LeasePort,
  ServicePorts,
  VaultFilePort,
} from "../../workers/ports.ts";
import type { ReleaseWriter } from "../vaultfile/release-writer.ts";
import { isLeased, type LeasedVault, type StoredVault } from "../../workers/terms/vault-file.ts";
import type { Io } from "./core/io.ts";
import type { VaultStore } from "../vaultfile/vault-store.ts";

interface Disk {
  readonly store: VaultStore;
  readonly releases: ReleaseWriter;
  /** The vault's path; its lock is held. */
  readonly path: string;
}

/** The vault at a path of the store, as the service asks for it. */
export function vaultFileOn(store: VaultStore, path: string): VaultFilePort {
  return {
    read: async () => unlessMissing(await store.open(path)),
    leases: leasesOn(store, path),
    write: (file) => store.save(path, file),
    commit: (commit) => store.commit(path, commit),
    settle: (rollBack) => store.settle(path, rollBack),
    backUp: (reason) => store.backUp(path, reason),
    listBackups: () => store.listBackups(path),
    readBackup: (id) => store.readBackup(path, id),
    dropBackup: (id) => store.dropBackup(path, id),
    erasureLog: {
      read: async () => {
        const read = await store.readErasureLog(path);
        return read.ok ? ok(read.value.log) : read;
      },
      write: (log) => store.writeErasureLog(path, log),
    },
    saveConflictCopy: (file) => store.saveConflictCopy(path, file),
  };
}

function leasesOn(store: VaultStore, path: string): LeasePort {
  const piecesOf = (lease: string): LeasedPieces => ({
    read: (at, target) => store.leases.readNow(lease, at, target),
    slow: false,
    end: () => void store.leases.end(lease),
  });
  const asFile = async (
    lent: ReturnType<VaultStore["lease"]>,
  ): Promise<Outcome<StoredVault | LeasedFile>> => {
    const read: Outcome<StoredVault | LeasedVault> = await store.readLent(await lent);
    if (!read.ok || !isLeased(read.value)) return read as Outcome<StoredVault>;
    const { lease, ...file } = read.value;
    return ok({ ...file, pieces: piecesOf(lease) });
  };
  return {
    pagesAtOnce: 16,
    vault: async (wholeUpTo) => unlessMissing(await asFile(store.lease(path, wholeUpTo))),
    backup: (id, wholeUpTo) => asFile(store.leaseBackup(path, id, wholeUpTo)),
    renew: async () => {
      const renewed = await store.renewLease(path);
      return renewed.ok ? ok(piecesOf(renewed.value.lease)) : renewed;
    },
  };
}

/** A vault that is not there has not been saved yet. */
function unlessMissing<T>(read: Outcome<T>): Outcome<T | undefined> {
  return !read.ok && read.error.code === "vault-missing" ? ok(undefined) : read;
}

/** The world around the service on the command line: the disk itself, and models in this thread. */
export function diskPorts(
  { store, releases, path }: Disk,
  io: Pick<Io, "now" | "progress" | "helpers">,
): ServicePorts {
  return {
    vaultFile: vaultFileOn(store, path),
    releases,
    models: inlinePool(io.helpers),
    sqliteWasm,
    now: io.now,
    emit: (event) => {
      if (event.kind === "progress") io.progress?.(event.progress);
    },
  };
}

/** The bytes of sql.js's WebAssembly module, from the package. */
export async function sqliteWasm(): Promise<ArrayBuffer> {
  const path = createRequire(import.meta.url).resolve("sql.js/dist/sql-wasm.wasm");
  const { buffer, byteOffset, byteLength } = await readFile(path);
  const bytes = new ArrayBuffer(byteLength);
  new Uint8Array(bytes).set(new Uint8Array(buffer, byteOffset, byteLength));
  return bytes;
}
