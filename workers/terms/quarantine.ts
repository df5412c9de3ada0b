import * as v from "valibot";
import { languages } from "./language.ts";
import { quarantineReasons, type QuarantineReason } from "./intake.ts";

const position = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000));
const text = v.pipe(v.string(), v.maxLength(200));
const some = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

/** How the rows of a group are repaired. Named, closed, and told by data. */
export const repairRuleSchema = v.variant("kind", [
  /** Nothing is changed: they are tried once more. */
  v.strictObject({ kind: v.literal("again") }),
  /** One text for another, in a column or (without one) anywhere in the row. */
  v.strictObject({ kind: v.literal("replace"), column: v.optional(position), find: some, with: text }),
  /** A value where the column is empty. */
  v.strictObject({ kind: v.literal("fill"), column: position, value: some }),
  /** Empty cells at the end until there are as many as headings. */
  v.strictObject({ kind: v.literal("pad") }),
  /** Cells past the last heading joined into the one under it. */
  v.strictObject({ kind: v.literal("join") }),
  /** All quotation marks out. */
  v.strictObject({ kind: v.literal("unquote") }),
]);
export type RepairRule = v.InferOutput<typeof repairRuleSchema>;
export const repairRuleKinds = ["again", "replace", "fill", "pad", "join", "unquote"] as const;

/** Rows of one import that wait for one reason, and for one column where one is to blame. */
const groupEntries = {
  importId: v.pipe(v.number(), v.integer(), v.minValue(1)),
  reason: v.picklist(quarantineReasons),
  column: v.optional(v.pipe(v.string(), v.maxLength(500))),
};

export const mendGroupSchema = v.strictObject({
  ...groupEntries,
  rule: repairRuleSchema,
  /** Counts what the rule would do and stores nothing. */
  dryRun: v.boolean(),
});

/** What a rule did to a group, or would do. */
export interface GroupMended {
  readonly tried: number;
  readonly stored: number;
  /** Rows the rule changed. */
  readonly changed: number;
  /** Some of those rows: as they came, and as they were tried. */
  readonly examples: readonly { readonly line: number; readonly before: string; readonly after: string }[];
  readonly dryRun: boolean;
}

/** One group of rows that wait. */
export interface QuarantineGroup {
  readonly importId: number;
  readonly name: string;
  readonly reason: QuarantineReason;
  readonly column?: string;
  readonly rows: number;
}

export const quarantineReportSchema = v.strictObject({
  importId: v.pipe(v.number(), v.integer(), v.minValue(1)),
  folder: v.string(),
  language: v.picklist(languages),
});

/** A report for whoever owns the source: where its files are at fault and why, and nothing of what stands there. */
export interface QuarantineReport {
  readonly rows: number;
  readonly paths: readonly string[];
}
