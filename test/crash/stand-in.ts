import { createHash } from "node:crypto";
import type { Outcome } from "../../workers/base/fault.ts";
import { readRollbackJournal } from "../../workers/base/rollback-journal.ts";
import type { BackupEntry, StoredVault } from "../../workers/terms/vault-file.ts";
import type { FileSystem } from "../../main/vaultfile/file-system.ts";
import { createVaultStore, type VaultStore } from "../../main/vaultfile/vault-store.ts";
import { random, type Random } from "./random.ts";

/*
 * What stands in for the vault worker: pages that carry a keyed hash of themselves and their number, and a manifest
 * with a root over those hashes. All that the host's promise is about, without a database and a slow key.
 */

export const pageBytes = 4096;

/** A state of the vault, as it was given to the store. */
export interface VaultState {
  readonly bytes: Uint8Array;
  readonly manifest: Uint8Array;
}

/** What was asked for and what was answered, up to a power loss. */
export interface Course {
  /** The last state that was answered for; undefined when there is none yet. */
  acknowledged: VaultState | undefined;
  /** States that were asked for since and not answered for, or with a fault: the vault may be in any of them. */
  asked: VaultState[];
  /** Backups that were answered for, and the state each holds. */
  readonly backups: Map<string, VaultState>;
  /** A state a backup that was not answered for may hold. */
  backupAsked: VaultState | undefined;
  /** Backups that were asked to be dropped: they may be there or not. */
  readonly dropped: Map<string, VaultState>;
}

/** The worker's side of one vault. */
export interface StandIn {
  readonly store: VaultStore;
  readonly course: Course;
  readonly chance: Random;
  /** Goes on from a vault as it was found. */
  adopt(state: VaultState): void;
  /** Saves the whole file with that many pages, all new. */
  whole(pages: number): Promise<boolean>;
  /** Commits `changed` pages of the present ones, and the size of `pages`. */
  commit(changed: readonly number[], pages: number): Promise<boolean>;
  /** From now on pages and manifests are made with another key, as after a change of the passphrase. */
  rekey(): void;
  backUp(): Promise<BackupEntry | undefined>;
  drop(id: string): Promise<void>;
  /** Saves a backup over the vault. */
  restore(id: string): Promise<boolean>;
  /** Gives the vault back and opens it again. */
  reopen(): Promise<void>;
}

const tag = (key: number, page: number, body: Uint8Array): Buffer =>
  createHash("sha512")
    .update(`${String(key)} ${String(page)}`)
    .update(body)
    .digest();

function pagesOf(bytes: Uint8Array): number {
  return bytes.byteLength / pageBytes;
}

function pageOf(bytes: Uint8Array, page: number): Uint8Array {
  return bytes.subarray((page - 1) * pageBytes, page * pageBytes);
}

/** Whether every page is one a stand-in made for its place. */
export function isAuthentic(bytes: Uint8Array): boolean {
  for (let page = 1; page <= pagesOf(bytes); page++) {
    const body = pageOf(bytes, page).subarray(0, pageBytes - 64);
    // The key's number is written in the page: the stand-in knows all keys there were.
    const key = new DataView(body.buffer, body.byteOffset).getUint32(0);
    if (!tag(key, page, body).equals(pageOf(bytes, page).subarray(pageBytes - 64))) return false;
  }
  return true;
}

function rootOf(bytes: Uint8Array): string {
  const hash = createHash("sha256");
  for (let at = pageBytes; at <= bytes.byteLength; at += pageBytes) hash.update(bytes.subarray(at - 64, at));
  return `${hash.digest("hex")} ${String(bytes.byteLength)}`;
}

/** The number of the save a manifest was made for. */
export function saveNumber(manifest: Uint8Array): number {
  return Number(new TextDecoder().decode(manifest).split(" ")[2]);
}

/** Whether a manifest is the one of that file. */
export function vouchesFor(manifest: Uint8Array, bytes: Uint8Array): boolean {
  return new TextDecoder().decode(manifest).startsWith(`${rootOf(bytes)} `);
}

