import { dirname } from "node:path";
import { fault, type Outcome } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import {
  isLeased,
  type BackupEntry,
  type BackupReason,
  type LeasedVault,
  type PageCommit,
  type RenewedLease,
  type StoredVault,
  type WholeSave,
} from "../../workers/terms/vault-file.ts";
import type { VaultEntry } from "../contract.ts";
import {
  backupManifests,
  backupPath,
  copyToBackup,
  listBackups,
  removeAllBackups,
  removeBackup,
} from "./backups.ts";
import { saveConflictCopy } from "./conflict-copy.ts";
import { realPause, type Pause } from "./durable-write.ts";
import { readErasureLog, writeErasureLog } from "./erasure-log.ts";
import {
  diskFileSystem,
  removeIfThere,
  sameIdentity,
  statusIfThere,
  type FileSystem,
} from "./file-system.ts";
import { settle, type Disk } from "./heal.ts";
import { lookAt, type HeldVault } from "./held-vault.ts";
import { holdVault, inTurn, letGo, reserveVault, type HeldVaults } from "./held-vaults.ts";
import { createLeases, type Leases } from "./leases.ts";
import { listVaults } from "./list-vaults.ts";
import { readManifests } from "./manifests.ts";
import { sideFilesOf, vaultName } from "./side-files.ts";
import { writeFault } from "./write-fault.ts";
import { commitVault, saveVault, whenMended } from "./write-vault.ts";

/** A stored vault whose bulk lies in files that are to be read where they are. */
export interface LentVault {
  /** The file of the ciphertext. */
  readonly path: string;
  /** Its size. */
  readonly bytes: number;
  readonly manifests: readonly Uint8Array[];
  /** The file of `StoredVault.recovery`. */
  readonly recovery?: string;
}

/** The vault files of this process: which are held, under which lock, and in which state they were last seen. */
export interface VaultStore {
  /** The vaults of a folder, last changed first; none when there is no such folder. */
  list(folder: string): Promise<Outcome<readonly VaultEntry[]>>;
  /** Takes the lock of an existing vault and heals it, without reading it. */
  lend(path: string): Promise<Outcome<LentVault>>;
  /** Takes the lock, heals, and reads the whole ciphertext. */
  open(path: string): Promise<Outcome<StoredVault>>;
  /**
   * Takes the lock, heals, and keeps a file of more than `wholeUpTo` bytes open to be read piece by piece. A smaller
   * one, or one of which the holder of the key still has to decide, is lent.
   */
  lease(path: string, wholeUpTo: number): Promise<Outcome<LentVault | LeasedVault>>;
  /** A lease of the file this process wrote last. Fault: "vault-changed-outside" where another one has its name. */
  renewLease(path: string): Promise<Outcome<RenewedLease>>;
  leaseBackup(path: string, id: string, wholeUpTo: number): Promise<Outcome<LentVault | LeasedVault>>;
  /** What is lent, read. */
  readLent(lent: Outcome<LentVault | LeasedVault>): Promise<Outcome<StoredVault | LeasedVault>>;
  readonly leases: Pick<Leases, "read" | "readNow" | "reachedAt" | "end">;
  /** Takes the lock of a vault that does not exist yet, making its folder. Nothing is written but the lock. */
  reserve(path: string): Promise<Outcome<null>>;
  /** Writes the ciphertext of a vault this process holds; answers once it is durable, with the time. */
  save(path: string, file: WholeSave): Promise<Outcome<{ readonly at: string }>>;
  /** Writes changed pages; answers once they are durable, with the time. Bad arguments are refused before anything is written. */
  commit(path: string, commit: PageCommit): Promise<Outcome<{ readonly at: string }>>;
  /** Ends a commit of which the holder of the key had to decide; fine where there is none. */
  settle(path: string, rollBack: boolean): Promise<Outcome<null>>;
  /** Copies the file of a vault this process holds, and its manifest; answers once the copy is durable. */
  backUp(path: string, reason: BackupReason): Promise<Outcome<BackupEntry>>;
  /** Newest first. Like reading one, it needs no lock: a backup may be all that is left of a vault. */
  listBackups(path: string): Promise<Outcome<readonly BackupEntry[]>>;
  readBackup(path: string, id: string): Promise<Outcome<StoredVault>>;
  lendBackup(path: string, id: string): Promise<Outcome<LentVault>>;
  dropBackup(path: string, id: string): Promise<Outcome<null>>;
  /** The log of erasures in the folder of backups. Like reading a backup, it needs no lock. */
  readErasureLog(path: string): Promise<Outcome<{ readonly log?: Uint8Array }>>;
  /** Replaces it, for a vault this process holds. */
  writeErasureLog(path: string, log: Uint8Array): Promise<Outcome<null>>;
  /** Writes a vault this process holds under a free name beside it, for its own was changed by another program. */
  saveConflictCopy(path: string, file: WholeSave): Promise<Outcome<{ readonly path: string }>>;
  /** Gives the lock back; fine for a vault that is not open. */
  close(path: string): Promise<Outcome<null>>;
  /**
   * Removes a vault whose name without extension is `confirmName`, with all that belongs to it. Its backups go,
   * too: who types a name to be rid of a vault does not expect copies of it to remain, nor its successor of the
   * same name to find them.
   */
  remove(path: string, confirmName: string): Promise<Outcome<null>>;
  /** Gives all locks back. */
  closeAll(): Promise<void>;
}

