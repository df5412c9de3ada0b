import * as v from "valibot";
import type { FieldTarget } from "./field.ts";
import { purposeCodes } from "./purpose.ts";

const column = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000));

/** Columns, by position, of which the vault holds a keyed hash instead of the value: equal values still join. */
export const hashedColumnsSchema = v.pipe(v.array(column), v.maxLength(1000));

/** Why a column is stored that else never comes in: for which purpose and for what reason, as the owner documents it. */
export const documentedBasisSchema = v.strictObject({
  column,
  purpose: v.picklist(purposeCodes),
  reason: v.pipe(v.string(), v.trim(), v.minLength(10), v.maxLength(300)),
  /** Only the keyed hash is stored. Of card numbers and official numbers it is never anything else. */
  hash: v.boolean(),
});
export type DocumentedBasis = v.InferOutput<typeof documentedBasisSchema>;

const hashable: ReadonlySet<FieldTarget> = new Set<FieldTarget>([
  "customer_id",
  "email",
  "phone",
  "line_user_id",
  "order_id",
]);

/** Whether a column of this meaning may be stored as a keyed hash: the keys by which rows join. */
export function isHashable(target: FieldTarget): boolean {
  return hashable.has(target);
}