/** A stand-in on a disk, its vault not made yet. */
export function standIn(disk: FileSystem, path: string, seed: number): StandIn {
  const chance = random(seed);
  const store = createVaultStore(disk, () => Promise.resolve());
  const course: Course = {
    acknowledged: undefined,
    asked: [],
    backups: new Map(),
    backupAsked: undefined,
    dropped: new Map(),
  };
  let key = 1;
  let saves = 0;
  const newPage = (page: number): Uint8Array => {
    const bytes = chance.bytes(pageBytes);
    new DataView(bytes.buffer).setUint32(0, key);
    bytes.set(tag(key, page, bytes.subarray(0, pageBytes - 64)), pageBytes - 64);
    return bytes;
  };
  const stateOf = (bytes: Uint8Array): VaultState => ({
    bytes,
    manifest: new TextEncoder().encode(`${rootOf(bytes)} ${String(++saves)}`),
  });
  const settle = (state: VaultState, outcome: Outcome<unknown>): boolean => {
    if (outcome.ok) {
      course.acknowledged = state;
      course.asked = [];
    }
    return outcome.ok;
  };
  const save = async (state: VaultState): Promise<boolean> => {
    if (course.acknowledged === undefined) await store.reserve(path);
    course.asked.push(state);
    return settle(state, await store.save(path, { bytes: state.bytes.slice(), manifest: state.manifest }));
  };
  return {
    store,
    course,
    chance,
    adopt: (state) => {
      course.acknowledged = state;
      saves = saveNumber(state.manifest);
    },
    whole: (pages) => {
      const bytes = new Uint8Array(pages * pageBytes);
      for (let page = 1; page <= pages; page++) bytes.set(newPage(page), (page - 1) * pageBytes);
      return save(stateOf(bytes));
    },
    commit: async (changed, pages) => {
      const before = course.acknowledged?.bytes ?? new Uint8Array(0);
      const bytes = new Uint8Array(pages * pageBytes);
      bytes.set(before.subarray(0, bytes.byteLength));
      const numbers = new Set(changed.filter((page) => page <= pages));
      // What a commit that failed was to change is owed by the next one, which may find it done or not.
      const shortest = Math.min(...[before, ...course.asked.map((state) => state.bytes)].map(pagesOf));
      for (let page = shortest + 1; page <= pages; page++) numbers.add(page);
      for (const { bytes: failed } of course.asked)
        for (let page = 1; page <= Math.min(pagesOf(failed), pages); page++)
          if (Buffer.compare(pageOf(failed, page), pageOf(before, page)) !== 0) numbers.add(page);
      const ordered = [...numbers].sort((a, b) => a - b);
      const part = new Uint8Array(ordered.length * pageBytes);
      ordered.forEach((page, i) => {
        const made = newPage(page);
        bytes.set(made, (page - 1) * pageBytes);
        part.set(made, i * pageBytes);
      });
      const state = stateOf(bytes);
      course.asked.push(state);
      const commit = { pageCount: pages, pages: ordered, bytes: part, manifest: state.manifest };
      return settle(state, await store.commit(path, commit));
    },
    rekey: () => {
      key++;
    },
    backUp: async () => {
      course.backupAsked = course.acknowledged;
      const made = await store.backUp(path, "asked");
      if (!made.ok || course.acknowledged === undefined) return undefined;
      course.backups.set(made.value.id, course.acknowledged);
      course.backupAsked = undefined;
      return made.value;
    },
    drop: async (id) => {
      const state = course.backups.get(id);
      if (state !== undefined) course.dropped.set(id, state);
      course.backups.delete(id);
      await store.dropBackup(path, id);
    },
    restore: async (id) => {
      const read = await store.readBackup(path, id);
      return read.ok && save(stateOf(read.value.bytes));
    },
    reopen: async () => {
      await store.close(path);
      await store.open(path);
    },
  };
}

/** Opens a vault as the worker does: settles what the host cannot, and reads again. Undefined where there is none. */
export async function openAsWorker(store: VaultStore, path: string): Promise<StoredVault | undefined> {
  const read = await store.open(path);
  if (!read.ok && read.error.code === "vault-missing") return undefined;
  if (!read.ok) throw new Error(`opening answers ${read.error.code}`);
  const { bytes, recovery } = read.value;
  if (recovery === undefined) return read.value;
  if (readRollbackJournal(recovery) === undefined) throw new Error("the recovery journal is none");
  const settled = await store.settle(path, !isAuthentic(bytes));
  if (!settled.ok) throw new Error(`settling answers ${settled.error.code}`);
  const again = await store.open(path);
  if (!again.ok || again.value.recovery !== undefined) throw new Error("settling did not settle");
  return again.value;
}
