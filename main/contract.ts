import * as v from "valibot";
import type { Outcome } from "../workers/base/fault.ts";
import {
  backupIdSchema,
  backupReasons,
  leasedPieceSchema,
  leaseSchema,
  pageCommitSchema,
  wholeSaveSchema,
  wholeUpToSchema,
  type BackupEntry,
  type LeasedVault,
  type RenewedLease,
  type StoredVault,
} from "../workers/terms/vault-file.ts";

/**
 * The host contract: all that the window may ask of the process that owns the disk and the dialogs.
 * Only ciphertext and released files cross it. Two implementations: main/electron and main/chromium.
 */

/** A vault file the host knows. `path` is opaque to the window. */
export interface VaultEntry {
  readonly path: string;
  /** File name without its extension. */
  readonly name: string;
  readonly bytes: number;
  readonly modifiedAt: string;
}

export interface HostInfo {
  readonly kind: "electron" | "chromium";
  readonly platform: string;
  readonly version: string;
  /** Whether choose* shows a dialog of the system; otherwise the window asks for a path in words. */
  readonly nativeDialogs: boolean;
  /** Whether the host knows how long the whole system has had no input; otherwise the window counts its own. */
  readonly systemIdle: boolean;
  /** Folder that holds vaults and the folder released files go to unless another is chosen. */
  readonly vaultFolder: string;
  readonly releaseFolder: string;
  /** The languages the system prefers, best first (BCP 47). */
  readonly languages: readonly string[];
}

/** A file about to leave. */
export interface OutgoingFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What tried to reach a network, as counted by the host itself: `sent` is zero or the product is broken. */
export interface NetworkCount {
  readonly refused: number;
  readonly sent: number;
}

/** Why a host's keychain cannot keep a key: it has none, it would only hide it in plain text, or it does not answer. */
export type KeychainRefusal = "host" | "plaintext" | "unavailable";

export interface KeychainStatus {
  /** Whether an item could be kept now; `reason` says why not, or that the system's keychain changed under a kept one. */
  readonly available: boolean;
  readonly reason?: KeychainRefusal | "changed";
  /** Whether there is an item that this keychain sealed. */
  readonly stored: boolean;
}

/** What opens a vault without its passphrase: the wrapping key, kept sealed by the system, and the wrapped key. */
export interface KeychainItem {
  readonly secret: Uint8Array<ArrayBuffer>;
  readonly wrapped: Uint8Array<ArrayBuffer>;
}

/** What the system itself tells: the user locked the screen, or the machine goes to sleep or has slept. */
export type LockReason = "screen" | "sleep";

/** A reason to lock now. */
export interface LockEvent {
  readonly reason: LockReason | "idle";
}

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
/** Exactly what the vault worker makes: a key of 256 bits, and one under it with nonce and tag. */
const ofLength = (length: number) =>
  v.pipe(
    v.instance(Uint8Array<ArrayBuffer>),
    v.check((value) => value.byteLength === length),
  );
/** Over shared memory or not: `v.instance` would infer the narrower kind. */
const bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array);
const nothing = v.strictObject({});
const outgoingName = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const outgoingFiles = v.array(v.strictObject({ name: outgoingName, bytes }));
const releaseToken = v.pipe(v.string(), v.maxLength(200));
const fileNumber = v.pipe(v.number(), v.integer(), v.minValue(0));

