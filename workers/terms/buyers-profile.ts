import * as v from "valibot";
import type { LikelyRange } from "./decision.ts";
import type { HoldoutEntry, HoldoutResult } from "./holdout.ts";
import { defaultK } from "./release.ts";

/** Which release, and how few people a number may speak of: never fewer than the default. */
export const buyersProfileSchema = v.strictObject({
  releaseId: v.pipe(v.number(), v.integer(), v.minValue(1)),
  k: v.optional(v.pipe(v.number(), v.integer(), v.minValue(defaultK), v.maxValue(1000))),
});

/**
 * By what buyers are told apart: who they are, and what they had done by the day of the release. What came after is what is asked, so
 * that nothing of it may describe them.
 */
export type BuyersTrait =
  | "ageBand"
  | "gender"
  | "prefecture"
  | "country"
  | "source"
  | "ordersBefore"
  | "lastOrderBefore"
  | "customerFor"
  | "spendBefore"
  | "channelBefore"
  | "segment";

/** One line: people with one value of a trait, or with several that are told together. Shares are of 100 people. */
export interface BuyersLine {
  /** "" where it is not known. */
  readonly values: readonly string[];
  /** Of the arm, who bought and who did not. */
  readonly buyers: number;
  readonly others: number;
  /** Of 100 who bought, and of 100 who did not, so many have this value. */
  readonly ofBuyers: LikelyRange;
  readonly ofOthers: LikelyRange;
  readonly difference: LikelyRange;
  readonly verdict: "more" | "fewer" | "open";
  /** Of 100 people with this value, so many bought. */
  readonly bought: LikelyRange;
  /** Of 100 who bought in the other arm; absent where those are too few to tell. */
  readonly ofOtherArm?: LikelyRange;
}

interface ToldTrait {
  readonly trait: BuyersTrait;
  /** The name of a segment kept as a snapshot before the release. */
  readonly segment?: string;
}

/** Who bought in the arm that did better, against who of it did not. */
export interface BuyersProfile {
  readonly entry: HoldoutEntry;
  readonly from: string;
  readonly to?: string;
  /** The arm described: that of the file while it is open which did better. */
  readonly arm: "treated" | "control";
  readonly verdict: HoldoutResult["verdict"];
  readonly k: number;
  readonly buyers: number;
  readonly others: number;
  /** Of all intervals together. */
  readonly confidence: number;
  readonly comparisons: number;
  readonly traits: readonly (ToldTrait & { readonly lines: readonly BuyersLine[] })[];
  /** Traits of which no two values have enough people. */
  readonly tooFew: readonly ToldTrait[];
}
