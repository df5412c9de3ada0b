import { fault, type Outcome } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import type { VaultFilePort } from "../../workers/ports.ts";
import type { BackupEntry, PageCommit, StoredVault, WholeSave } from "../../workers/terms/vault-file.ts";

const PAGE_BYTES = 4096;

/** A vault file in memory, with switches that tests turn. */
export interface MemoryVaultFile extends VaultFilePort {
  /** What lies "on the disk"; tests may replace it. */
  stored: StoredVault | undefined;
  /** What was written beside the vault because another program had changed it. */
  readonly conflictCopies: StoredVault[];
  /** The log of erasures beside the backups. */
  erasures: Uint8Array | undefined;
  readonly backups: { readonly entry: BackupEntry; readonly stored: StoredVault }[];
  /** While true, every write answers "save-failed-disk-full". */
  full: boolean;
  /** How often each way of writing was used. */
  readonly counts: { wholes: number; commits: number };
}

/** An empty place for one vault, or one that holds a vault; `now` dates its backups. */
export function memoryVaultFile(stored?: StoredVault, now: () => Date = () => new Date()): MemoryVaultFile {
  let copies = 0;
  const file: MemoryVaultFile = {
    stored,
    conflictCopies: [],
    backups: [],
    erasures: undefined,
    erasureLog: {
      read: () => Promise.resolve(ok(file.erasures?.slice())),
      write: (log) => {
        if (file.full) return Promise.resolve(fault("save-failed-disk-full"));
        file.erasures = log.slice();
        return Promise.resolve(ok(null));
      },
    },
    full: false,
    counts: { wholes: 0, commits: 0 },
    read: () => Promise.resolve(ok(file.stored && { ...file.stored, bytes: file.stored.bytes.slice() })),
    write: (whole) =>
      written(file, () => {
        file.counts.wholes++;
        return asStored(whole);
      }),
    commit: (commit) =>
      written(file, () => {
        file.counts.commits++;
        return applied(file.stored, commit);
      }),
    settle: () => {
      if (file.stored !== undefined)
        file.stored = { bytes: file.stored.bytes, manifests: file.stored.manifests };
      return Promise.resolve(ok(null));
    },
    backUp: (reason) => {
      if (file.stored === undefined) return Promise.resolve(fault("vault-missing"));
      const entry: BackupEntry = {
        id: `${String(++copies)}-${reason}`,
        reason,
        at: now().toISOString(),
        bytes: file.stored.bytes.byteLength,
      };
      file.backups.unshift({ entry, stored: structuredClone(file.stored) });
      return Promise.resolve(ok(entry));
    },
    listBackups: () => Promise.resolve(ok(file.backups.map(({ entry }) => entry))),
    readBackup: (id) => {
      const found = file.backups.find(({ entry }) => entry.id === id);
      return Promise.resolve(
        found === undefined ? fault("vault-missing") : ok(structuredClone(found.stored)),
      );
    },
    dropBackup: (id) => {
      const at = file.backups.findIndex(({ entry }) => entry.id === id);
      if (at >= 0) file.backups.splice(at, 1);
      return Promise.resolve(ok(null));
    },
    saveConflictCopy: (whole) => {
      if (file.full) return Promise.resolve(fault("save-failed-disk-full"));
      file.conflictCopies.push(asStored(whole));
      return Promise.resolve(ok({ path: `conflict ${String(file.conflictCopies.length)}.kura` }));
    },
  };
  return file;
}

function written(file: MemoryVaultFile, next: () => StoredVault): Promise<Outcome<{ at: string }>> {
  if (file.full) return Promise.resolve(fault("save-failed-disk-full"));
  file.stored = next();
  return Promise.resolve(ok({ at: "2026-11-21T00:00:00.000Z" }));
}

function asStored({ bytes, manifest }: WholeSave): StoredVault {
  return { bytes: bytes.slice(), manifests: [manifest.slice()] };
}

function applied(stored: StoredVault | undefined, commit: PageCommit): StoredVault {
  const bytes = new Uint8Array(commit.pageCount * PAGE_BYTES);
  bytes.set((stored?.bytes ?? new Uint8Array(0)).subarray(0, bytes.byteLength));
  commit.pages.forEach((page, i) => {
    bytes.set(commit.bytes.subarray(i * PAGE_BYTES, (i + 1) * PAGE_BYTES), (page - 1) * PAGE_BYTES);
  });
  return { bytes, manifests: [commit.manifest.slice()] };
}
