import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Input } from "../../../contract.ts";
import type { DueRule, KeepStatus } from "../../../terms/keep-due.ts";
import type { Methods, Workspace } from "../../../workspace.ts";
import { findRule, reachOf, ruleTables, rulesInUse } from "./any-rule.ts";
import { latestRuns } from "./latest-runs.ts";
import { dueOf, runDueRules } from "./run-due.ts";
import { isSuspicious, population } from "./suspicious.ts";

/**
 * Lets a rule run by itself when the vault opens, or no more. Only a rule in use whose preview was seen and still says the
 * same may. Faults: `rule-unknown`, `rule-not-previewed`, those of saving.
 */
async function setRuleAutomatic(
  workspace: Workspace,
  { family, ruleId, automatic, seen }: Input<"setRuleAutomatic">,
): Promise<Outcome<null>> {
  const { vault } = workspace;
  const rule = findRule(vault.db, { family, ruleId });
  if (rule === undefined) return fault("rule-unknown");
  if (automatic) {
    const reach = reachOf(workspace, rule);
    if (!rule.entry.rule.active || seen?.things !== reach.things || seen.people !== reach.people)
      return fault("rule-not-previewed");
  }
  return vault.change(["retention", "record"], (note) => {
    vault.db.run(`UPDATE ${ruleTables[family]} SET automatic_since = ? WHERE id = ?`, [
      automatic ? workspace.now().toISOString() : null,
      ruleId,
    ]);
    note({ gate: "keep", action: "rule-automatic", payload: { family, rule: ruleId, automatic } });
    return null;
  });
}

/** What the rules in use would reach now, and what ran by itself in the last day; for the home screen. */
async function keepStatus(workspace: Workspace): Promise<Outcome<KeepStatus>> {
  const { db } = workspace.vault;
  const all = population(db);
  const due = rulesInUse(db).flatMap((rule): readonly DueRule[] => {
    const found = dueOf(workspace, rule);
    return found === undefined ? [] : [{ ...found, asksFirst: isSuspicious(found.deed, found, all) }];
  });
  return ok({ due, ran: latestRuns(db, workspace.now()) });
}

/** The share of the contract that is about rules that run by themselves. */
export const dueMethods: Methods<"setRuleAutomatic" | "keepStatus" | "runDueRules"> = {
  setRuleAutomatic,
  keepStatus,
  runDueRules,
};
