import { dirname, extname, join } from "node:path";
import { fault, type Outcome } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import type {
  BackupEntry,
  BackupReason,
  PageCommit,
  StoredVault,
  WholeSave,
} from "../../workers/terms/vault-file.ts";
import type { VaultEntry } from "../contract.ts";
import {
  isUnfinishedOf,
  publishFile,
  realPause,
  replaceFile,
  unfinishedName,
  writeNewFile,
  type Pause,
} from "./durable-write.ts";
import { saveConflictCopy } from "./conflict-copy.ts";
import { takeLock, type FileLock } from "./file-lock.ts";
import {
  diskFileSystem,
  errnoOf,
  removeQuietly,
  sameIdentity,
  statusIfThere,
  type FileIdentity,
  type FileSystem,
} from "./file-system.ts";
import { vaultExtension, vaultName } from "./side-files.ts";
import { writeFault } from "./write-fault.ts";

/** The vault files of this process: which are open, under which lock, and in which state they were last seen. */
export interface VaultStore {
  /** The vaults of a folder, last changed first; none when there is no such folder. */
  list(folder: string): Promise<Outcome<readonly VaultEntry[]>>;
  /** Takes the lock of an existing vault without reading it; `bytes` is the file's size. */
  take(path: string): Promise<Outcome<{ readonly bytes: number }>>;
  /** Takes the lock and reads the whole ciphertext. */
  open(path: string): Promise<Outcome<StoredVault>>;
  /** Takes the lock of a vault that does not exist yet, making its folder. Nothing is written but the lock. */
  reserve(path: string): Promise<Outcome<null>>;
  /** Writes the ciphertext of a vault this process holds; answers once it is durable, with the time. */
  save(path: string, file: WholeSave): Promise<Outcome<{ readonly at: string }>>;
  /** Writes changed pages; answers once they are durable, with the time. */
  commit(path: string, commit: PageCommit): Promise<Outcome<{ readonly at: string }>>;
  settle(path: string, rollBack: boolean): Promise<Outcome<null>>;
  backUp(path: string, reason: BackupReason): Promise<Outcome<BackupEntry>>;
  listBackups(path: string): Promise<Outcome<readonly BackupEntry[]>>;
  readBackup(path: string, id: string): Promise<Outcome<StoredVault>>;
  dropBackup(path: string, id: string): Promise<Outcome<null>>;
  /** Writes a vault this process holds under a free name beside it, for its own was changed by another program. */
  saveConflictCopy(path: string, file: WholeSave): Promise<Outcome<{ readonly path: string }>>;
  /** Gives the lock back; fine for a vault that is not open. */
  close(path: string): Promise<Outcome<null>>;
  /** Removes a vault whose name without extension is `confirmName`. */
  remove(path: string, confirmName: string): Promise<Outcome<null>>;
  /** Gives all locks back. */
  closeAll(): Promise<void>;
}

interface OpenVault {
  readonly lock: FileLock;
  /** The file as this process last read or wrote it; undefined until a new vault's first save. */
  seen: FileIdentity | undefined;
  /** The save under way, for saves of one vault run one after the other. */
  saving: Promise<unknown>;
}

interface Surroundings {
  readonly fs: FileSystem;
  readonly wait: Pause;
  readonly open: Map<string, OpenVault>;
}

