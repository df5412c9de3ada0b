import * as v from "valibot";
import {
  segmentDefinitionSchema,
  type ChoiceAttribute,
  type Condition,
  type NumberAttribute,
  type SegmentDefinition,
} from "../../../workers/terms/segment.ts";
import type { MessageEvent } from "../../../workers/terms/entries.ts";
import { address } from "../../state/route.ts";

/** What a condition may ask of, by what it tells of a person. */
export const families = {
  acts: ["didOrder", "didMessage", "didEvent", "didReview", "sequence"],
  done: ["orders", "recencyDays", "tenureDays", "revenue", "averageOrder", "product", "channel"],
  scores: ["recencyScore", "frequencyScore", "monetaryScore", "rfmGroup"],
  forecast: ["pAlive", "expectedPurchases", "lifetimeValue", "churnRisk"],
  profile: ["prefecture", "country", "gender", "ageBand", "source", "known"],
  lists: ["segment"],
} as const satisfies Record<string, readonly Subject[]>;

export type Family = keyof typeof families;
export type Attribute = NumberAttribute | ChoiceAttribute;
export type Subject =
  Attribute | "didOrder" | "didMessage" | "didEvent" | "didReview" | "sequence" | "known" | "segment";

/** Definitions to start from; `about-to-leave` needs a run of the lifetime model. */
export const templates = {
  vip: allOf(number("frequencyScore", "atLeast", 5), number("monetaryScore", "atLeast", 5)),
  "about-to-leave": allOf(number("pAlive", "atMost", 0.5), number("orders", "atLeast", 2)),
  "second-due": allOf(number("orders", "is", 1), {
    ...number("recencyDays", "between", 30),
    upper: 90,
  }),
  "one-time": allOf(number("orders", "is", 1)),
  "win-back": allOf(number("orders", "atLeast", 2), number("recencyDays", "atLeast", 180)),
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
} as const satisfies Record<string, SegmentDefinition>;

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

/** A condition on named values. */
export function choice(attribute: ChoiceAttribute, ...values: string[]): Condition {
  return { kind: "choice", attribute, values };
}

/** A definition that asks all of these conditions. */
export function allOf(...conditions: readonly Condition[]): SegmentDefinition {
  return { groups: conditions.map((condition) => ({ anyOf: [condition] })) };
}

/** The address of the builder with a definition already filled in. It names conditions, never a person. */
export function builderWith(definition: SegmentDefinition): string {
  return address("audience", "builder", "from", JSON.stringify(definition));
}

/** The definition in the address of the builder, or undefined when there is none that can be read. */
export function definitionIn(rest: readonly string[]): SegmentDefinition | undefined {
  const [kind, text] = rest;
  if (kind !== "from" || text === undefined) return undefined;
  try {
    const parsed = v.safeParse(segmentDefinitionSchema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
