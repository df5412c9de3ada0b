import { dirname, extname, join } from "node:path";
import * as v from "valibot";
import { fault, type Outcome } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import type { LeasedVault, RenewedLease } from "../../workers/terms/vault-file.ts";
import {
  hostInputs,
  type HostApi,
  type HostInfo,
  type HostInput,
  type LentMethod,
  type NetworkCount,
} from "../contract.ts";
import { diskFileSystem, type FileSystem } from "../vaultfile/file-system.ts";
import { createReleaseWriter, type ReleaseWriter } from "../vaultfile/release-writer.ts";
import { vaultExtension } from "../vaultfile/side-files.ts";
import { createVaultStore, type LentVault, type VaultStore } from "../vaultfile/vault-store.ts";
import type { Dialogs } from "./dialogs.ts";
import { keyCalls, type DoorParts } from "./key-calls.ts";
import { createKeychainStore, noKeychain, type SystemKeychain } from "./keychain.ts";
import { createLockSignals, processTicker, sleepWatcher, type Presence } from "./lock-signals.ts";
import { createTries } from "./tries.ts";
import { typedToPath, vaultFileName, withVaultExtension, type Folders } from "./folders.ts";

/** What a host is made of; all but the disk is the host's own. */
export interface HostParts {
  readonly kind: HostInfo["kind"];
  readonly version: string;
  readonly languages: readonly string[];
  readonly folders: Folders;
  readonly dialogs: Dialogs;
  readonly networkCount: () => NetworkCount;
  /** None when left out. */
  readonly keychain?: SystemKeychain;
  /** The clock alone when left out: it shows that the machine slept. */
  readonly presence?: Presence;
  readonly fs?: FileSystem;
}

/** The one implementation of the host contract; hosts differ only in how a call travels. */
export interface HostService {
  readonly api: HostApi;
  /** Answers a call from the window: the method by name, its argument unchecked. Never rejects. */
  answer(method: string, input: unknown): Promise<Outcome<unknown>>;
  /** Like the method, but leaves reading to the caller: for a host that hands the files over instead of their bytes. */
  lend(method: LentMethod, input: unknown): Promise<Outcome<LentVault | LeasedVault | RenewedLease>>;
  /** Where a browser of this user finds a leased file. */
  reachedAt(lease: string): string | undefined;
  /** Discards what is staged and gives all locks back. */
  close(): Promise<void>;
}

interface Inner extends DoorParts {
  readonly parts: HostParts;
  readonly store: VaultStore;
  readonly releases: ReleaseWriter;
  /** Paths a person chose, or that were listed: the window can name no other. */
  readonly vaultPaths: Set<string>;
  readonly releaseFolders: Set<string>;
}

/** A host service over its parts. */
export function createHostService(parts: HostParts): HostService {
  const fs = parts.fs ?? diskFileSystem;
  const inner: Inner = {
    parts,
    store: createVaultStore(fs),
    releases: createReleaseWriter(fs),
    tries: createTries(),
    keychain: createKeychainStore(fs, parts.keychain ?? noKeychain),
    lockSignals: createLockSignals(parts.presence ?? sleepWatcher(processTicker)),
    vaultPaths: new Set(),
    releaseFolders: new Set([parts.folders.releases]),
  };
  const api = Object.freeze({
    ...vaultCalls(inner),
    ...leaseCalls(inner),
    ...keyCalls(inner, (path) => inner.vaultPaths.has(path)),
    ...releaseCalls(inner),
    ...machineCalls(inner),
  });
  return {
    api,
    answer: (method, input) => answer(api, method, input),
    lend: (method, input) => lend(inner, method, input),
    reachedAt: (lease) => inner.store.leases.reachedAt(lease),
    close: async () => {
      inner.lockSignals.close();
      await inner.releases.discardAll();
      await inner.store.closeAll();
    },
  };
}

async function lend(
  { store, tries, vaultPaths }: Inner,
  method: LentMethod,
  input: unknown,
): Promise<Outcome<LentVault | LeasedVault | RenewedLease>> {
  const parsed = v.safeParse(hostInputs[method], input);
  if (!parsed.success) return fault("bad-arguments");
  const { path, id = "", wholeUpTo = 0 } = parsed.output as LentInput;
  if (!vaultPaths.has(path)) return fault("vault-missing");
  switch (method) {
    case "openVault":
      return tries.refusal(path) ?? store.lend(path);
    case "leaseVault":
      return tries.refusal(path) ?? store.lease(path, wholeUpTo);
    case "renewLease":
      return store.renewLease(path);
    case "readBackup":
      return store.lendBackup(path, id);
    case "leaseBackup":
      return store.leaseBackup(path, id, wholeUpTo);
  }
}

