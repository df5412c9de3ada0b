import * as v from "valibot";
import type { ChoiceVerdict, LikelyRange } from "./decision.ts";
import { questions } from "./propensity.ts";

/** Models whose forecasts can be compared by group: each says a chance of every person, and what came of it is known of some. */
export const fairModels = ["churn", "lifetime", ...questions] as const;
export type FairModel = (typeof fairModels)[number];

/** The name of a model's runs. */
export function runName(model: FairModel): string {
  return model === "churn" || model === "lifetime" ? model : `propensity-${model}`;
}

/** What people can be told apart by that every vault has a place for. */
export const groupingKinds = ["ageBand", "gender", "prefecture", "country", "source", "channel"] as const;
export type GroupingKind = (typeof groupingKinds)[number];

const id = v.pipe(v.number(), v.integer(), v.minValue(1));

/** A grouping as its user declares it; nothing is compared, and no field is read, without one. */
const groupingSchema = v.variant("kind", [
  v.strictObject({ kind: v.picklist(groupingKinds) }),
  /** In a segment, or not. */
  v.strictObject({ kind: v.literal("segment"), segmentId: id }),
  /** A column of its own, kept on a documented basis that names profiling. */
  v.strictObject({ kind: v.literal("field"), fieldId: id }),
]);
export type Grouping = v.InferOutput<typeof groupingSchema>;

/** In and out of a segment, as groups are called. */
export const segmentSides = { inside: "in", outside: "out" } as const;

/** What is compared between groups, in the order of the screens. */
export const fairnessMeasureNames = [
  "selection",
  "truePositive",
  "falsePositive",
  "precision",
  "calibration",
] as const;
export type FairnessMeasureName = (typeof fairnessMeasureNames)[number];

/** A group of the people held out; what fewer than k people would tell of is absent. */
export interface FairGroup {
  readonly group: string;
  readonly people: number;
  /** Would have been contacted. */
  readonly selection: LikelyRange;
  /** Contacted, of those it happened to. */
  readonly truePositive?: LikelyRange;
  /** Contacted, of those it did not happen to. */
  readonly falsePositive?: LikelyRange;
  /** It happened to, of those contacted. */
  readonly precision?: LikelyRange;
  /** Mean of the chances said, and the share it then happened to. */
  readonly expected: number;
  readonly observed: LikelyRange;
}

/** One measure between the groups; `verdict` is its worst comparison. */
export interface FairnessMeasureReport {
  readonly measure: FairnessMeasureName;
  readonly verdict: ChoiceVerdict;
  readonly comparisons: readonly {
    readonly group: string;
    /**
     * Selection: ratio to the reference group's rate. Calibration: observed less expected of the group itself. Else: difference from the
     * reference group's share. Absent where there are too few to tell.
     */
    readonly gap?: LikelyRange;
    readonly verdict: ChoiceVerdict;
  }[];
}

/** Forecasts of the people held out, compared by a grouping somebody declared. Kept with the run; holds nothing of a person. */
export interface FairnessReport {
  readonly runId: number;
  readonly at: string;
  readonly model: FairModel;
  readonly by: Grouping;
  /** Of a segment its name, of a column its heading. */
  readonly name?: string;
  /** The time held out begins after this day; of the look-alikes of a segment people are held out, no time. */
  readonly judgedFrom: string;
  /** Of today's people, as many would be contacted; of those held out, the same share is chosen. */
  readonly contact: number;
  readonly scored: number;
  /** People held out whose group is told. */
  readonly people: number;
  /** Those without a group, or in one of fewer than k people; absent where they are fewer than k together. */
  readonly others?: number;
  readonly k: number;
  readonly limits: { readonly ratio: number; readonly difference: number; readonly calibration: number };
  /** Whether learning it again gave the figures of the run: not where people or orders came or went since. */
  readonly same: boolean;
  readonly reference?: string;
  readonly verdict: ChoiceVerdict;
  /** The largest first. */
  readonly groups: readonly FairGroup[];
  readonly measures: readonly FairnessMeasureReport[];
}

/** What has been compared of a model's latest run, and what it could be compared by. */
export interface FairnessOverview {
  /** Latest first. */
  readonly reports: readonly FairnessReport[];
  /** Of earlier runs, groupings that looked unfair and were not compared again. */
  readonly open: readonly FairnessReport[];
  readonly kinds: readonly GroupingKind[];
  /** Columns of their own that were kept for profiling. */
  readonly fields: readonly { readonly id: number; readonly heading: string }[];
}

export const checkFairnessSchema = {
  model: v.picklist(fairModels),
  by: groupingSchema,
  /** Of today's people; a tenth when left out. */
  contact: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000_000))),
};

/** Equal where two groupings name the same groups; the key under which a comparison is kept. */
export function groupingKey(by: Grouping): string {
  if (by.kind === "segment") return `segment-${String(by.segmentId)}`;
  return by.kind === "field" ? `field-${String(by.fieldId)}` : by.kind;
}
