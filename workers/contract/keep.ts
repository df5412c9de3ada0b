import * as v from "valibot";
import { ruleFamilies, type DueRun, type KeepStatus } from "../terms/keep-due.ts";
import { keepRuleSchema, type KeepPreview, type KeepRuleEntry, type KeepRun } from "../terms/keep-rules.ts";
import { retentionRuleSchema, type RetentionEntry, type RetentionPreview } from "../terms/keep.ts";
import { id, job, nothing } from "./schemas.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** How long things are kept. */
export const keepArguments = {
  listRetention: nothing,
  saveRetention: v.strictObject({ id: v.optional(id), rule: retentionRuleSchema }),
  previewRetention: v.strictObject({ ruleId: id }),
  runRetention: v.strictObject({ ruleId: id, job }),
  listKeepRules: nothing,
  saveKeepRule: v.strictObject({ id: v.optional(id), rule: keepRuleSchema }),
  previewKeepRule: v.strictObject({ ruleId: id }),
  /** One rule, or every active one. */
  runKeepRules: v.strictObject({ ruleId: v.optional(id), job }),
  /** A rule runs by itself only after a preview: `seen` is what that said, and must still be so. */
  setRuleAutomatic: v.strictObject({
    family: v.picklist(ruleFamilies),
    ruleId: id,
    automatic: v.boolean(),
    seen: v.optional(v.strictObject({ things: count, people: count })),
  }),
  keepStatus: nothing,
  runDueRules: v.strictObject({ job }),
};

/** What they answer. */
export interface KeepAnswers {
  listRetention: readonly RetentionEntry[];
  saveRetention: RetentionEntry;
  previewRetention: RetentionPreview;
  runRetention: { readonly people: number; readonly orders: number };
  listKeepRules: readonly KeepRuleEntry[];
  saveKeepRule: KeepRuleEntry;
  previewKeepRule: KeepPreview;
  runKeepRules: readonly KeepRun[];
  setRuleAutomatic: null;
  keepStatus: KeepStatus;
  runDueRules: DueRun;
}