/** What any of the lent methods takes. */
interface LentInput {
  readonly path: string;
  readonly id?: string;
  readonly wholeUpTo?: number;
}

/** One call by name. What is not a method of the contract, or does not fit its schema, is refused; a bug is `internal`. */
async function answer(api: HostApi, method: string, input: unknown): Promise<Outcome<unknown>> {
  if (!isHostMethod(method)) return fault("bad-arguments");
  const parsed = v.safeParse(hostInputs[method], input);
  if (!parsed.success) return fault("bad-arguments");
  try {
    const call = api[method] as (input: unknown) => Promise<Outcome<unknown>>;
    return await call(parsed.output);
  } catch {
    return fault("internal");
  }
}

function isHostMethod(name: string): name is keyof HostApi {
  return Object.hasOwn(hostInputs, name);
}

type LeaseCalls = "leaseVault" | "leaseBackup" | "renewLease" | "readLeased" | "endLease";

function leaseCalls({ store, tries, vaultPaths }: Inner): Pick<HostApi, LeaseCalls> {
  const { leases } = store;
  return {
    leaseVault: async ({ path, wholeUpTo }) => {
      if (!vaultPaths.has(path)) return fault("vault-missing");
      return tries.refusal(path) ?? store.readLent(await store.lease(path, wholeUpTo));
    },
    leaseBackup: async ({ path, id, wholeUpTo }) =>
      vaultPaths.has(path)
        ? store.readLent(await store.leaseBackup(path, id, wholeUpTo))
        : fault("vault-missing"),
    renewLease: async ({ path }) => (vaultPaths.has(path) ? store.renewLease(path) : fault("vault-missing")),
    // A lease is known only to whom it was given, and is of a file it was given for.
    readLeased: ({ lease, at, length }) => leases.read(lease, at, length),
    endLease: async ({ lease }) => {
      await leases.end(lease);
      return ok(null);
    },
  };
}

type VaultCalls =
  | "listVaults"
  | "chooseVault"
  | "openVault"
  | "reserveVault"
  | "saveVault"
  | "commitVault"
  | "settleVault"
  | "backUpVault"
  | "listBackups"
  | "readBackup"
  | "dropBackup"
  | "readErasureLog"
  | "writeErasureLog"
  | "saveConflictCopy"
  | "closeVault"
  | "deleteVault";

