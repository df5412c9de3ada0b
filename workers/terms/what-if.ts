import * as v from "valibot";
import { churnFields, type ChurnField, type ChurnReason } from "./churn.ts";

const fields = Object.keys(churnFields) as [ChurnField, ...ChurnField[]];

/** A customer, and what is imagined of them: numbers in the field's unit, or a word it has. */
export const whatIfSchema = v.strictObject({
  customerId: v.pipe(v.number(), v.integer(), v.minValue(1)),
  changes: v.pipe(
    v.array(
      v.strictObject({
        field: v.picklist(fields),
        value: v.union([v.pipe(v.number(), v.finite()), v.pipe(v.string(), v.maxLength(200))]),
      }),
    ),
    v.maxLength(fields.length),
  ),
});

/** A field that may be imagined otherwise. */
export interface WhatIfField {
  readonly field: ChurnField;
  /** As it is; absent where blank. */
  readonly value?: number | string;
  /** Where the chance changes: a word, or a number in the middle of a stretch, and the chance there, all else as imagined. */
  readonly choices: readonly { readonly value: number | string; readonly chance: number }[];
}

/** The chance of leaving as things are and as imagined, both in people out of a hundred on one scale. */
export interface WhatIf {
  readonly runId: number;
  readonly horizonDays: number;
  readonly end: string;
  readonly base: number;
  readonly now: number;
  readonly then: number;
  /** Strongest reasons of the imagined chance: with `base` and `others` they sum to it. */
  readonly reasons: readonly ChurnReason[];
  readonly others: number;
  readonly fields: readonly WhatIfField[];
}
