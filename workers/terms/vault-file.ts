import * as v from "valibot";

/*
 * The vault's file as the host keeps it: ciphertext in whole pages, a small freshness manifest beside it, and
 * backups of both. The host knows bytes only; what they mean is known to the holder of the key.
 */

/** Over shared memory or not: `v.instance` would infer the narrower kind. */
const bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array);
/** A manifest is a few hundred bytes; more is not one of ours. */
const manifest = v.pipe(
  bytes,
  v.check((value) => value.byteLength <= 4096),
);

/** The last 64 bytes of page 1 (its HMAC) of the file that is built on: the host refuses when the disk holds another. */
const base = v.optional(
  v.pipe(
    bytes,
    v.check((value) => value.byteLength === 64),
  ),
);

/** The whole file anew, and the manifest that belongs to it. */
export const wholeSaveSchema = v.strictObject({ bytes, manifest, base });
export type WholeSave = v.InferOutput<typeof wholeSaveSchema>;

/** Changed pages alone: `pages` are numbers from 1, ascending; `bytes` are those pages one after the other. */
export const pageCommitSchema = v.strictObject({
  /** Pages of the file after the commit: fewer than before when it shrank. */
  pageCount: v.pipe(v.number(), v.integer(), v.minValue(1)),
  pages: v.array(v.pipe(v.number(), v.integer(), v.minValue(1))),
  bytes,
  manifest,
  base,
});
export type PageCommit = v.InferOutput<typeof pageCommitSchema>;

/** A vault as it lies on the disk. */
export interface StoredVault {
  readonly bytes: Uint8Array;
  /** The manifests found beside it: the current one first, then one prepared by a commit that was cut off. */
  readonly manifests: readonly Uint8Array[];
  /**
   * The rollback journal (workers/base/rollback-journal.ts) of a commit that was cut off, when another program took
   * its standard name away meanwhile and some of its pages are neither as before the commit nor as after it. The
   * holder of the key answers with `settle`, and reads again: back, when such a page is torn (its HMAC fails, or it is
   * missing); not, when all are authentic, for then the other program has taken the commit back and written since.
   */
  readonly recovery?: Uint8Array;
}

/** Up to this size a vault's file is held in memory whole while it is open: what is more is read when it is wanted. */
export const HELD_WHOLE_BYTES = 16 * 2 ** 20;

/** How much of a leased file may be asked for at a time, in bytes. */
export const LEASED_AT_ONCE = 4 * 2 ** 20;

/** Where in the private origin a worker of the window asks the host for pieces, by a call of `readLeased`. */
export const LEASED_PIECES_PATH = "/host/readLeased";

/** A vault's file that the host keeps open to be read piece by piece. */
export interface LeasedVault {
  /** What its pieces are asked for with. Opaque. */
  readonly lease: string;
  /** Size of the file in bytes. */
  readonly size: number;
  /** The last 64 bytes (the HMAC) of each whole page, one after the other. */
  readonly tags: Uint8Array;
  readonly manifests: readonly Uint8Array[];
  /** The same open file as an engine's own handle (a `Blob`), where host and window share a disk. */
  readonly file?: unknown;
}

/** Another lease of a file whose tags the holder of the key knows. */
export type RenewedLease = Pick<LeasedVault, "lease" | "file">;

export const leaseSchema = v.pipe(v.string(), v.uuid());

/** Where a piece of a leased file lies, in bytes. */
export const leasedPieceSchema = v.strictObject({
  lease: leaseSchema,
  at: v.pipe(v.number(), v.integer(), v.minValue(0)),
  length: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LEASED_AT_ONCE)),
});

/** From which size on a file is leased instead of read, in bytes. */
export const wholeUpToSchema = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Whether a vault came as a lease. */
export function isLeased(stored: object): stored is LeasedVault {
  return "lease" in stored;
}

/** Why a backup was made. */
export const backupReasons = ["daily", "migration", "passphrase", "restore", "asked"] as const;
export type BackupReason = (typeof backupReasons)[number];

/** A backup beside the vault. `id` is opaque. */
export interface BackupEntry {
  readonly id: string;
  readonly reason: BackupReason;
  readonly at: string;
  readonly bytes: number;
}

export const backupIdSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
