import type { RuleDeed, RuleFamily, RuleName, RulePreviewed } from "../../../terms/keep-due.ts";
import type { KeepRuleEntry } from "../../../terms/keep-rules.ts";
import type { RetentionEntry } from "../../../terms/keep.ts";
import type { Database } from "../../../vault/database.ts";
import type { Workspace } from "../../../workspace.ts";
import { dayOf, duePeople, lastActivity } from "../last-activity.ts";
import { actOnInactive, unclaimedDue, type RuleRunning } from "../retention.ts";
import { carryOut } from "../rules/carry-out.ts";
import { endedPeople } from "../rules/contract-end.ts";
import { previewEvidence } from "../rules/old-evidence.ts";
import { countOldRows, oldRows } from "../rules/old-rows.ts";
import { keepRule, keepRules } from "../rules/stored-rules.ts";
import { retentionRule, retentionRules } from "../stored-retention.ts";

/** A rule of either family. */
export type AnyRule =
  | { readonly family: "activity"; readonly entry: RetentionEntry }
  | { readonly family: "keep"; readonly entry: KeepRuleEntry };

type Keeper = Pick<Workspace, "vault" | "now">;

/** The table a family's rules lie in. */
export const ruleTables: Readonly<Record<RuleFamily, "retention_rules" | "keep_rules">> = {
  activity: "retention_rules",
  keep: "keep_rules",
};

/** Every rule that is in use, those of last activity first. */
export function rulesInUse(db: Database): readonly AnyRule[] {
  return [
    ...retentionRules(db).map((entry) => ({ family: "activity" as const, entry })),
    ...keepRules(db).map((entry) => ({ family: "keep" as const, entry })),
  ].filter(({ entry }) => entry.rule.active);
}

/** A rule by its name; undefined where there is none. */
export function findRule(db: Database, { family, ruleId }: RuleName): AnyRule | undefined {
  if (family === "activity") {
    const entry = retentionRule(db, ruleId);
    return entry === undefined ? undefined : { family, entry };
  }
  const entry = keepRule(db, ruleId);
  return entry === undefined ? undefined : { family, entry };
}

/** What a rule does, and to what. */
export function deedOf(rule: AnyRule): RuleDeed {
  if (rule.family === "activity") return { reaches: "people", action: rule.entry.rule.action };
  const kept = rule.entry.rule;
  if (kept.kind === "evidence") return { reaches: "evidence", action: "delete" };
  if (kept.kind === "contract_end") return { reaches: "people", action: kept.action };
  return { reaches: "rows", action: kept.action, table: kept.table };
}

/** What a rule would reach if it ran now: counts alone. */
export function reachOf({ vault, now }: Keeper, rule: AnyRule): RulePreviewed {
  const at = now();
  const today = dayOf(at);
  if (rule.family === "activity") {
    const people = duePeople(lastActivity(vault), rule.entry.rule, today).length;
    return { things: people + unclaimedDue(vault.db, rule.entry, today), people };
  }
  const kept = rule.entry.rule;
  if (kept.kind === "age") return countOldRows(vault.db, oldRows(vault.db, kept, today));
  if (kept.kind === "evidence") return { things: previewEvidence(vault.db, kept, at).things, people: 0 };
  const people = endedPeople(vault, kept, today).people.length;
  return { things: people, people };
}

/**
 * Runs a rule inside the change the caller runs; answers what it reached.
 * @throws Cancelled; the change then rolls back.
 */
export function runRule(workspace: Keeper, rule: AnyRule, running: RuleRunning): RulePreviewed {
  if (rule.family === "keep") {
    const { things, people } = carryOut(workspace, rule.entry, running);
    return { things, people };
  }
  const { people, unclaimed } = actOnInactive(workspace, rule.entry, running);
  return { things: people + unclaimed, people };
}
