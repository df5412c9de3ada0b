import type { JobControl } from "../base/job.ts";

/** A model run by name in the pool: pure, deterministic, cancellable through `job`. */
export interface Model<I, O> {
  (input: I, job: JobControl): O;
}

// Filled by the model families below; each entry is a pure function on typed arrays.
export const models = {} as const;

export type ModelName = keyof typeof models;
export type ModelInput<K extends ModelName> = (typeof models)[K] extends Model<infer I, unknown> ? I : never;
export type ModelOutput<K extends ModelName> = (typeof models)[K] extends Model<never, infer O> ? O : never;
