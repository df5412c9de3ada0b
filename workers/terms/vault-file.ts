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