/** A store over a file system, the real disk by default. */
export function createVaultStore(fs: FileSystem = diskFileSystem, wait: Pause = realPause): VaultStore {
  const disk: Disk = { fs, wait };
  const held: HeldVaults = new Map();
  const leases = createLeases(fs);
  /** Does something to a held vault, after what is under way. */
  const onHeld = async <T>(path: string, work: (vault: HeldVault) => Promise<Outcome<T>>) => {
    const vault = held.get(path);
    return vault === undefined ? fault("vault-locked") : inTurn(vault, () => work(vault));
  };
  return {
    list: (folder) => listVaults(fs, folder),
    lend: (path) => lendVault(disk, held, path),
    open: (path) => openVault(disk, held, path),
    lease: async (path, wholeUpTo) => leased(leases, await lendVault(disk, held, path), wholeUpTo),
    renewLease: (path) => onHeld(path, (vault) => renewLease(disk, leases, vault)),
    leaseBackup: async (path, id, wholeUpTo) => leased(leases, await lendBackup(fs, path, id), wholeUpTo),
    readLent: async (lent) =>
      !lent.ok ? lent : isLeased(lent.value) ? ok(lent.value) : readLent(fs, ok(lent.value)),
    leases,
    reserve: (path) => reserveVault(disk, held, path),
    save: (path, file) =>
      onHeld(path, async (vault) => {
        // Windows puts no file in the place of one that is open.
        if (process.platform === "win32") await leases.endAll(path);
        return saveVault(disk, vault, file);
      }),
    commit: (path, commit) => onHeld(path, (vault) => commitVault(disk, vault, commit)),
    settle: (path, rollBack) => onHeld(path, (vault) => settleVault(disk, vault, rollBack)),
    backUp: (path, reason) => onHeld(path, (vault) => backUpVault(disk, vault, reason)),
    listBackups: (path) => guarded(async () => ok(await listBackups(fs, path)), "file-unreadable"),
    readBackup: async (path, id) => readLent(fs, await lendBackup(fs, path, id)),
    lendBackup: (path, id) => lendBackup(fs, path, id),
    dropBackup: (path, id) => dropBackup(fs, path, id),
    readErasureLog: (path) =>
      guarded(async () => {
        const log = await readErasureLog(disk, path);
        return ok(log === undefined ? {} : { log });
      }, "file-unreadable"),
    writeErasureLog: (path, log) =>
      onHeld(path, () =>
        guarded(async () => {
          await writeErasureLog(disk, path, log);
          return ok(null);
        }),
      ),
    saveConflictCopy: (path, file) => onHeld(path, () => saveConflictCopy(fs, path, file)),
    close: async (path) => {
      await leases.endAll(path);
      await letGo(held, path);
      return ok(null);
    },
    remove: async (path, confirmName) => {
      await leases.endAll(path);
      return removeVault(disk, held, path, confirmName);
    },
    closeAll: async () => {
      await leases.endAll();
      for (const path of [...held.keys()]) await letGo(held, path);
    },
  };
}

async function guarded<T>(
  work: () => Promise<Outcome<T>>,
  otherwise: Parameters<typeof writeFault>[1] = "save-failed",
): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    return writeFault(error, otherwise);
  }
}

async function lendVault(disk: Disk, held: HeldVaults, path: string): Promise<Outcome<LentVault>> {
  const taken = await holdVault(disk, held, path);
  if (!taken.ok) return taken;
  const { seen, undecided } = taken.value;
  const side = sideFilesOf(path);
  return guarded(async () => {
    const manifests = await readManifests(disk.fs, side);
    const lent = { path, bytes: Number(seen?.size ?? 0), manifests };
    return ok(undecided ? { ...lent, recovery: side.recovery } : lent);
  }, "file-unreadable");
}

