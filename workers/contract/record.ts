import * as v from "valibot";
import { pageSchema } from "../terms/people.ts";
import { gates, type RecordPage, type RecordVerification } from "../terms/record.ts";
import { id, job } from "./schemas.ts";

const day = v.pipe(v.string(), v.isoDate());

/** The record of what was done. */
export const recordArguments = {
  listRecord: v.strictObject({
    ...pageSchema.entries,
    gate: v.optional(v.picklist(gates)),
    /** customers.id, of somebody erased too: lines that tell of this person. */
    customerId: v.optional(id),
    /** First and last day, in UTC. */
    from: v.optional(day),
    to: v.optional(day),
  }),
  verifyRecord: v.strictObject({ job }),
};

/** What they answer. */
export interface RecordAnswers {
  listRecord: RecordPage;
  verifyRecord: RecordVerification;
}
