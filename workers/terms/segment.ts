import * as v from "valibot";

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
  "tenureDays",
] as const;
export type NumberAttribute = (typeof numberAttributes)[number];

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

export const conditionSchema = v.variant("kind", [numberConditionSchema, choiceConditionSchema]);
export type Condition = v.InferOutput<typeof conditionSchema>;

/** AND between groups, OR inside a group. No group at all means everybody. */
export const segmentDefinitionSchema = v.object({
  groups: v.pipe(
    v.array(v.object({ anyOf: v.pipe(v.array(conditionSchema), v.minLength(1), v.maxLength(50)) })),
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
}

/** The values that exist for each choice attribute, most frequent first, for the builder's lists. */
export type SegmentVocabulary = Readonly<
  Record<ChoiceAttribute, readonly { readonly value: string; readonly people: number }[]>
>;
