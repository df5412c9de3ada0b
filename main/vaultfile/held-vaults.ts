import { basename, dirname, join } from "node:path";
import { fault, type Outcome } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import { isConflictCopyOf } from "./conflict-copy.ts";
import { unfinishedOf } from "./durable-write.ts";
import { takeLock, type OtherHolder } from "./file-lock.ts";
import { errnoOf, removeQuietly, statusIfThere, type FileSystem } from "./file-system.ts";
import { clearForNew, heal, type Disk } from "./heal.ts";
import { lookAt, type HeldVault } from "./held-vault.ts";
import { writeFault } from "./write-fault.ts";

/** The vaults of this process, by path. */
export type HeldVaults = Map<string, HeldVault>;

/**
 * Takes the lock of an existing vault and heals it; one already held (a reloaded window) is looked at anew.
 * Faults: "vault-missing", "not-a-vault", "vault-in-use", and those of writing.
 */
export async function holdVault(disk: Disk, held: HeldVaults, path: string): Promise<Outcome<HeldVault>> {
  const { fs } = disk;
  try {
    const status = await statusIfThere(fs, path);
    if (status === undefined) return fault("vault-missing");
    if (status.kind !== "file") return fault("not-a-vault");
    const wasHeld = held.has(path);
    const locked = await lockVault(fs, held, path);
    if (!locked.ok) return locked;
    const done = await inTurn(locked.value, () => makeReady(disk, locked.value)).catch((error: unknown) =>
      openFault(error),
    );
    if (done.ok) return locked;
    if (!wasHeld) await letGo(held, path);
    return done;
  } catch (error) {
    return openFault(error);
  }
}

function openFault(error: unknown): ReturnType<typeof fault> {
  return errnoOf(error) === "ENOENT" ? fault("vault-missing") : writeFault(error, "save-failed");
}

/** Under the lock: whoever held it before may have been cut off, or may have saved in between. */
async function makeReady(disk: Disk, vault: HeldVault): Promise<Outcome<null>> {
  await sweep(disk.fs, vault.path);
  return mend(disk, vault);
}

/**
 * Heals a held vault and looks at its file anew. Fault: "vault-in-use" where another program has to heal first.
 *
 * @throws the file system's error; the vault stays `unhealed`.
 */
export async function mend(disk: Disk, vault: HeldVault): Promise<Outcome<null>> {
  vault.unhealed = true;
  if ((await statusIfThere(disk.fs, vault.path)) === undefined) {
    // Removed outside: there is nothing to heal, and what is left of a commit to it must not meet a new file.
    await clearForNew(disk.fs, vault.path);
    vault.undecided = false;
    vault.unhealed = false;
    return ok(null);
  }
  const healing = await heal(disk, vault.path);
  if (healing === "in-use") return fault("vault-in-use");
  vault.undecided = healing === "undecided";
  vault.seen = await lookAt(disk.fs, vault.path);
  vault.unhealed = false;
  return ok(null);
}

/** Takes the lock of a vault that does not exist yet, making its folder. */
export async function reserveVault(disk: Disk, held: HeldVaults, path: string): Promise<Outcome<null>> {
  const { fs } = disk;
  try {
    if ((await statusIfThere(fs, path)) !== undefined) return fault("vault-exists");
    await fs.makeFolder(dirname(path));
    const locked = await lockVault(fs, held, path);
    if (!locked.ok) return locked;
    await clearForNew(fs, path);
    return ok(null);
  } catch (error) {
    return writeFault(error, "save-failed");
  }
}

/** The held vault of a path: the one this process already holds, or newly locked. */
/** Says who holds a vault and since when, where its lock tells. */
function inUse({ here, since }: OtherHolder): ReturnType<typeof fault> {
  return since === undefined
    ? fault("vault-in-use")
    : fault("vault-in-use", { kind: here ? "here" : "elsewhere", since });
}

async function lockVault(fs: FileSystem, held: HeldVaults, path: string): Promise<Outcome<HeldVault>> {
  const already = held.get(path);
  if (already !== undefined && (await already.lock.held())) return ok(already);
  const lock = await takeLock(fs, path);
  if (!lock.ok) return inUse(lock.error);
  const vault: HeldVault = {
    path,
    lock: lock.value,
    seen: undefined,
    unhealed: false,
    undecided: false,
    working: Promise.resolve(),
  };
  held.set(path, vault);
  return ok(vault);
}

/** Does one thing after what is under way. */
export function inTurn<T>(vault: HeldVault, work: () => Promise<T>): Promise<T> {
  const turn = vault.working.then(work);
  vault.working = turn.catch(() => undefined);
  return turn;
}

/** Gives the lock back after what is under way. */
export async function letGo(held: HeldVaults, path: string): Promise<void> {
  const vault = held.get(path);
  held.delete(path);
  await vault?.working;
  await vault?.lock.release();
}

/** Removes what a killed save left beside a vault whose lock we hold: hidden files that never got their name. */
async function sweep(fs: FileSystem, path: string): Promise<void> {
  const folder = dirname(path);
  const names = await fs.list(folder).catch((): readonly string[] => []);
  for (const name of names) {
    const meant = unfinishedOf(name);
    if (meant !== undefined && isOurs(path, meant)) await removeQuietly(fs, join(folder, name));
  }
}

function isOurs(path: string, meant: string): boolean {
  const file = basename(path);
  return meant === file || meant === `${file}-journal` || isConflictCopyOf(path, meant);
}
