import type { ConditionOf, NumberAttribute } from "../../../terms/segment.ts";

export type NumberCondition = ConditionOf<"number">;
export type ChoiceCondition = ConditionOf<"choice">;

/** Attributes that exist only after a run of their model. */
export const scoreAttributes: ReadonlySet<NumberAttribute> = new Set<NumberAttribute>([
  "pAlive",
  "expectedPurchases",
  "lifetimeValue",
  "churnRisk",
]);

/** Attributes in minor units of the main currency. */
export const moneyAttributes: ReadonlySet<NumberAttribute> = new Set<NumberAttribute>([
  "revenue",
  "averageOrder",
  "lifetimeValue",
]);
