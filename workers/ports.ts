import type { Outcome } from "./base/fault.ts";
import type { JobControl } from "./base/job.ts";
import type { ModelName, ModelInput, ModelOutput } from "./models/registry.ts";
import type { ServiceEvent } from "./terms/event.ts";
import type {
  BackupEntry,
  BackupReason,
  LeasedVault,
  PageCommit,
  StoredVault,
  WholeSave,
} from "./terms/vault-file.ts";

/** The pieces of a file that the host keeps open. */
export interface LeasedPieces {
  /** Fills `target` at once with what lies from `at` on; false where that cannot be read. */
  read(at: number, target: Uint8Array): boolean;
  /** Whether another lease would be faster by now. */
  readonly slow: boolean;
  /** Gives the lease back. */
  end(): void;
}

/** A vault's file to be read piece by piece. */
export interface LeasedFile extends Pick<LeasedVault, "size" | "tags" | "manifests"> {
  readonly pieces: LeasedPieces;
}

/** Reading without holding: a port has it where pieces of its files can be read at once, without waiting. */
export interface LeasePort {
  /**
   * The vault's file kept open, or as `read` gives it when it has no more than `wholeUpTo` bytes or needs a decision;
   * undefined for one not saved yet.
   */
  vault(wholeUpTo: number): Promise<Outcome<StoredVault | LeasedFile | undefined>>;
  backup(id: string, wholeUpTo: number): Promise<Outcome<StoredVault | LeasedFile>>;
  /** The file as this program wrote it last; what was leased before stays as it is. */
  renew(): Promise<Outcome<LeasedPieces>>;
  /** What it costs little more to read than a single page, in pages. */
  readonly pagesAtOnce: number;
}

/**
 * The log of erasures beside a vault's backups: keyed hashes sealed by the holder of the key, so that a backup that is put back
 * learns whom it must not hold. The host knows bytes.
 */
export interface ErasureLogPort {
  /** Undefined where there is none. */
  read(): Promise<Outcome<Uint8Array | undefined>>;
  /** Replaces it; answers once it is durable. */
  write(log: Uint8Array<ArrayBuffer>): Promise<Outcome<null>>;
}

/** Where the vault's ciphertext lives. In the window these calls go to the host; on the command line, to the disk. */
export interface VaultFilePort {
  /** The vault as stored, or undefined for one not saved yet. */
  read(): Promise<Outcome<StoredVault | undefined>>;
  /** Left out where files can only be read whole. */
  readonly leases?: LeasePort | undefined;
  /** Left out where nothing lies beside the file. */
  readonly erasureLog?: ErasureLogPort | undefined;
  /** Replaces the whole file. Answers once it is durable. The bytes are given away. */
  write(file: WholeSave): Promise<Outcome<{ readonly at: string }>>;
  /** Writes changed pages in place, all or none of them. Answers once they are durable. The bytes are given away. */
  commit(commit: PageCommit): Promise<Outcome<{ readonly at: string }>>;
  /** Decides over `StoredVault.recovery`: whether the file goes back to the state before the commit that was cut off. */
  settle(rollBack: boolean): Promise<Outcome<null>>;
  /** Copies the file and its manifest as they lie on the disk. */
  backUp(reason: BackupReason): Promise<Outcome<BackupEntry>>;
  /** Newest first. */
  listBackups(): Promise<Outcome<readonly BackupEntry[]>>;
  readBackup(id: string): Promise<Outcome<StoredVault>>;
  dropBackup(id: string): Promise<Outcome<null>>;
  /**
   * Writes the whole vault beside a file that another program changed ("vault-changed-outside"), under a name that
   * says so. The vault itself is not touched. The bytes are given away.
   */
  saveConflictCopy(file: WholeSave): Promise<Outcome<{ readonly path: string }>>;
}

/** A file on its way out. */
export interface OutgoingPart {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Where released files go: staged hidden, then published together or not at all. */
export interface ReleasePort {
  stage(folder: string, files: readonly OutgoingPart[]): Promise<Outcome<{ readonly token: string }>>;
  /** Begins files too large to be held whole: written piece by piece, one after another, and named when they are whole. */
  begin(folder: string): Promise<Outcome<{ readonly token: string }>>;
  /** Appends to the file begun last, or begins the next; counted from 0. The bytes are given away. */
  append(token: string, file: number, bytes: Uint8Array<ArrayBuffer>): Promise<Outcome<null>>;
  /** Names them in their order, and stages smaller files beside them: all can be published then. */
  finish(token: string, names: readonly string[], beside: readonly OutgoingPart[]): Promise<Outcome<null>>;
  publish(token: string): Promise<Outcome<{ readonly paths: readonly string[] }>>;
  discard(token: string): Promise<Outcome<null>>;
}

/** Runs models off the vault's thread, on shared memory. */
export interface ModelPool {
  run<K extends ModelName>(name: K, input: ModelInput<K>, job: JobControl): Promise<ModelOutput<K>>;
  close(): void;
}

/** All that the service needs of the world around it. */
export interface ServicePorts {
  readonly vaultFile: VaultFilePort;
  readonly releases: ReleasePort;
  readonly models: ModelPool;
  /** The bytes of sql.js's WebAssembly module. */
  readonly sqliteWasm: () => Promise<ArrayBuffer>;
  readonly now: () => Date;
  readonly emit: (event: ServiceEvent) => void;
  /** The size an import may take a vault to, in bytes; `CEILING_BYTES` where nothing is said. */
  readonly largestBytes?: number;
}
