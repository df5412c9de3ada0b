import { forecastAttributes, type ConditionOf, type NumberAttribute } from "../../../terms/segment.ts";

export type NumberCondition = ConditionOf<"number">;
export type ChoiceCondition = ConditionOf<"choice">;

/** Attributes that exist only after a run of their model. */
export const scoreAttributes: ReadonlySet<NumberAttribute> = new Set(forecastAttributes);

/** Attributes that are chances, from 0 to 1. */
export const chanceAttributes: ReadonlySet<NumberAttribute> = new Set<NumberAttribute>([
  "pAlive",
  "churnRisk",
  "lookalike",
  "firstPurchase",
  "renewal",
  "newProduct",
  "openChance",
  "clickChance",
]);

/** Attributes in minor units of the main currency. */
export const moneyAttributes: ReadonlySet<NumberAttribute> = new Set<NumberAttribute>([
  "revenue",
  "averageOrder",
  "lifetimeValue",
]);
