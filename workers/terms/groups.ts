import * as v from "valibot";
import type { ChurnField } from "./churn.ts";
import type { Review } from "./insight.ts";

/** Numbers by which customers are grouped: behaviour only, never who they are. */
export const groupFields = [
  "sinceLast",
  "sinceFirst",
  "orders",
  "meanAmount",
  "returns",
  "discountShare",
  "breadth",
  "openedShare",
  "recentVisits",
] as const satisfies readonly ChurnField[];
export type GroupField = (typeof groupFields)[number];

export const groupOptionsSchema = v.object({
  end: v.optional(v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/))),
  /** Number of groups; chosen by stability when left out. */
  k: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(12))),
});
export type GroupOptions = v.InferOutput<typeof groupOptionsSchema>;

/** What a group has more or less of than everybody. */
export interface GroupTrait {
  readonly field: GroupField;
  readonly direction: "high" | "low";
  /** Means of the group and of everybody. */
  readonly mean: number;
  readonly overall: number;
  /** How far the group's mean lies from that of everybody, in spreads of people. */
  readonly apart: number;
}

/** A kind of customers. */
export interface CustomerGroup {
  readonly people: number;
  /** In minor units of the currency. */
  readonly revenue: number;
  /** Strongest first; empty for a group as everybody. */
  readonly traits: readonly GroupTrait[];
  /** The channel of the last order that stands out, with its share here and among everybody. */
  readonly channel?: { readonly name: string; readonly share: number; readonly overall: number };
  readonly meanOrders: number;
  readonly meanSinceLast: number;
  readonly meanAmount: number;
}

/** A run of the grouping over the vault. Holds nothing of a person. */
export interface GroupReport {
  readonly runId: number;
  readonly at: string;
  readonly end: string;
  readonly currency: string;
  readonly people: number;
  readonly withheld: number;
  readonly k: number;
  /** Whether somebody asked for this number, it is the best of the stable ones, or none was stable. */
  readonly chosenBy: "asked" | "stability" | "silhouette";
  /** How each number of groups held up. */
  readonly counts: readonly { readonly k: number; readonly stability: number; readonly silhouette: number }[];
  readonly silhouette: number | null;
  readonly inertia: number | null;
  readonly fields: readonly GroupField[];
  /** Largest first; empty when the review says do-not-use. */
  readonly groups: readonly CustomerGroup[];
  readonly review: Review;
}
