import type { Progress } from "../base/job.ts";
import type { ModelName } from "../models/registry.ts";

/** What a pool sends to one of its workers. Typed arrays in `input` are views of shared memory: nothing is copied. */
export interface RunRequest {
  readonly name: ModelName;
  readonly input: unknown;
  /** 4 bytes; Int32 at 0 is non-zero once the run must stop. */
  readonly flag: SharedArrayBuffer;
}

/** Tells a worker of another of its pool: `port` leads there, requests to take pieces of a fit go both ways. */
export interface MateMessage {
  readonly kind: "mate";
  readonly port: MessagePort;
  /** Int32 at 0 is 0 once the other has been ended. */
  readonly alive: SharedArrayBuffer;
}

/** What a worker answers: progress any number of times, then one of the others. */
export type RunReply =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "done"; readonly output: unknown }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly message: string };
