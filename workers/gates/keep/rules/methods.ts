import { isoDate } from "../../../base/calendar.ts";
import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Input } from "../../../contract.ts";
import type { KeepPreview, KeepRuleEntry, KeepRun } from "../../../terms/keep-rules.ts";
import type { Methods, Workspace } from "../../../workspace.ts";
import { dayOf } from "../last-activity.ts";
import { sweepTopics } from "../retention.ts";
import { carryOut, told } from "./carry-out.ts";
import { endedPeople } from "./contract-end.ts";
import { previewEvidence } from "./old-evidence.ts";
import { oldRows, previewOldRows } from "./old-rows.ts";
import { keepRule, keepRules } from "./stored-rules.ts";

const EXAMPLES = 10;

/** The rules for rows, ended contracts and evidence, oldest first. */
async function listKeepRules({ vault }: Workspace): Promise<Outcome<readonly KeepRuleEntry[]>> {
  return ok(keepRules(vault.db));
}

/**
 * Adds a rule, or replaces the one with `id`, which then no longer runs by itself. Nothing is taken away yet. Faults:
 * `rule-unknown`, those of saving.
 */
async function saveKeepRule(
  { vault }: Workspace,
  { id, rule }: Input<"saveKeepRule">,
): Promise<Outcome<KeepRuleEntry>> {
  const { db } = vault;
  if (id !== undefined && keepRule(db, id) === undefined) return fault("rule-unknown");
  return vault.change(["retention", "record"], (note) => {
    const text = JSON.stringify(rule);
    if (id === undefined) db.run("INSERT INTO keep_rules (rule) VALUES (?)", [text]);
    else
      db.run("UPDATE keep_rules SET rule = ?, automatic_since = NULL WHERE id = ? AND rule <> ?", [
        text,
        id,
        text,
      ]);
    const ruleId = id ?? db.lastId();
    note({ gate: "keep", action: "keep-rule-saved", payload: { rule: ruleId, ...told(rule) } });
    return { ...keepRule(db, ruleId), id: ruleId, rule };
  });
}

/** What a rule would do if it ran now; nothing changes. Faults: `rule-unknown`. */
async function previewKeepRule(
  workspace: Workspace,
  { ruleId }: Input<"previewKeepRule">,
): Promise<Outcome<KeepPreview>> {
  const { vault } = workspace;
  const entry = keepRule(vault.db, ruleId);
  if (entry === undefined) return fault("rule-unknown");
  const { rule } = entry;
  const today = dayOf(workspace.now());
  const asOf = isoDate(today);
  if (rule.kind === "age") return ok({ asOf, ...previewOldRows(vault.db, oldRows(vault.db, rule, today)) });
  if (rule.kind === "evidence") return ok({ asOf, ...previewEvidence(vault.db, rule, workspace.now()) });
  const { people, undated, restricted } = endedPeople(vault, rule, today);
  return ok({
    asOf,
    upTo: isoDate(today - rule.days - 1),
    things: people.length,
    people: people.length,
    restricted,
    undated,
    examples: people.slice(0, EXAMPLES).map(({ customerId, day }) => ({ customerId, day: isoDate(day) })),
  });
}

/**
 * Runs one rule, or every active one: all of each in one change, or nothing of it. The file is then rewritten without its
 * free pages, also where a later rule failed or was stopped. Faults: `rule-unknown`, `cancelled`, those of saving.
 */
async function runKeepRules(
  workspace: Workspace,
  { ruleId, job: ticket }: Input<"runKeepRules">,
): Promise<Outcome<readonly KeepRun[]>> {
  const { vault } = workspace;
  const asked = ruleId === undefined ? undefined : keepRule(vault.db, ruleId);
  if (ruleId !== undefined && asked === undefined) return fault("rule-unknown");
  const entries = asked === undefined ? keepRules(vault.db).filter(({ rule }) => rule.active) : [asked];
  const job = workspace.job(ticket);
  const runs: KeepRun[] = [];
  let failed: Outcome<never> | undefined;
  for (const entry of entries) {
    const done = await vault.change(sweepTopics, (note) => carryOut(workspace, entry, { note, job }));
    if (!done.ok) {
      failed = done;
      break;
    }
    runs.push(done.value);
  }
  if (runs.some(({ things }) => things > 0)) {
    const rebuilt = await vault.rebuild();
    if (!rebuilt.ok) return rebuilt;
  }
  return failed ?? ok(runs);
}

/** The share of the contract that is about rules beyond the last activity. */
export const keepRuleMethods: Methods<"listKeepRules" | "saveKeepRule" | "previewKeepRule" | "runKeepRules"> =
  {
    listKeepRules,
    saveKeepRule,
    previewKeepRule,
    runKeepRules,
  };
