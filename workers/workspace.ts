import type { Outcome } from "./base/fault.ts";
import type { JobControl, JobTicket } from "./base/job.ts";
import type { Columns } from "./columns/columns.ts";
import type { Input, VaultApi } from "./contract.ts";
import type { Permitted } from "./gates/use/permitted.ts";
import type { ModelPool, ReleasePort } from "./ports.ts";
import type { PurposeCode } from "./terms/purpose.ts";
import type { Vault } from "./vault/vault.ts";

/** What a gate works with while a vault is open. */
export interface Workspace {
  readonly vault: Vault;
  readonly models: ModelPool;
  readonly releases: ReleasePort;
  now(): Date;
  /** Decrypts what columns must be built of, many pages at once. Cheap where they are built. */
  ready(): Promise<void>;
  /** The columns as of the last commit. */
  columns(): Columns;
  /** The use gate's answer for a purpose, as of the last commit; asking is cheap. */
  permitted<P extends PurposeCode>(purpose: P): Permitted<P>;
  /** Notes that a method of the contract has read people; told in the record with the next change. */
  used(method: string): void;
  /** The control of a job ticket; `unwatched` without one. */
  job(ticket: JobTicket | undefined): JobControl;
}

/** The success type of a method of the vault contract. */
export type Answer<K extends keyof VaultApi> =
  Awaited<ReturnType<VaultApi[K]>> extends Outcome<infer T> ? T : never;

/**
 * A gate's share of the contract: each method as a plain function of the workspace and its checked
 * argument. workers/service.ts gathers the shares into the one table that is exposed.
 */
export type Methods<K extends keyof VaultApi> = {
  readonly [N in K]: (workspace: Workspace, input: Input<N>) => Promise<Outcome<Answer<N>>>;
};
