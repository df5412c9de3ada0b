import * as v from "valibot";

/** Repairs that may be declined, and findings whose rows may be looked at first. */
export const holdableKinds = [
  "date",
  "amount",
  "phone",
  "postal-code",
  "prefecture",
  "email",
  "duplicate-row",
  "outlier",
] as const;

/** A kind of repair that is not accepted: its rows wait in quarantine as they came, to be decided one by one or by a rule. */
export const heldRepairSchema = v.strictObject({
  kind: v.picklist(holdableKinds),
  /** Position of the column; every column when left out. */
  column: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** Of outliers: what lies outside waits. */
  bounds: v.optional(v.strictObject({ low: v.number(), high: v.number() })),
});
export type HeldRepair = v.InferOutput<typeof heldRepairSchema>;