function vaultCalls(inner: Inner): Pick<HostApi, VaultCalls> {
  const { store, parts, vaultPaths } = inner;
  /** Runs a call on a path a person chose; any other does not exist for the window. */
  const onKnown = async <T>(
    path: string,
    call: (path: string) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> => (vaultPaths.has(path) ? call(path) : fault("vault-missing"));
  return {
    listVaults: async () => {
      const listed = await store.list(parts.folders.vaults);
      if (listed.ok) for (const entry of listed.value) vaultPaths.add(entry.path);
      return listed;
    },
    chooseVault: async (input) => {
      const path = await chosenVault(inner, input);
      if (path === undefined) return ok(null);
      vaultPaths.add(path);
      return ok({ path });
    },
    openVault: ({ path }) =>
      onKnown(path, async (known) => inner.tries.refusal(known) ?? (await store.open(known))),
    reserveVault: ({ path }) => onKnown(path, (known) => store.reserve(known)),
    saveVault: ({ path, ...file }) => onKnown(path, (known) => store.save(known, file)),
    commitVault: ({ path, ...commit }) => onKnown(path, (known) => store.commit(known, commit)),
    settleVault: ({ path, rollBack }) => onKnown(path, (known) => store.settle(known, rollBack)),
    backUpVault: ({ path, reason }) => onKnown(path, (known) => store.backUp(known, reason)),
    listBackups: ({ path }) => onKnown(path, (known) => store.listBackups(known)),
    readBackup: ({ path, id }) => onKnown(path, (known) => store.readBackup(known, id)),
    dropBackup: ({ path, id }) => onKnown(path, (known) => store.dropBackup(known, id)),
    readErasureLog: ({ path }) => onKnown(path, (known) => store.readErasureLog(known)),
    writeErasureLog: ({ path, log }) => onKnown(path, (known) => store.writeErasureLog(known, log)),
    saveConflictCopy: async ({ path, ...file }) => {
      const copied = await onKnown(path, (known) => store.saveConflictCopy(known, file));
      if (copied.ok) vaultPaths.add(copied.value.path);
      return copied;
    },
    closeVault: ({ path }) => onKnown(path, (known) => store.close(known)),
    deleteVault: ({ path, confirmName }) =>
      onKnown(path, async (known) => {
        const removed = await store.remove(known, confirmName);
        if (removed.ok) await inner.keychain.forget(known);
        return removed;
      }),
  };
}

/** A dialog's answer or, in a host that has none, the typed path; a new vault without one gets its name's. */
async function chosenVault(inner: Inner, input: HostInput<"chooseVault">): Promise<string | undefined> {
  const { dialogs, folders } = inner.parts;
  const suggested = join(folders.vaults, vaultFileName(input.suggestedName));
  if (dialogs.native) {
    const chosen = await dialogs.chooseVault(input.mode, suggested);
    if (chosen === undefined) return undefined;
    return input.mode === "create" ? withVaultExtension(chosen) : chosen;
  }
  if (input.typedPath !== undefined) return withVaultExtension(typedToPath(input.typedPath, folders.vaults));
  return input.mode === "create" ? suggested : undefined;
}

type ReleaseCalls =
  | "chooseReleaseFolder"
  | "stageRelease"
  | "beginRelease"
  | "appendRelease"
  | "finishRelease"
  | "publishRelease"
  | "discardRelease";

/** A released file must not take a vault's name, not even one that is free. */
const isVaultName = (name: string): boolean => extname(name).toLowerCase() === vaultExtension;

function releaseCalls(inner: Inner): Pick<HostApi, ReleaseCalls> {
  const { releases, parts, releaseFolders } = inner;
  return {
    chooseReleaseFolder: async ({ typedPath }) => {
      const path = parts.dialogs.native
        ? await parts.dialogs.chooseFolder(parts.folders.releases)
        : typedPath === undefined
          ? parts.folders.releases
          : typedToPath(typedPath, parts.folders.releases);
      if (path === undefined) return ok(null);
      releaseFolders.add(path);
      return ok({ path });
    },
    stageRelease: async ({ folder, files }) => {
      if (!releaseFolders.has(folder) || files.some(({ name }) => isVaultName(name)))
        return fault("release-path-refused");
      return releases.stage(folder, files);
    },
    beginRelease: async ({ folder }) =>
      releaseFolders.has(folder) ? releases.begin(folder) : fault("release-path-refused"),
    appendRelease: ({ token, file, bytes }) => releases.append(token, file, bytes),
    finishRelease: async ({ token, names, beside }) => {
      if (![...names, ...beside.map(({ name }) => name)].some(isVaultName))
        return releases.finish(token, names, beside);
      await releases.discard(token);
      return fault("release-path-refused");
    },
    publishRelease: ({ token }) => releases.publish(token),
    discardRelease: ({ token }) => releases.discard(token),
  };
}

function machineCalls(inner: Inner): Pick<HostApi, "hostInfo" | "networkCount" | "showFolder"> {
  const { parts } = inner;
  return {
    hostInfo: () => {
      const info: HostInfo = {
        kind: parts.kind,
        platform: process.platform,
        version: parts.version,
        nativeDialogs: parts.dialogs.native,
        systemIdle: parts.presence?.idleSeconds !== undefined,
        vaultFolder: parts.folders.vaults,
        releaseFolder: parts.folders.releases,
        languages: parts.languages,
      };
      return Promise.resolve(ok(info));
    },
    networkCount: () => Promise.resolve(ok(parts.networkCount())),
    showFolder: async ({ path }) => {
      const known =
        inner.releaseFolders.has(path) || [...inner.vaultPaths].some((vault) => dirname(vault) === path);
      if (!known && path !== parts.folders.vaults) return fault("release-path-refused");
      await parts.dialogs.showFolder(path);
      return ok(null);
    },
  };
}
