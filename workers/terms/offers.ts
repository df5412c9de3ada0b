import * as v from "valibot";
import {
  worthTermsSchema,
  type CapState,
  type ContactPressure,
  type LikelyRange,
  type ReleaseWorth,
} from "./decision.ts";
import { consentedRequestSchema } from "./release.ts";

/** As many stand side by side on a screen. */
export const mostOffers = 6;

const { days, ...ownTerms } = worthTermsSchema.entries;

/** Offers to be compared before any of them leaves: to whom, by which way, at what cost. All over the same days. */
export const offersSchema = v.strictObject({
  days,
  offers: v.pipe(
    v.array(v.strictObject({ request: consentedRequestSchema, worth: v.object(ownTerms) })),
    v.minLength(2),
    v.maxLength(mostOffers),
  ),
});

/** Why no offer can be called the best, by code (release.json, `offers.doubt`). */
type OfferDoubt = "no-value" | "assumed-response" | "may-lose" | "ranges-overlap";

/** One offer beside others. Money in minor units of the main currency. */
export interface OfferSide {
  readonly segment: string;
  /** Whose rows would leave. */
  readonly people: number;
  /** Of each person, the fixed cost shared out; absent where nobody would leave. */
  readonly costPerContact?: number;
  /** What is spent whatever comes of it. */
  readonly cost: number;
  readonly worth?: ReleaseWorth;
  readonly cap: CapState;
  readonly pressure: ContactPressure;
  /** People of this offer who are also reached by each other one, by place; all of them at its own. */
  readonly shared: readonly number[];
  /** The gain of the best offer over this one. */
  readonly behind?: LikelyRange;
}

export interface OfferComparison {
  readonly currency: string;
  readonly days: number;
  readonly offers: readonly OfferSide[];
  readonly advice: {
    readonly verdict: "ahead" | "none-pays" | "too-little-evidence";
    /** The place of the offer with the greatest expected gain. */
    readonly best?: number;
    readonly doubts: readonly OfferDoubt[];
  };
}
