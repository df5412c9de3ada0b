import * as v from "valibot";
import { certificateNumberSchema } from "../terms/erasure.ts";
import { retrainableSchema, type RetrainingOverview, type RunState } from "../terms/retraining.ts";
import { job, nothing } from "./schemas.ts";

/** Models that had seen people who were erased. */
export const retrainingArguments = {
  listRetraining: nothing,
  /** Runs every marked run anew, or those of one model, one after another; a cancel keeps those that are done. */
  retrain: v.strictObject({ model: v.optional(retrainableSchema), job }),
  /** What became of the runs a certificate names. */
  certificateRuns: v.strictObject({ number: certificateNumberSchema }),
};

/** What they answer. */
export interface RetrainingAnswers {
  listRetraining: RetrainingOverview;
  /** `done` holds what this call has made anew. */
  retrain: RetrainingOverview;
  certificateRuns: readonly RunState[];
}