async function openVault(disk: Disk, held: HeldVaults, path: string): Promise<Outcome<StoredVault>> {
  const wasHeld = held.has(path);
  const read = await readLent(disk.fs, await lendVault(disk, held, path));
  if (!read.ok && !wasHeld) await letGo(held, path);
  return read;
}

/** A lease of what is lent, unless it is small or undecided. */
async function leased(
  leases: Leases,
  lent: Outcome<LentVault>,
  wholeUpTo: number,
): Promise<Outcome<LentVault | LeasedVault>> {
  if (!lent.ok || lent.value.bytes <= wholeUpTo || lent.value.recovery !== undefined) return lent;
  const { path, bytes: size, manifests } = lent.value;
  return guarded(async () => {
    const lease = await leases.begin(path);
    try {
      return ok({ lease, size, tags: await leases.tags(lease, size), manifests });
    } catch (error) {
      await leases.end(lease);
      throw error;
    }
  }, "file-unreadable");
}

async function renewLease(
  { fs }: Disk,
  leases: Leases,
  { path, seen }: HeldVault,
): Promise<Outcome<RenewedLease>> {
  return guarded(async () => {
    const lease = await leases.begin(path);
    // The name may lead to another file by now: what it led to while the file was opened is what counts.
    const now = await statusIfThere(fs, path);
    if (seen !== undefined && now !== undefined && sameIdentity(now, seen)) return ok({ lease });
    await leases.end(lease);
    return fault(seen === undefined ? "vault-missing" : "vault-changed-outside");
  }, "file-unreadable");
}

async function readLent(fs: FileSystem, lent: Outcome<LentVault>): Promise<Outcome<StoredVault>> {
  if (!lent.ok) return lent;
  const { path, manifests, recovery } = lent.value;
  try {
    const stored = { bytes: await fs.read(path), manifests };
    return ok(recovery === undefined ? stored : { ...stored, recovery: await fs.read(recovery) });
  } catch {
    return fault("file-unreadable");
  }
}

async function settleVault(disk: Disk, vault: HeldVault, rollBack: boolean): Promise<Outcome<null>> {
  if (!vault.undecided) return ok(null);
  return guarded(async () => {
    if (!(await vault.lock.held())) return fault("vault-in-use");
    await settle(disk, vault.path, rollBack);
    vault.undecided = false;
    vault.seen = await lookAt(disk.fs, vault.path);
    return ok(null);
  });
}

async function backUpVault(
  disk: Disk,
  vault: HeldVault,
  reason: BackupReason,
): Promise<Outcome<BackupEntry>> {
  return whenMended(disk, vault, undefined, async () => {
    if (vault.seen === undefined) return fault("vault-missing");
    return ok(await copyToBackup(disk.fs, vault.path, reason));
  });
}

async function lendBackup(fs: FileSystem, path: string, id: string): Promise<Outcome<LentVault>> {
  return guarded(async () => {
    const file = backupPath(path, id);
    const status = file === undefined ? undefined : await statusIfThere(fs, file);
    if (file === undefined || status?.kind !== "file") return fault("backup-missing");
    return ok({ path: file, bytes: Number(status.size), manifests: await backupManifests(fs, file) });
  }, "file-unreadable");
}

async function dropBackup(fs: FileSystem, path: string, id: string): Promise<Outcome<null>> {
  return guarded(async () => {
    const file = backupPath(path, id);
    if (file === undefined) return fault("backup-missing");
    if ((await statusIfThere(fs, dirname(file))) !== undefined) await removeBackup(fs, file);
    return ok(null);
  });
}

async function removeVault(
  disk: Disk,
  held: HeldVaults,
  path: string,
  confirmName: string,
): Promise<Outcome<null>> {
  const { fs } = disk;
  if (confirmName !== vaultName(path)) return fault("bad-arguments");
  const taken = await holdVault(disk, held, path);
  if (!taken.ok) return taken;
  try {
    return await guarded(async () => {
      const side = sideFilesOf(path);
      // The vault first: cut off after it, what remains opens nothing and is cleared for the next of its name.
      for (const name of [path, side.journal, side.recovery, side.nextManifest, side.manifest])
        await removeIfThere(fs, name);
      await removeAllBackups(fs, path);
      await fs.syncFolder(dirname(path));
      return ok(null);
    });
  } finally {
    await letGo(held, path);
  }
}
