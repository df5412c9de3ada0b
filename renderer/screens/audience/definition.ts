import * as v from "valibot";
import {
  forecastAttributes,
  segmentDefinitionSchema,
  type ChoiceAttribute,
  type Condition,
  type NumberAttribute,
  type SegmentDefinition,
} from "../../../workers/terms/segment.ts";
import { address } from "../../state/route.ts";

/** What a condition may ask of, by what it tells of a person. */
export const families = {
  acts: ["didOrder", "didMessage", "didEvent", "didReview", "sequence"],
  done: ["orders", "recencyDays", "tenureDays", "revenue", "averageOrder", "product", "channel"],
  scores: ["recencyScore", "frequencyScore", "monetaryScore", "rfmGroup"],
  forecast: [...forecastAttributes, "customerGroup"],
  profile: ["prefecture", "country", "gender", "ageBand", "source", "known"],
  lists: ["segment"],
} as const satisfies Record<string, readonly Subject[]>;

export type Family = keyof typeof families;
export type Attribute = NumberAttribute | ChoiceAttribute;
export type Subject =
  Attribute | "didOrder" | "didMessage" | "didEvent" | "didReview" | "sequence" | "known" | "segment";

/** A condition on named values. */
export function choice(attribute: ChoiceAttribute, ...values: string[]): Condition {
  return { kind: "choice", attribute, values };
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
