import * as v from "valibot";
import { parseIsoDate } from "../base/calendar.ts";
import { eventKinds, messageEvents } from "./entries.ts";

const named = v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.minLength(1), v.maxLength(200));
const isoDay = v.pipe(
  v.string(),
  v.check((text) => parseIsoDate(text) !== undefined),
);
const rating = v.pipe(v.number(), v.minValue(0), v.maxValue(5));

const writings = ["review", "inquiry"] as const;

/** Something a person did or that was done to them. What is left out is not asked for: an order without products is any order. */
export const actSchema = v.variant("what", [
  v.object({
    what: v.literal("order"),
    /** One of these was bought; returned lines do not count. */
    products: v.optional(named),
    channels: v.optional(named),
    /** Of the whole order, in minor units of the main currency. */
    amountAtLeast: v.optional(v.pipe(v.number(), v.finite())),
  }),
  v.object({
    what: v.literal("event"),
    kinds: v.optional(v.pipe(v.array(v.picklist(eventKinds)), v.minLength(1))),
    names: v.optional(named),
  }),
  v.object({
    what: v.literal("message"),
    events: v.pipe(v.array(v.picklist(messageEvents)), v.minLength(1)),
    channels: v.optional(named),
    campaigns: v.optional(named),
  }),
  v.object({
    what: v.literal("review"),
    kinds: v.optional(v.pipe(v.array(v.picklist(writings)), v.minLength(1))),
    products: v.optional(named),
    ratingAtLeast: v.optional(rating),
    ratingAtMost: v.optional(rating),
  }),
]);
export type Act = v.InferOutput<typeof actSchema>;
export type ActKind = Act["what"];
export const actKinds = ["order", "event", "message", "review"] as const satisfies readonly ActKind[];

/** When something was done. Days are counted back from the day of the latest order in the vault, as recency is. */
export const windowSchema = v.variant("kind", [
  v.object({ kind: v.literal("ever") }),
  v.object({
    kind: v.literal("lastDays"),
    days: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(36_500)),
  }),
  /** Both days are inside; in either order. */
  v.object({ kind: v.literal("between"), from: isoDay, to: isoDay }),
]);
export type Window = v.InferOutput<typeof windowSchema>;

export const howOften = ["atLeast", "atMost", "is"] as const;
export const timesSchema = v.object({
  comparison: v.picklist(howOften),
  n: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)),
});
export type Times = v.InferOutput<typeof timesSchema>;

/** Of the acts that come first in a sequence: some one of them, the first, or the latest (within the window). */
export const occurrences = ["any", "first", "latest"] as const;
export type Occurrence = (typeof occurrences)[number];

/** What may be known of who somebody is. */
export const knownFacts = ["email", "phone", "line", "address", "joined"] as const;
export type KnownFact = (typeof knownFacts)[number];
