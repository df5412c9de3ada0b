import type { JobControl } from "../base/job.ts";
import { kinds } from "./clusters/kinds.ts";
import { cohorts } from "./cohorts.ts";
import { lifetime } from "./lifetime/lifetime.ts";
import { churn } from "./propensity/churn.ts";
import { rfm } from "./rfm.ts";

/** A model run by name in the pool: pure, deterministic, cancellable through `job`. */
export interface Model<I, O> {
  (input: I, job: JobControl): O;
}

/** The models a pool can run; each entry is a pure function on typed arrays. */
export const models = { rfm, cohorts, lifetime, churn, kinds } as const;

export type ModelName = keyof typeof models;
export type ModelInput<K extends ModelName> = (typeof models)[K] extends Model<infer I, unknown> ? I : never;
export type ModelOutput<K extends ModelName> = (typeof models)[K] extends Model<never, infer O> ? O : never;