/** A store over a file system, the real disk by default. */
export function createVaultStore(fs: FileSystem = diskFileSystem, wait: Pause = realPause): VaultStore {
  const around: Surroundings = { fs, wait, open: new Map() };
  const close = async (path: string): Promise<Outcome<null>> => {
    const vault = around.open.get(path);
    around.open.delete(path);
    await vault?.saving.catch(() => undefined);
    await vault?.lock.release();
    return ok(null);
  };
  return {
    list: (folder) => listVaults(fs, folder),
    take: (path) => takeVault(around, path),
    open: (path) => openVault(around, path),
    reserve: (path) => reserveVault(around, path),
    save: async (path, { bytes }) => {
      const vault = around.open.get(path);
      if (vault === undefined) return fault("vault-locked");
      const turn = vault.saving.then(() => saveVault(around, path, vault, bytes));
      vault.saving = turn.catch(() => undefined);
      return turn;
    },
    commit: async (path, commit) => {
      const vault = around.open.get(path);
      if (vault === undefined) return fault("vault-locked");
      const turn = vault.saving.then(async () => {
        const bytes = new Uint8Array(commit.pageCount * 4096);
        bytes.set((await fs.read(path)).subarray(0, bytes.byteLength));
        commit.pages.forEach((page, i) => {
          bytes.set(commit.bytes.subarray(i * 4096, (i + 1) * 4096), (page - 1) * 4096);
        });
        return saveVault(around, path, vault, bytes);
      });
      vault.saving = turn.catch(() => undefined);
      return turn;
    },
    settle: () => Promise.resolve(ok(null)),
    backUp: () => Promise.resolve(fault("internal")),
    listBackups: () => Promise.resolve(ok([])),
    readBackup: () => Promise.resolve(fault("internal")),
    dropBackup: () => Promise.resolve(fault("internal")),
    saveConflictCopy: async (path, file) =>
      around.open.has(path) ? saveConflictCopy(fs, path, file) : fault("vault-locked"),
    close,
    remove: (path, confirmName) => removeVault(around, path, confirmName, close),
    closeAll: async () => {
      for (const path of [...around.open.keys()]) await close(path);
    },
  };
}

async function listVaults(fs: FileSystem, folder: string): Promise<Outcome<readonly VaultEntry[]>> {
  let names: readonly string[];
  try {
    names = await fs.list(folder);
  } catch (error) {
    return errnoOf(error) === "ENOENT" ? ok([]) : fault("vault-missing");
  }
  const entries: VaultEntry[] = [];
  for (const name of names) {
    if (name.startsWith(".") || extname(name) !== vaultExtension) continue;
    const path = join(folder, name);
    const status = await statusIfThere(fs, path).catch(() => undefined);
    if (status?.kind !== "file") continue;
    const modifiedAt = new Date(Number(status.mtimeNs / 1_000_000n)).toISOString();
    entries.push({ path, name: vaultName(name), bytes: Number(status.size), modifiedAt });
  }
  return ok(entries.sort((a, b) => (a.modifiedAt < b.modifiedAt ? 1 : -1)));
}

async function takeVault(around: Surroundings, path: string): Promise<Outcome<{ readonly bytes: number }>> {
  try {
    const status = await statusIfThere(around.fs, path);
    if (status === undefined) return fault("vault-missing");
    if (status.kind !== "file") return fault("not-a-vault");
    const wasOpen = around.open.has(path);
    const locked = await lockVault(around, path);
    if (!locked.ok) return locked;
    await locked.value.saving.catch(() => undefined);
    try {
      // Asked again under the lock: whoever held it before may have saved in between.
      const seen = await around.fs.status(path);
      locked.value.seen = seen;
      await sweep(around.fs, path);
      return ok({ bytes: Number(seen.size) });
    } catch (error) {
      if (!wasOpen) await letGo(around, path);
      throw error;
    }
  } catch (error) {
    return errnoOf(error) === "ENOENT" ? fault("vault-missing") : writeFault(error, "save-failed");
  }
}

async function letGo(around: Surroundings, path: string): Promise<void> {
  const vault = around.open.get(path);
  around.open.delete(path);
  await vault?.lock.release();
}

async function openVault(around: Surroundings, path: string): Promise<Outcome<StoredVault>> {
  const wasOpen = around.open.has(path);
  const taken = await takeVault(around, path);
  if (!taken.ok) return taken;
  try {
    return ok({ bytes: await around.fs.read(path), manifests: [] });
  } catch {
    if (!wasOpen) await letGo(around, path);
    return fault("file-unreadable");
  }
}

