import type { RetentionAction } from "./keep.ts";
import type { KeptTable, RowAction } from "./keep-rules.ts";

/** Rules of people's last activity, and the other rules of keeping; each numbers its own. */
export const ruleFamilies = ["activity", "keep"] as const;
export type RuleFamily = (typeof ruleFamilies)[number];

/** A rule by its family and its number there. */
export interface RuleName {
  readonly family: RuleFamily;
  readonly ruleId: number;
}

/** What a rule does to what it reaches: people, rows of a table, or keyed hashes of who was erased. */
export type RuleDeed =
  | { readonly reaches: "people"; readonly action: RetentionAction }
  | { readonly reaches: "rows"; readonly action: RowAction; readonly table: KeptTable }
  | { readonly reaches: "evidence"; readonly action: "delete" };

/** What a preview of a rule said, and its user saw. */
export interface RulePreviewed {
  /** Rows, people or hashes. */
  readonly things: number;
  readonly people: number;
}

/** A rule in use whose time has come for something. */
export interface DueRule extends RuleName, RulePreviewed {
  readonly deed: RuleDeed;
  /** Whether it runs by itself when the vault opens. */
  readonly automatic: boolean;
  /** It would reach more than a fifth of all: a person has to look first. */
  readonly asksFirst: boolean;
}

/** A rule that ran by itself. */
export interface AutomaticRun extends RuleName, RulePreviewed {
  readonly deed: RuleDeed;
  readonly at: string;
}

/** What the rules in use would do now, and what those that run by themselves did in the last day. */
export interface KeepStatus {
  readonly due: readonly DueRule[];
  readonly ran: readonly AutomaticRun[];
}

/** What the rules that run by themselves did just now, and which of them a person has to look at first. */
export interface DueRun {
  readonly ran: readonly AutomaticRun[];
  readonly asked: readonly DueRule[];
}
