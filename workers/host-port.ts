import * as v from "valibot";
import type { Outcome } from "./base/fault.ts";
import {
  backupIdSchema,
  backupReasons,
  leaseSchema,
  pageCommitSchema,
  wholeSaveSchema,
  wholeUpToSchema,
  type BackupEntry,
  type LeasedVault,
  type RenewedLease,
  type StoredVault,
} from "./terms/vault-file.ts";

const nothing = v.strictObject({});
const bytes = v.instance(Uint8Array);
const folder = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const files = v.array(v.strictObject({ name, bytes }));
const token = v.strictObject({ token: v.pipe(v.string(), v.maxLength(200)) });

/** What the vault worker may ask of the host, by way of the window: its own file, and releases. No path but a release's folder. */
export const hostPortInputs = {
  readVault: nothing,
  leaseVault: v.strictObject({ wholeUpTo: wholeUpToSchema }),
  leaseBackup: v.strictObject({ id: backupIdSchema, wholeUpTo: wholeUpToSchema }),
  renewLease: nothing,
  endLease: v.strictObject({ lease: leaseSchema }),
  writeVault: wholeSaveSchema,
  commitVault: pageCommitSchema,
  settleVault: v.strictObject({ rollBack: v.boolean() }),
  backUpVault: v.strictObject({ reason: v.picklist(backupReasons) }),
  listBackups: nothing,
  readBackup: v.strictObject({ id: backupIdSchema }),
  dropBackup: v.strictObject({ id: backupIdSchema }),
  readErasureLog: nothing,
  writeErasureLog: v.strictObject({ log: bytes }),
  saveConflictCopy: wholeSaveSchema,
  stageRelease: v.strictObject({ folder, files }),
  beginRelease: v.strictObject({ folder }),
  appendRelease: v.strictObject({
    ...token.entries,
    file: v.pipe(v.number(), v.integer(), v.minValue(0)),
    bytes,
  }),
  finishRelease: v.strictObject({ ...token.entries, names: v.array(name), beside: files }),
  publishRelease: token,
  discardRelease: token,
};

type HostPortInput<K extends keyof typeof hostPortInputs> = v.InferOutput<(typeof hostPortInputs)[K]>;

type Nothing = Readonly<Record<string, never>>;

export interface HostPortApi {
  /** `stored` is absent for a vault not saved yet. */
  readonly readVault: (input: Nothing) => Promise<Outcome<{ readonly stored?: StoredVault }>>;
  /** Like `readVault`, but a larger file is kept open. */
  readonly leaseVault: (
    input: HostPortInput<"leaseVault">,
  ) => Promise<Outcome<{ readonly stored?: StoredVault | LeasedVault }>>;
  readonly leaseBackup: (input: HostPortInput<"leaseBackup">) => Promise<Outcome<StoredVault | LeasedVault>>;
  readonly renewLease: (input: Nothing) => Promise<Outcome<RenewedLease>>;
  readonly endLease: (input: HostPortInput<"endLease">) => Promise<Outcome<null>>;
  readonly writeVault: (input: HostPortInput<"writeVault">) => Promise<Outcome<{ readonly at: string }>>;
  readonly commitVault: (input: HostPortInput<"commitVault">) => Promise<Outcome<{ readonly at: string }>>;
  readonly settleVault: (input: HostPortInput<"settleVault">) => Promise<Outcome<null>>;
  readonly backUpVault: (input: HostPortInput<"backUpVault">) => Promise<Outcome<BackupEntry>>;
  readonly listBackups: (input: Nothing) => Promise<Outcome<readonly BackupEntry[]>>;
  readonly readBackup: (input: HostPortInput<"readBackup">) => Promise<Outcome<StoredVault>>;
  readonly dropBackup: (input: HostPortInput<"dropBackup">) => Promise<Outcome<null>>;
  /** `log` is absent where there is none. */
  readonly readErasureLog: (input: Nothing) => Promise<Outcome<{ readonly log?: Uint8Array }>>;
  readonly writeErasureLog: (input: HostPortInput<"writeErasureLog">) => Promise<Outcome<null>>;
  readonly saveConflictCopy: (
    input: HostPortInput<"saveConflictCopy">,
  ) => Promise<Outcome<{ readonly path: string }>>;
  readonly stageRelease: (
    input: HostPortInput<"stageRelease">,
  ) => Promise<Outcome<{ readonly token: string }>>;
  readonly beginRelease: (
    input: HostPortInput<"beginRelease">,
  ) => Promise<Outcome<{ readonly token: string }>>;
  /** The bytes are given away. */
  readonly appendRelease: (input: HostPortInput<"appendRelease">) => Promise<Outcome<null>>;
  readonly finishRelease: (input: HostPortInput<"finishRelease">) => Promise<Outcome<null>>;
  readonly publishRelease: (
    input: HostPortInput<"publishRelease">,
  ) => Promise<Outcome<{ readonly paths: readonly string[] }>>;
  readonly discardRelease: (input: HostPortInput<"discardRelease">) => Promise<Outcome<null>>;
}
