import type { MessageEvent } from "./entries.ts";
import type { Condition, NumberAttribute, SegmentDefinition } from "./segment.ts";

/** Definitions to start from, in the order they are offered. */
export const templateNames = [
  "vip",
  "lookalikes",
  "about-to-leave",
  "leaving",
  "renewal-at-risk",
  "second-due",
  "one-time",
  "win-back",
  "no-second",
  "unread",
  "repeat-buyers",
  "cart-left",
  "visited-shop",
] as const;
export type TemplateName = (typeof templateNames)[number];

/** Where the days of a template come from: the lifetime model, the gaps between orders in this vault, or what is usual elsewhere. */
export interface TemplateBasis {
  readonly kind: "model" | "gaps" | "usual";
  /** Of the model, YYYY-MM-DD. */
  readonly end?: string;
  /** As many gaps. */
  readonly gaps?: number;
  /** The days it asks for; without an upper end from `low` on. */
  readonly low: number;
  readonly high?: number;
}

/** A definition to start from as it stands in this vault; each can be changed afterwards. */
export interface SegmentTemplate {
  readonly name: TemplateName;
  readonly definition: SegmentDefinition;
  readonly sentence: string;
  readonly basis?: TemplateBasis;
}

/**
 * The definitions themselves; some need a run of a model: the lifetime model, or that of the chance they ask of. The days of those that
 * depend on how a shop's people buy are what is usual; a vault puts its own in their place.
 */
export const templates = {
  vip: allOf(number("frequencyScore", "atLeast", 5), number("monetaryScore", "atLeast", 5)),
  "about-to-leave": allOf(number("pAlive", "atMost", 0.5), number("orders", "atLeast", 2)),
  "second-due": dueBetween(30, 90),
  lookalikes: allOf(number("lookalikeRank", "atMost", 100)),
  leaving: allOf(number("churnRisk", "atLeast", 0.7), number("orders", "atLeast", 2)),
  "renewal-at-risk": allOf(number("renewal", "atMost", 0.5)),
  "one-time": allOf(number("orders", "is", 1)),
  "win-back": silentSince(180),
  // What people do in the shop goes by the names the shop's own tools give it: the usual ones are asked for.
  "repeat-buyers": allOf(number("orders", "atLeast", 2)),
  "cart-left": allOf({
    kind: "sequence",
    occurrence: "latest",
    first: {
      what: "event",
      names: ["add_to_cart", "begin_checkout", "addToCart", "cart", "カート追加", "カートに入れる"],
    },
    window: { kind: "lastDays", days: 30 },
    then: { what: "order" },
    followed: false,
    withinDays: 3,
  }),
  "visited-shop": allOf(
    {
      kind: "did",
      act: { what: "event", names: ["store_visit", "check_in", "visit_store", "来店", "チェックイン"] },
      times: { comparison: "atLeast", n: 1 },
      window: { kind: "lastDays", days: 30 },
    },
    {
      kind: "did",
      act: { what: "event", kinds: ["visit", "login", "app"] },
      times: { comparison: "atLeast", n: 1 },
      window: { kind: "lastDays", days: 30 },
    },
  ),
  unread: allOf(messageTimes(["sent"], "atLeast", 3), messageTimes(["opened", "clicked"], "is", 0)),
  "no-second": allOf({
    kind: "sequence",
    occurrence: "first",
    first: { what: "order" },
    window: { kind: "ever" },
    then: { what: "order" },
    followed: false,
    withinDays: 60,
  }),
} as const satisfies Record<TemplateName, SegmentDefinition>;

/** One order, so many days back. */
export function dueBetween(low: number, high: number): SegmentDefinition {
  return allOf(number("orders", "is", 1), { ...number("recencyDays", "between", low), upper: high });
}

/** Two orders or more, and none for so many days; with an upper end not yet for longer than that. */
export function silentSince(low: number, high?: number): SegmentDefinition {
  const silent = number("recencyDays", high === undefined ? "atLeast" : "between", low);
  return allOf(number("orders", "atLeast", 2), high === undefined ? silent : { ...silent, upper: high });
}

/** How often messages met with this in the last 90 days. */
function messageTimes(events: MessageEvent[], comparison: "atLeast" | "is", n: number): Condition {
  const window = { kind: "lastDays", days: 90 } as const;
  return { kind: "did", act: { what: "message", events }, times: { comparison, n }, window };
}

/** A condition on a number, in the units of the vault (money in minor units, chances from 0 to 1). */
export function number(
  attribute: NumberAttribute,
  comparison: "atLeast" | "atMost" | "between" | "is",
  value: number,
): Extract<Condition, { kind: "number" }> {
  return { kind: "number", attribute, comparison, value };
}

/** A definition that asks all of these conditions. */
export function allOf(...conditions: readonly Condition[]): SegmentDefinition {
  return { groups: conditions.map((condition) => ({ anyOf: [condition] })) };
}
