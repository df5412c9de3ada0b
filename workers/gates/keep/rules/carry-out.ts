import type { JobControl } from "../../../base/job.ts";
import type { KeepRule, KeepRuleEntry, KeepRun } from "../../../terms/keep-rules.ts";
import type { Workspace } from "../../../workspace.ts";
import { dayOf } from "../last-activity.ts";
import type { RuleRunning } from "../retention.ts";
import { takeAway } from "../take-away.ts";
import { endedPeople } from "./contract-end.ts";
import { oldEvidence } from "./old-evidence.ts";
import { oldRows, takeOldRows } from "./old-rows.ts";

/** What the record tells of a rule: an event's name is a file's word and stays out. */
export function told(rule: KeepRule): Readonly<Record<string, string | number | boolean>> {
  const { kind, active } = rule;
  if (kind === "evidence") return { kind, active, months: rule.months };
  if (kind === "contract_end") return { kind, active, days: rule.days, action: rule.action };
  return { kind, active, days: rule.days, action: rule.action, table: rule.table, purpose: rule.purpose };
}

/**
 * Runs a rule of keeping inside the change the caller runs, and answers what it reached.
 * @throws Cancelled; the change then rolls back.
 */
export function carryOut(
  workspace: Pick<Workspace, "vault" | "now">,
  { id, rule }: KeepRuleEntry,
  { note, job, automatic = false }: RuleRunning,
): KeepRun {
  job.check();
  const result = take(workspace, rule, job);
  workspace.vault.db.run("UPDATE keep_rules SET last_run_at = ? WHERE id = ?", [
    workspace.now().toISOString(),
    id,
  ]);
  note({
    gate: "keep",
    action: "keep-rule-run",
    payload: { rule: id, ...told(rule), ...result, ...(automatic ? { automatic } : {}) },
  });
  return { ruleId: id, ...result };
}

function take(
  { vault, now }: Pick<Workspace, "vault" | "now">,
  rule: KeepRule,
  job: JobControl,
): Omit<KeepRun, "ruleId"> {
  const at = now();
  const today = dayOf(at);
  if (rule.kind === "age") return takeOldRows(vault.db, oldRows(vault.db, rule, today), at);
  if (rule.kind === "evidence") return { things: oldEvidence(vault.db, rule, at), people: 0, figures: 0 };
  const people = endedPeople(vault, rule, today).people.map(({ customerId }) => customerId);
  const taken = takeAway(vault, people, rule.action, at, job);
  return { things: taken.people, people: taken.people, figures: 0 };
}
