import type { Outcome } from "./base/fault.ts";
import type { JobControl } from "./base/job.ts";
import type { ModelName, ModelInput, ModelOutput } from "./models/registry.ts";
import type { ServiceEvent } from "./terms/event.ts";

/** Where the vault's ciphertext lives. In the window these calls go to the host; on the command line, to the disk. */
export interface VaultFilePort {
  /** The whole ciphertext, or undefined for a vault not saved yet. */
  read(): Promise<Outcome<Uint8Array | undefined>>;
  /** Answers once the bytes are durable. */
  write(bytes: Uint8Array): Promise<Outcome<{ readonly at: string }>>;
}

/** Where released files go: staged hidden, then published together or not at all. */
export interface ReleasePort {
  stage(
    folder: string,
    files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  ): Promise<Outcome<{ readonly token: string }>>;
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
}
