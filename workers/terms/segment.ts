import * as v from "valibot";
import { actSchema, knownFacts, occurrences, timesSchema, windowSchema } from "./segment-acts.ts";

/** Numbers a condition may ask of: RFM, model scores, counts. Money in minor units of the main currency. */
export const numberAttributes = [
  "recencyDays",
  "orders",
  "revenue",
  "averageOrder",
  "recencyScore",
  "frequencyScore",
  "monetaryScore",
  "pAlive",
  "expectedPurchases",
  "lifetimeValue",
  "churnRisk",
  "tenureDays",
  "lookalike",
  "lookalikeRank",
  "firstPurchase",
  "renewal",
  "newProduct",
  "openChance",
  "clickChance",
  "bestHour",
] as const;
export type NumberAttribute = (typeof numberAttributes)[number];

/** Of these, what forecasts say: they exist only after a run of their model. */
export const forecastAttributes = [
  "pAlive",
  "expectedPurchases",
  "lifetimeValue",
  "churnRisk",
  "lookalike",
  "lookalikeRank",
  "firstPurchase",
  "renewal",
  "newProduct",
  "openChance",
  "clickChance",
  "bestHour",
] as const satisfies readonly NumberAttribute[];

/** Attributes with named values. */
export const choiceAttributes = [
  "prefecture",
  "country",
  "gender",
  "ageBand",
  "channel",
  "source",
  "rfmGroup",
  "product",
  "customerGroup",
] as const;
export type ChoiceAttribute = (typeof choiceAttributes)[number];

export const comparisons = ["atLeast", "atMost", "between", "is"] as const;

const numberConditionSchema = v.object({
  kind: v.literal("number"),
  attribute: v.picklist(numberAttributes),
  comparison: v.picklist(comparisons),
  value: v.pipe(v.number(), v.finite()),
  /** Upper end for "between", inclusive. */
  upper: v.optional(v.pipe(v.number(), v.finite())),
  not: v.optional(v.boolean()),
});

const choiceConditionSchema = v.object({
  kind: v.literal("choice"),
  attribute: v.picklist(choiceAttributes),
  values: v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.minLength(1), v.maxLength(200)),
  not: v.optional(v.boolean()),
});

/** How often something was done in a window of time; 0 times where the vault knows of none. */
const didConditionSchema = v.object({
  kind: v.literal("did"),
  act: actSchema,
  times: timesSchema,
  window: windowSchema,
  not: v.optional(v.boolean()),
});

/**
 * First this, then that: after an act of `first` inside the window comes, later and at most `withinDays` days after, an act of `then`;
 * with `followed` false none does, and the days are over. Where a moment is known of both, later is a later second; else a later day.
 */
const sequenceConditionSchema = v.object({
  kind: v.literal("sequence"),
  occurrence: v.picklist(occurrences),
  first: actSchema,
  window: windowSchema,
  then: actSchema,
  followed: v.boolean(),
  withinDays: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(36_500)),
  not: v.optional(v.boolean()),
});

/** Whether the vault holds a contact of somebody, or knows them to be several records joined. Never what it is. */
const knownConditionSchema = v.object({
  kind: v.literal("known"),
  fact: v.picklist(knownFacts),
  not: v.optional(v.boolean()),
});

/** Whether somebody is in another segment. */
const memberConditionSchema = v.object({
  kind: v.literal("segment"),
  segmentId: v.pipe(v.number(), v.integer(), v.minValue(1)),
  not: v.optional(v.boolean()),
});

const conditionSchema = v.variant("kind", [
  numberConditionSchema,
  choiceConditionSchema,
  didConditionSchema,
  sequenceConditionSchema,
  knownConditionSchema,
  memberConditionSchema,
]);
export type Condition = v.InferOutput<typeof conditionSchema>;
export type ConditionOf<K extends Condition["kind"]> = Extract<Condition, { kind: K }>;

/** AND between groups, OR inside a group; a group with `not` is met where none of it holds. No group at all means everybody. */
export const segmentDefinitionSchema = v.object({
  groups: v.pipe(
    v.array(
      v.object({
        anyOf: v.pipe(v.array(conditionSchema), v.minLength(1), v.maxLength(50)),
        not: v.optional(v.boolean()),
      }),
    ),
    v.maxLength(50),
  ),
});
export type SegmentDefinition = v.InferOutput<typeof segmentDefinitionSchema>;

/** The exact number of people left after each step; the last two steps are the use gate and the consent of the release. */
export interface SegmentPreview {
  readonly steps: readonly { readonly group: number; readonly remaining: number }[];
  readonly everybody: number;
  /** People profiling may not consider at all. */
  readonly withheld: number;
  readonly people: number;
  /** Of `people`, how many the consent for e-mail to the firm itself lets out. */
  readonly releasable: number;
  readonly revenue: number;
  readonly currency: string;
  /** The day that "the last n days" are counted back from, YYYY-MM-DD: that of the latest order. */
  readonly countedFrom: string;
  /** The definition read back as a sentence. */
  readonly sentence: string;
  /** A condition asks for a model score and there is no run yet: nobody matches it. */
  readonly note?: "scores-missing";
}

export interface SegmentEntry {
  readonly id: number;
  readonly name: string;
  readonly definition: SegmentDefinition;
  readonly sentence: string;
  readonly people: number;
  readonly createdAt: string;
  /** What the name tells of its people that advertising platforms do not take in a name. */
  readonly nameTells?: readonly SensitiveTopic[];
}

/** Topics that platforms block in audience names, and that a list's name tells of everybody on it. */
export type SensitiveTopic =
  "health" | "finance" | "religion" | "politics" | "sexuality" | "origin" | "crime" | "union" | "child";

/** Where a person stands towards a segment, condition by condition. */
export interface MembershipAnswer {
  readonly inside: boolean;
  /** Profiling may not consider this person: nothing is asked of them, and they are out. */
  readonly withheld: boolean;
  /** Empty where withheld. */
  readonly groups: readonly {
    readonly met: boolean;
    readonly not: boolean;
    readonly conditions: readonly {
      /** The condition read back. */
      readonly text: string;
      /** What the vault holds of the person about it. */
      readonly fact: string;
      /** False too where the vault knows too little to say. */
      readonly met: boolean;
    }[];
  }[];
}

/** The values that exist for each choice attribute, most frequent first, for the builder's lists. */
export type SegmentVocabulary = Readonly<
  Record<ChoiceAttribute, readonly { readonly value: string; readonly people: number }[]>
>;
