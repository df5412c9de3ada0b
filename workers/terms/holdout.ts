import * as v from "valibot";

/** The control a release keeps back. */
export const holdoutSchema = v.object({
  /** Of those who would leave. */
  share: v.pipe(v.number(), v.minValue(0.01), v.maxValue(0.5)),
  /** So long the control is kept out of further releases for the same purpose; 30 where left out. */
  days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(365))),
  /** Of the random choice; a fresh one when left out. Either way it is kept. */
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4_294_967_295))),
});
export type HoldoutRequest = v.InferOutput<typeof holdoutSchema>;

/** A release that kept a control. */
export interface HoldoutEntry {
  readonly releaseId: number;
  readonly at: string;
  readonly segment: string;
  readonly share: number;
  readonly seed: number;
  /** As many as were in the file, and as many as stayed. */
  readonly treated: number;
  readonly control: number;
}

/** One arm as it stands. People who were erased, or whom analysis may not consider any more, are left out of both. */
export interface HoldoutArm {
  readonly people: number;
  /** With an order since. */
  readonly buyers: number;
  /** Of their orders since, in minor units. */
  readonly revenue: number;
}

/** What a release did, as the orders in the vault tell so far. */
export interface HoldoutResult {
  readonly entry: HoldoutEntry;
  /** The first and last day looked at, YYYY-MM-DD; none while no order is later than the release. */
  readonly from: string;
  readonly to?: string;
  readonly treated: HoldoutArm;
  readonly control: HoldoutArm;
  readonly currency: string;
  /** Odds to buy on a day, treated to control, with an interval that holds however often it is looked at. */
  readonly ratio: {
    /** Absent while nobody of the control has bought. */
    readonly estimate?: number;
    readonly low: number;
    /** Absent where the orders say nothing about that side. */
    readonly high?: number;
    readonly confidence: number;
  };
  /** Buyers there would not have been without the release, of 100 people in the file. */
  readonly extraOfHundred: { readonly estimate?: number; readonly low?: number; readonly high: number };
  readonly verdict: "more" | "fewer" | "open";
  /** People of the control who were in another file since: they make the difference look smaller than it is. */
  readonly reachedElsewhere: number;
}

/** Somebody who was kept back. */
export interface HeldOutPerson {
  readonly id: number;
  readonly name: string;
}

export interface HeldOutPage {
  readonly total: number;
  readonly rows: readonly HeldOutPerson[];
}
