import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { ok } from "../../workers/base/result.ts";
import { inlinePool } from "../../workers/pool/inline-pool.ts";
import type { ServicePorts, VaultFilePort } from "../../workers/ports.ts";
import type { ReleaseWriter } from "../vaultfile/release-writer.ts";
import type { StoredVault } from "../../workers/terms/vault-file.ts";
import type { Io } from "./core/io.ts";
import type { VaultStore } from "../vaultfile/vault-store.ts";

interface Disk {
  readonly store: VaultStore;
  readonly releases: ReleaseWriter;
  /** The vault's path; its lock is held. */
  readonly path: string;
  /** The vault as read under the lock; undefined for one that is being made. */
  readonly stored: StoredVault | undefined;
}

/** The vault at a path of the store, as the service asks for it. */
export function vaultFileOn(store: VaultStore, path: string): VaultFilePort {
  return {
    read: async () => {
      const read = await store.open(path);
      return !read.ok && read.error.code === "vault-missing" ? ok(undefined) : read;
    },
    write: (file) => store.save(path, file),
    commit: (commit) => store.commit(path, commit),
    settle: (rollBack) => store.settle(path, rollBack),
    backUp: (reason) => store.backUp(path, reason),
    listBackups: () => store.listBackups(path),
    readBackup: (id) => store.readBackup(path, id),
    dropBackup: (id) => store.dropBackup(path, id),
    saveConflictCopy: (file) => store.saveConflictCopy(path, file),
  };
}

/** The world around the service on the command line: the disk itself, and models in this thread. */
export function diskPorts(
  { store, releases, path, stored }: Disk,
  io: Pick<Io, "now" | "progress">,
): ServicePorts {
  // What was read with the lock is not read again at the door; later on, what lies on the disk counts.
  const file = vaultFileOn(store, path);
  let unread: { readonly stored: StoredVault | undefined } | undefined = { stored };
  return {
    vaultFile: {
      ...file,
      read: () => {
        const known = unread;
        unread = undefined;
        return known === undefined ? file.read() : Promise.resolve(ok(known.stored));
      },
    },
    releases,
    models: inlinePool(),
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
