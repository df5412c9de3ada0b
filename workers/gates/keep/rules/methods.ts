import { isoDate } from "../../../base/calendar.ts";
import { fault, type Outcome } from "../../../base/fault.ts";
import type { JobControl } from "../../../base/job.ts";
import { ok } from "../../../base/result.ts";
import type { Input } from "../../../contract.ts";
import type { KeepPreview, KeepRule, KeepRuleEntry, KeepRun } from "../../../terms/keep-rules.ts";
import type { Methods, Workspace } from "../../../workspace.ts";
import { dayOf } from "../last-activity.ts";
import { takeAway } from "../take-away.ts";
import { endedPeople } from "./contract-end.ts";
import { oldEvidence, previewEvidence } from "./old-evidence.ts";
import { oldRows, previewOldRows, takeOldRows } from "./old-rows.ts";
import { keepRule, keepRules } from "./stored-rules.ts";

const EXAMPLES = 10;

/** The rules for rows, ended contracts and evidence, oldest first. */
async function listKeepRules({ vault }: Workspace): Promise<Outcome<readonly KeepRuleEntry[]>> {
  return ok(keepRules(vault.db));
}

/** Adds a rule, or replaces the one with `id`. Nothing is taken away yet. Faults: `rule-unknown`, those of saving. */
async function saveKeepRule(
  { vault }: Workspace,
  { id, rule }: Input<"saveKeepRule">,
): Promise<Outcome<KeepRuleEntry>> {
  const { db } = vault;
  if (id !== undefined && keepRule(db, id) === undefined) return fault("rule-unknown");
  return vault.change(["retention", "record"], (note) => {
    const text = JSON.stringify(rule);
    if (id === undefined) db.run("INSERT INTO keep_rules (rule) VALUES (?)", [text]);
    else db.run("UPDATE keep_rules SET rule = ? WHERE id = ?", [text, id]);
    const ruleId = id ?? db.lastId();
    note({ gate: "keep", action: "keep-rule-saved", payload: { rule: ruleId, ...told(rule) } });
    return { ...keepRule(db, ruleId), id: ruleId, rule };
  });
}

/** What the record tells of a rule: an event's name is a file's word and stays out. */
function told(rule: KeepRule): Readonly<Record<string, string | number | boolean>> {
  const { kind, active } = rule;
  if (kind === "evidence") return { kind, active, months: rule.months };
  if (kind === "contract_end") return { kind, active, days: rule.days, action: rule.action };
  return { kind, active, days: rule.days, action: rule.action, table: rule.table, purpose: rule.purpose };
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
 * free pages. Faults: `rule-unknown`, `cancelled`, those of saving.
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
  for (const { id, rule } of entries) {
    const done = await vault.change(
      [
        "people",
        "imports",
        "quarantine",
        "consent",
        "insight",
        "segments",
        "retention",
        "releases",
        "record",
      ],
      (note) => {
        job.check();
        const result = carryOut(workspace, rule, job);
        vault.db.run("UPDATE keep_rules SET last_run_at = ? WHERE id = ?", [
          workspace.now().toISOString(),
          id,
        ]);
        note({ gate: "keep", action: "keep-rule-run", payload: { rule: id, ...told(rule), ...result } });
        return result;
      },
    );
    if (!done.ok) return done;
    runs.push({ ruleId: id, ...done.value });
  }
  if (runs.some(({ things }) => things > 0)) {
    const rebuilt = await vault.rebuild();
    if (!rebuilt.ok) return rebuilt;
  }
  return ok(runs);
}

function carryOut(workspace: Workspace, rule: KeepRule, job: JobControl): Omit<KeepRun, "ruleId"> {
  const { vault } = workspace;
  const now = workspace.now();
  const today = dayOf(now);
  if (rule.kind === "age") return takeOldRows(vault.db, oldRows(vault.db, rule, today), now);
  if (rule.kind === "evidence") return { things: oldEvidence(vault.db, rule, now), people: 0, figures: 0 };
  const people = endedPeople(vault, rule, today).people.map(({ customerId }) => customerId);
  const taken = takeAway(vault, people, rule.action, now, job);
  return { things: taken.people, people: taken.people, figures: 0 };
}

/** The share of the contract that is about rules beyond the last activity. */
export const keepRuleMethods: Methods<"listKeepRules" | "saveKeepRule" | "previewKeepRule" | "runKeepRules"> =
  {
    listKeepRules,
    saveKeepRule,
    previewKeepRule,
    runKeepRules,
  };