export const hostInputs = {
  hostInfo: nothing,
  listVaults: nothing,
  /** A dialog, or the path typed by the user. `null` when the user gave up. */
  chooseVault: v.strictObject({
    mode: v.picklist(["open", "create"]),
    suggestedName: v.pipe(v.string(), v.maxLength(120)),
    typedPath: v.optional(path),
  }),
  /** Takes the lock of the vault, heals a commit that was cut off, and reads the ciphertext. */
  openVault: v.strictObject({ path }),
  /** The same, but a file of more than `wholeUpTo` bytes is kept open to be read piece by piece (docs/adr/0019). */
  leaseVault: v.strictObject({ path, wholeUpTo: wholeUpToSchema }),
  /** Keeps the file open that was written last: a lease is of one file for good, whatever takes its name. */
  renewLease: v.strictObject({ path }),
  /** A piece of a leased file. A worker of the window asks for it at once, by a synchronous request to the private origin. */
  readLeased: leasedPieceSchema,
  /** Gives a lease back. */
  endLease: v.strictObject({ lease: leaseSchema }),
  /** Takes the lock for a vault that does not exist yet; nothing is written until the first save. */
  reserveVault: v.strictObject({ path }),
  /** Writes the ciphertext: new file, fsync, rename, fsync of the folder. Answers once it is durable. */
  saveVault: v.strictObject({ path, ...wholeSaveSchema.entries }),
  /** Writes changed pages in place under a rollback journal (docs/adr/0009). Answers once they are durable. */
  commitVault: v.strictObject({ path, ...pageCommitSchema.entries }),
  /** The answer to `StoredVault.recovery`, by the holder of the key. */
  settleVault: v.strictObject({ path, rollBack: v.boolean() }),
  /** Copies the file and its manifest as they lie on the disk into the vault's folder of backups. */
  backUpVault: v.strictObject({ path, reason: v.picklist(backupReasons) }),
  listBackups: v.strictObject({ path }),
  readBackup: v.strictObject({ path, id: backupIdSchema }),
  leaseBackup: v.strictObject({ path, id: backupIdSchema, wholeUpTo: wholeUpToSchema }),
  dropBackup: v.strictObject({ path, id: backupIdSchema }),
  /** The log of erasures in the vault's folder of backups (docs/adr/0023): sealed by the holder of the key. */
  readErasureLog: v.strictObject({ path }),
  writeErasureLog: v.strictObject({ path, log: bytes }),
  /** Writes what could not be saved ("vault-changed-outside") as a vault of its own beside the changed one. */
  saveConflictCopy: v.strictObject({ path, ...wholeSaveSchema.entries }),
  /** Gives the lock back. */
  closeVault: v.strictObject({ path }),
  /** Notes that a passphrase did not open the vault; after some of them `openVault` answers "unlock-wait" for a while. */
  noteWrongTry: v.strictObject({ path }),
  /** Notes that one did. */
  noteRightTry: v.strictObject({ path }),
  keychainStatus: v.strictObject({ path }),
  /** Faults: "keychain-unavailable" (then nothing was written), and those of writing. */
  keychainStore: v.strictObject({ path, secret: ofLength(32), wrapped: ofLength(60) }),
  /** Faults: "keychain-unavailable", "keychain-failed". */
  keychainFetch: v.strictObject({ path }),
  keychainForget: v.strictObject({ path }),
  /**
   * Answers at the next reason to lock, or with null after a while of none: ask again then. `idleAfter` are seconds without
   * input to the whole system, where the host knows them; `first` forgets what happened before the question.
   */
  nextLockEvent: v.strictObject({
    idleAfter: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(5))),
    first: v.boolean(),
  }),
  /**
   * Removes a vault whose name in `confirmName` matches: the sample, or one the user gives up on purpose. Its
   * backups go with it: who types a vault's name to be rid of it does not expect copies to remain.
   */
  deleteVault: v.strictObject({ path, confirmName: v.string() }),
  chooseReleaseFolder: v.strictObject({ typedPath: v.optional(path) }),
  /** Writes files beside their final names, hidden and synced; nothing is visible until published. */
  stageRelease: v.strictObject({ folder: path, files: outgoingFiles }),
  /** Begins files too large to be held whole: their pieces follow, one file after another, and their names come last. */
  beginRelease: v.strictObject({ folder: path }),
  appendRelease: v.strictObject({ token: releaseToken, file: fileNumber, bytes }),
  /** Names the files made of pieces, in their order, and stages smaller ones beside them. */
  finishRelease: v.strictObject({
    token: releaseToken,
    names: v.pipe(v.array(outgoingName), v.minLength(1)),
    beside: outgoingFiles,
  }),
  publishRelease: v.strictObject({ token: releaseToken }),
  discardRelease: v.strictObject({ token: releaseToken }),
  networkCount: nothing,
  /** Shows a folder in the system's file manager, where there is one. */
  showFolder: v.strictObject({ path }),
} satisfies Record<string, v.GenericSchema>;