async function reserveVault(around: Surroundings, path: string): Promise<Outcome<null>> {
  try {
    if ((await statusIfThere(around.fs, path)) !== undefined) return fault("vault-exists");
    await around.fs.makeFolder(dirname(path));
    const locked = await lockVault(around, path);
    return locked.ok ? ok(null) : locked;
  } catch (error) {
    return writeFault(error, "save-failed");
  }
}

/** The open vault of a path: the one this process already holds (a reloaded window), or newly locked. */
async function lockVault(around: Surroundings, path: string): Promise<Outcome<OpenVault>> {
  const already = around.open.get(path);
  if (already !== undefined && (await already.lock.held())) return ok(already);
  const lock = await takeLock(around.fs, path);
  if (!lock.ok) return fault("vault-in-use");
  const vault: OpenVault = { lock: lock.value, seen: undefined, saving: Promise.resolve() };
  around.open.set(path, vault);
  return ok(vault);
}

async function saveVault(
  around: Surroundings,
  path: string,
  vault: OpenVault,
  bytes: Uint8Array,
): Promise<Outcome<{ readonly at: string }>> {
  const { fs } = around;
  try {
    if (!(await vault.lock.held())) return fault("vault-in-use");
    if (await changedOutside(fs, path, vault)) return fault("vault-changed-outside");
    const unfinished = unfinishedName(path);
    await writeNewFile(fs, unfinished, bytes);
    const written = await putInPlace(around, path, vault, unfinished);
    if (written === undefined) return fault("vault-changed-outside");
    // A rename keeps inode, size and time: what was written is what is there now, whatever fails below.
    vault.seen = written;
    await fs.syncFolder(dirname(path));
    return ok({ at: new Date().toISOString() });
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return fault("vault-changed-outside");
    return writeFault(error, "save-failed");
  }
}

/**
 * Gives the finished file the vault's name, and answers its identity; undefined when another program
 * stepped in while it was being written. The finished file's hidden name is gone in every case.
 */
async function putInPlace(
  around: Surroundings,
  path: string,
  vault: OpenVault,
  unfinished: string,
): Promise<FileIdentity | undefined> {
  const { fs } = around;
  try {
    const written = await fs.status(unfinished);
    if (await changedOutside(fs, path, vault)) return undefined;
    // A new vault's first save never overwrites what appeared under its name.
    if (vault.seen === undefined) await publishFile(fs, unfinished, path);
    else await replaceFile(fs, unfinished, path, around.wait);
    return written;
  } finally {
    await removeQuietly(fs, unfinished);
  }
}

/** A vault that was removed outside may be written again: nothing is overwritten, and the user keeps the data. */
async function changedOutside(fs: FileSystem, path: string, vault: OpenVault): Promise<boolean> {
  const status = await statusIfThere(fs, path);
  if (status === undefined) return false;
  return vault.seen === undefined || status.kind !== "file" || !sameIdentity(status, vault.seen);
}

async function removeVault(
  around: Surroundings,
  path: string,
  confirmName: string,
  close: (path: string) => Promise<Outcome<null>>,
): Promise<Outcome<null>> {
  if (confirmName !== vaultName(path)) return fault("bad-arguments");
  const taken = await takeVault(around, path);
  if (!taken.ok) return taken;
  try {
    await around.fs.remove(path);
    await around.fs.syncFolder(dirname(path));
    return ok(null);
  } catch (error) {
    return writeFault(error, "save-failed");
  } finally {
    await close(path);
  }
}

/** Removes what a killed save left beside a vault whose lock we hold. */
async function sweep(fs: FileSystem, path: string): Promise<void> {
  const folder = dirname(path);
  const names = await fs.list(folder).catch((): readonly string[] => []);
  for (const name of names) if (isUnfinishedOf(path, name)) await removeQuietly(fs, join(folder, name));
}
