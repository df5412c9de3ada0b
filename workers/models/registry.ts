import type { JobControl } from "../base/job.ts";
import { challenge } from "./champion/challenge.ts";
import { kinds } from "./clusters/kinds.ts";
import { cohorts } from "./cohorts.ts";
import { reference, shift } from "./drift/shift.ts";
import { lifetimeHeldOut } from "./lifetime/held-out-people.ts";
import { lifetime } from "./lifetime/lifetime.ts";
import { messages } from "./messages/messages.ts";
import { churn } from "./propensity/churn.ts";
import { lookalike } from "./propensity/lookalike.ts";
import { propensity } from "./propensity/propensity.ts";
import { withoutFields } from "./propensity/without-fields.ts";
import { rfm } from "./rfm.ts";

/** A model run by name in the pool: pure, deterministic, cancellable through `job`. */
export interface Model<I, O> {
  (input: I, job: JobControl): O;
}

/** The models a pool can run; each entry is a pure function on typed arrays. */
export const models = {
  rfm,
  cohorts,
  lifetime,
  lifetimeHeldOut,
  churn,
  kinds,
  challenge,
  reference,
  shift,
  propensity,
  lookalike,
  messages,
  withoutFields,
} as const;

export type ModelName = keyof typeof models;
export type ModelInput<K extends ModelName> = (typeof models)[K] extends Model<infer I, unknown> ? I : never;
export type ModelOutput<K extends ModelName> = (typeof models)[K] extends Model<never, infer O> ? O : never;
