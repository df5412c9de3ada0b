import type { FaultCode } from "../../workers/base/fault.ts";
import type { FileLock } from "./file-lock.ts";
import {
  sameIdentity,
  statusIfThere,
  type FileIdentity,
  type FileStatus,
  type FileSystem,
} from "./file-system.ts";
import type { Disk } from "./heal.ts";
import { pageBytes, pageTagBytes } from "./manifests.ts";

/**
 * A vault's file as this process last read or wrote it. The tag is page 1's: SQLite writes that page in every
 * transaction, so it tells one state from another.
 */
export interface SeenFile extends FileIdentity {
  readonly tag: Uint8Array;
}

/** A vault this process holds the lock of. */
export interface HeldVault {
  readonly path: string;
  readonly lock: FileLock;
  /** Undefined until a new vault's first save. */
  seen: SeenFile | undefined;
  /** Whether a write failed half-way and could not be taken back yet. */
  unhealed: boolean;
  /** Whether the holder of the key still has to say what becomes of a commit that was cut off. */
  undecided: boolean;
  /** The work under way, for what is done to one vault is done one after the other. */
  working: Promise<unknown>;
}

/** The tag of a file given whole. */
export function tagOf(bytes: Uint8Array): Uint8Array {
  return bytes.slice(pageBytes - pageTagBytes, pageBytes);
}

/** The file at `path` as it is now. @throws the file system's error. */
export async function lookAt(fs: FileSystem, path: string, status?: FileStatus): Promise<SeenFile> {
  const { size, inode, mtimeNs } = status ?? (await fs.status(path));
  const file = await fs.open(path, "read");
  try {
    return { size, inode, mtimeNs, tag: await file.readAt(pageBytes - pageTagBytes, pageTagBytes) };
  } finally {
    await file.close();
  }
}

/**
 * Why a held vault may not be written now: its lock was taken by another, or its file is not the one last seen
 * or not the one the writer builds on (`base`, its tag). A file that was removed is no reason: nothing is overwritten.
 *
 * @throws the file system's error.
 */
export async function whyNotWritable(
  { fs }: Disk,
  vault: HeldVault,
  base: Uint8Array | undefined,
): Promise<FaultCode | undefined> {
  if (!(await vault.lock.held())) return "vault-in-use";
  const status = await statusIfThere(fs, vault.path);
  if (status === undefined) return undefined;
  if (vault.seen === undefined || status.kind !== "file" || !sameIdentity(status, vault.seen))
    return "vault-changed-outside";
  const { tag } = await lookAt(fs, vault.path, status);
  const expected = [vault.seen.tag, base ?? vault.seen.tag];
  return expected.every((known) => Buffer.compare(known, tag) === 0) ? undefined : "vault-changed-outside";
}
