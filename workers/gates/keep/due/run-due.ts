import { fault, type Outcome } from "../../../base/fault.ts";
import { Cancelled, type JobControl } from "../../../base/job.ts";
import { Refused } from "../../../base/refused.ts";
import { ok } from "../../../base/result.ts";
import type { Input } from "../../../contract.ts";
import type { AutomaticRun, DueRule, DueRun } from "../../../terms/keep-due.ts";
import type { Workspace } from "../../../workspace.ts";
import { dayOf } from "../last-activity.ts";
import { sweepTopics } from "../retention.ts";
import { deedOf, findRule, reachOf, rulesInUse, runRule, type AnyRule } from "./any-rule.ts";
import { isSuspicious, population } from "./suspicious.ts";

/**
 * Runs the rules that run by themselves and have not run today, as when a vault was opened: each in one change of its own or
 * not at all, then the file is rewritten once. A rule that reaches nothing writes nothing; one that would reach more than a
 * fifth of all, with those before it, is left for a person to look at. Faults: `cancelled` (rules that ran stay run), those
 * of saving.
 */
export async function runDueRules(
  workspace: Workspace,
  { job: ticket }: Input<"runDueRules">,
): Promise<Outcome<DueRun>> {
  const { vault } = workspace;
  const job = workspace.job(ticket);
  const all = population(vault.db);
  const ran: AutomaticRun[] = [];
  const asked: DueRule[] = [];
  const waiting = rulesInUse(vault.db).filter((rule) => isWaiting(rule, workspace.now()));
  let failed: Outcome<never> | undefined;
  let reached = 0;
  for (const [done, rule] of waiting.entries()) {
    job.progress({ phase: "keeping", done, total: waiting.length });
    const due = dueOf(workspace, rule);
    if (due === undefined) continue;
    if (isSuspicious(due.deed, due, all, reached)) {
      asked.push({ ...due, asksFirst: true });
      continue;
    }
    const run = await runOne(workspace, due, {
      job,
      isTooMany: (now) => isSuspicious(due.deed, now, all, reached),
    });
    if (!run.ok) {
      failed = run;
      break;
    }
    ran.push(run.value);
    reached += run.value.people;
  }
  if (ran.length > 0) {
    const rebuilt = await vault.rebuild();
    if (!rebuilt.ok) return rebuilt;
  }
  return failed ?? ok({ ran, asked });
}

/** Whether a rule runs by itself and has not today. Where the clock was put back, it waits until that day is over. */
function isWaiting({ entry }: AnyRule, now: Date): boolean {
  const last = entry.lastRunAt;
  return entry.automaticSince !== undefined && (last === undefined || dayOf(new Date(last)) < dayOf(now));
}

/** What a rule in use would reach now; undefined where that is nothing. */
export function dueOf(workspace: Pick<Workspace, "vault" | "now">, rule: AnyRule): DueRule | undefined {
  const reach = reachOf(workspace, rule);
  if (reach.things === 0) return undefined;
  return {
    family: rule.family,
    ruleId: rule.entry.id,
    deed: deedOf(rule),
    ...reach,
    automatic: rule.entry.automaticSince !== undefined,
    asksFirst: false,
  };
}

interface OneRun {
  readonly job: JobControl;
  readonly isTooMany: (reach: Pick<DueRule, "things" | "people">) => boolean;
}

async function runOne(
  workspace: Workspace,
  due: DueRule,
  { job, isTooMany }: OneRun,
): Promise<Outcome<AutomaticRun>> {
  const { vault } = workspace;
  try {
    return await vault.change(
      sweepTopics,
      (note) => {
        job.check();
        // Another change may have come first: the rule is read and judged again.
        const rule = findRule(vault.db, due);
        if (rule?.entry.automaticSince === undefined || !rule.entry.rule.active)
          throw new Refused("rule-not-previewed");
        if (isTooMany(reachOf(workspace, rule))) throw new Refused("rule-not-previewed");
        const { things, people } = runRule(workspace, rule, { note, job, automatic: true });
        const { family, ruleId, deed } = due;
        return { family, ruleId, deed, things, people, at: workspace.now().toISOString() };
      },
      { job },
    );
  } catch (error) {
    if (error instanceof Cancelled) return fault("cancelled");
    throw error;
  }
}
