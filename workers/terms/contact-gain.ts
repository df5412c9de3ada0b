import * as v from "valibot";
import type { Ranged } from "./ranged.ts";

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const money = v.pipe(v.number(), v.minValue(0), v.maxValue(1e12));

/** What is asked of the latest churn run. Money in minor units of its currency. */
export const contactGainSchema = v.strictObject({
  /** People with the highest risk to contact; the number that brings most when left out. */
  contact: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** What contacting one costs, a gift included. */
  cost: money,
  /** What one who stays spends in the time looked at, and which share of it is margin. */
  spend: money,
  margin: share,
  /** Of those about to leave, how many stay because they were contacted: the user's own guess, or a measured one. */
  won: share,
});
export type ContactGainRequest = v.InferOutput<typeof contactGainSchema>;

/** "Contact n people, expect m to stay, so much gain, so likely." Money in minor units. */
export interface ContactGain {
  readonly runId: number;
  readonly currency: string;
  readonly horizonDays: number;
  readonly contact: number;
  /** About to leave among them. */
  readonly leaving: Ranged;
  /** Of these stay because of the contact. */
  readonly staying: Ranged;
  readonly cost: number;
  readonly gain: Ranged;
  /** Chance that the gain is above 0, and above that of the same number drawn blindly. */
  readonly likely: number;
  readonly blindly: number;
  /** The number that brings most of those looked at; absent where contacting nobody is best. */
  readonly best?: { readonly contact: number; readonly gain: Ranged; readonly likely: number };
}
