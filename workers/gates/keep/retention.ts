import { isoDate } from "../../base/calendar.ts";
import { fault, type Outcome } from "../../base/fault.ts";
import type { JobControl } from "../../base/job.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import type { Topic } from "../../terms/event.ts";
import type { RetentionEntry, RetentionPreview } from "../../terms/keep.ts";
import type { Database } from "../../vault/database.ts";
import type { Act } from "../../vault/vault.ts";
import type { Answer, Workspace } from "../../workspace.ts";
import { dayOf, duePeople, lastActivity, type DuePerson } from "./last-activity.ts";
import { retentionRule, retentionRules } from "./stored-retention.ts";
import { takeAway } from "./take-away.ts";
import { countUnclaimed, dropUnclaimed } from "./unclaimed.ts";

const EXAMPLES = 10;

/** What running a rule of any family touches. */
export const sweepTopics: readonly Topic[] = [
  "people",
  "imports",
  "quarantine",
  "consent",
  "insight",
  "segments",
  "retention",
  "releases",
  "record",
];

/** The retention rules of the vault, oldest first. */
export async function listRetention({ vault }: Workspace): Promise<Outcome<readonly RetentionEntry[]>> {
  return ok(retentionRules(vault.db));
}

/**
 * Adds a rule, or replaces the one with `id`; a rule that became another one no longer runs by itself. Faults:
 * `rule-unknown`, those of saving.
 */
export async function saveRetention(
  { vault }: Workspace,
  { id, rule }: Input<"saveRetention">,
): Promise<Outcome<RetentionEntry>> {
  const { db } = vault;
  if (id !== undefined && retentionRule(db, id) === undefined) return fault("rule-unknown");
  return vault.change(["retention", "record"], (note) => {
    const text = JSON.stringify(rule);
    if (id === undefined) db.run("INSERT INTO retention_rules (rule) VALUES (?)", [text]);
    else
      db.run("UPDATE retention_rules SET rule = ?, automatic_since = NULL WHERE id = ? AND rule <> ?", [
        text,
        id,
        text,
      ]);
    const ruleId = id ?? db.lastId();
    note({ gate: "keep", action: "save-retention", payload: { rule: ruleId, ...rule } });
    return { ...retentionRule(db, ruleId), id: ruleId, rule };
  });
}

/**
 * Whom a rule would act on if it ran now: counts and a few row numbers, no names. Nothing changes.
 * Faults: `rule-unknown`.
 */
export async function previewRetention(
  workspace: Workspace,
  { ruleId }: Input<"previewRetention">,
): Promise<Outcome<RetentionPreview>> {
  const { db } = workspace.vault;
  const entry = retentionRule(db, ruleId);
  if (entry === undefined) return fault("rule-unknown");
  const today = dayOf(workspace.now());
  const due = duePeople(lastActivity(workspace.vault), entry.rule, today);
  return ok({
    asOf: isoDate(today),
    people: due.length,
    undated: due.filter((person) => person.lastActivity === undefined).length,
    orders: ordersOf(db, due),
    unclaimed: unclaimedDue(db, entry, today),
    examples: due.slice(0, EXAMPLES).map(({ customerId, lastActivity: day }) => ({
      customerId,
      ...(day === undefined ? {} : { lastActivity: isoDate(day) }),
    })),
  });
}

/** How many events and reviews of nobody known a rule would take along; only erasing rules take any. */
export function unclaimedDue(db: Database, { rule }: RetentionEntry, today: number): number {
  return rule.action === "erase" ? countUnclaimed(db, today - rule.inactiveDays) : 0;
}

/**
 * Runs a rule: all of its people in one change, or nobody (cancelled, or failed). The file is then
 * rewritten without its free pages. Faults: `rule-unknown`, `cancelled`, those of saving.
 */
export async function runRetention(
  workspace: Workspace,
  { ruleId, job: ticket }: Input<"runRetention">,
): Promise<Outcome<Answer<"runRetention">>> {
  const { vault } = workspace;
  const entry = retentionRule(vault.db, ruleId);
  if (entry === undefined) return fault("rule-unknown");
  const job = workspace.job(ticket);
  const done = await vault.change(sweepTopics, (note) => actOnInactive(workspace, entry, { note, job }));
  if (!done.ok) return done;
  const { people, orders, unclaimed } = done.value;
  if (people + unclaimed > 0) {
    const rebuilt = await vault.rebuild();
    if (!rebuilt.ok) return rebuilt;
  }
  return ok({ people, orders });
}

/** How a rule is run, inside the change the caller runs. */
export interface RuleRunning {
  readonly note: (act: Act) => void;
  readonly job: JobControl;
  /** Whether it runs by itself: the record says so. */
  readonly automatic?: boolean;
}

/**
 * Runs a retention rule inside the change the caller runs, and answers what went.
 * @throws Cancelled; the change then rolls back.
 */
export function actOnInactive(
  workspace: Pick<Workspace, "vault" | "now">,
  { id, rule }: RetentionEntry,
  { note, job, automatic = false }: RuleRunning,
): { readonly people: number; readonly orders: number; readonly unclaimed: number } {
  const { vault } = workspace;
  const now = workspace.now();
  const due = duePeople(lastActivity(vault), rule, dayOf(now));
  const people = due.map(({ customerId }) => customerId);
  const taken = takeAway(vault, people, rule.action, now, job);
  // What nobody known did long ago is kept for nobody.
  const unclaimed = rule.action === "erase" ? dropUnclaimed(vault.db, dayOf(now) - rule.inactiveDays) : 0;
  vault.db.run("UPDATE retention_rules SET last_run_at = ? WHERE id = ?", [now.toISOString(), id]);
  note({
    gate: "keep",
    action: "run-retention",
    payload: {
      rule: id,
      action: rule.action,
      inactiveDays: rule.inactiveDays,
      ...taken,
      ...(unclaimed === 0 ? {} : { unclaimed }),
      ...(automatic ? { automatic } : {}),
    },
  });
  return { people: taken.people, orders: taken.orders, unclaimed };
}

function ordersOf(db: Database, due: readonly DuePerson[]): number {
  const [customer, orders] = db.readColumns(
    "SELECT customer_id, count(*) FROM orders GROUP BY customer_id ORDER BY customer_id",
    ["int32", "int32"],
  );
  const ids = new Set(due.map(({ customerId }) => customerId));
  let total = 0;
  for (let row = 0; row < customer.length; row++) if (ids.has(customer[row]!)) total += orders[row]!;
  return total;
}