interface HostAnswers {
  hostInfo: HostInfo;
  listVaults: readonly VaultEntry[];
  chooseVault: { readonly path: string } | null;
  openVault: StoredVault;
  leaseVault: StoredVault | LeasedVault;
  renewLease: RenewedLease;
  readLeased: Uint8Array;
  endLease: null;
  reserveVault: null;
  saveVault: { readonly at: string };
  commitVault: { readonly at: string };
  settleVault: null;
  backUpVault: BackupEntry;
  listBackups: readonly BackupEntry[];
  readBackup: StoredVault;
  leaseBackup: StoredVault | LeasedVault;
  dropBackup: null;
  readErasureLog: { readonly log?: Uint8Array };
  writeErasureLog: null;
  saveConflictCopy: { readonly path: string };
  closeVault: null;
  /** Seconds until the next try is heard. */
  noteWrongTry: { readonly seconds: number };
  noteRightTry: null;
  keychainStatus: KeychainStatus;
  keychainStore: null;
  keychainFetch: KeychainItem;
  keychainForget: null;
  nextLockEvent: LockEvent | null;
  deleteVault: null;
  chooseReleaseFolder: { readonly path: string } | null;
  stageRelease: { readonly token: string };
  beginRelease: { readonly token: string };
  appendRelease: null;
  finishRelease: null;
  publishRelease: { readonly paths: readonly string[] };
  discardRelease: null;
  networkCount: NetworkCount;
  showFolder: null;
}

export type HostInput<K extends keyof HostAnswers> = v.InferOutput<(typeof hostInputs)[K]>;

/** Every method answers with a value or a typed fault; none throws. */
export type HostApi = {
  readonly [K in keyof HostAnswers]: (input: HostInput<K>) => Promise<Outcome<HostAnswers[K]>>;
};

/** The names the hosts answer to, and no others. */
export const hostMethods = Object.freeze(Object.keys(hostInputs)) as readonly (keyof HostApi)[];

/** How a call travels where the host and the window share no memory (main/chromium, renderer/bridge). */
export const hostWire = Object.freeze({
  /** A call is a POST to this path followed by the method's name. */
  path: "/host/",
  /** Bodies up to this size travel in the request or the answer; larger ones are handed over as files. */
  inlineBytes: 256 * 1024,
  /** The extension of a file handed over; its name is the one the call says. */
  extension: ".frame",
  /** The name of the window global that Electron's preload script exposes. */
  global: "kurabitoHost",
});

/** The head of a framed call. */
export const hostCallSchema = v.union([
  v.strictObject({ input: v.unknown(), inlet: v.optional(v.pipe(v.string(), v.uuid())) }),
  /** The call itself is a file the window hands over as a download of this name. */
  v.strictObject({ handover: v.pipe(v.string(), v.uuid()) }),
]);

/** The methods whose answer may be a large file of the disk, or a handle of one. */
export const lentMethods = Object.freeze([
  "openVault",
  "readBackup",
  "leaseVault",
  "leaseBackup",
  "renewLease",
] as const);
export type LentMethod = (typeof lentMethods)[number];

/**
 * The head of a framed answer. The members of the answered value named in `fromInlet` are not in it: they are the
 * files in the file input the call named, in this order.
 */
export const hostAnswerSchema = v.strictObject({
  outcome: v.unknown(),
  fromInlet: v.array(v.picklist(["bytes", "recovery", "file"])),
});
