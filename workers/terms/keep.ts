import * as v from "valibot";

export const retentionActions = ["erase", "generalise"] as const;
export type RetentionAction = (typeof retentionActions)[number];

/** Keep people this long after their last activity (order, registration or consent), then act. */
export const retentionRuleSchema = v.object({
  inactiveDays: v.pipe(v.number(), v.integer(), v.minValue(30), v.maxValue(36_500)),
  action: v.picklist(retentionActions),
  /** What happens to people with no dated activity at all. */
  undated: v.picklist(["keep", "act"]),
  active: v.boolean(),
});
export type RetentionRule = v.InferOutput<typeof retentionRuleSchema>;

export interface RetentionEntry {
  readonly id: number;
  readonly rule: RetentionRule;
  readonly lastRunAt?: string;
  /** Since when it runs by itself when the vault opens; changing the rule ends it. */
  readonly automaticSince?: string;
}

export interface RetentionPreview {
  readonly asOf: string;
  readonly people: number;
  readonly undated: number;
  readonly orders: number;
  /** Events and reviews of nobody known from before that go along. */
  readonly unclaimed: number;
  /** Up to ten examples: row id and last activity, no names. */
  readonly examples: readonly { readonly customerId: number; readonly lastActivity?: string }[];
}
