import * as v from "valibot";
import { isoDate } from "../../base/calendar.ts";
import { fault, type Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import {
  retentionRuleSchema,
  type RetentionEntry,
  type RetentionPreview,
  type RetentionRule,
} from "../../terms/keep.ts";
import type { Database } from "../../vault/database.ts";
import type { Answer, Workspace } from "../../workspace.ts";
import { dayOf, duePeople, lastActivity, type DuePerson } from "./last-activity.ts";
import { takeAway } from "./take-away.ts";
import { dropUnclaimed } from "./unclaimed.ts";

const EXAMPLES = 10;

interface StoredRule {
  readonly id: number;
  readonly rule: string;
  readonly last_run_at: string | null;
}

/** The retention rules of the vault, oldest first. */
export async function listRetention({ vault }: Workspace): Promise<Outcome<readonly RetentionEntry[]>> {
  return ok(rules(vault.db));
}

/** Adds a rule, or replaces the one with `id`. Faults: `rule-unknown`, those of saving. */
export async function saveRetention(
  { vault }: Workspace,
  { id, rule }: Input<"saveRetention">,
): Promise<Outcome<RetentionEntry>> {
  const { db } = vault;
  if (id !== undefined && findRule(db, id) === undefined) return fault("rule-unknown");
  return vault.change(["retention", "record"], (note) => {
    const text = JSON.stringify(rule);
    if (id === undefined) db.run("INSERT INTO retention_rules (rule) VALUES (?)", [text]);
    else db.run("UPDATE retention_rules SET rule = ? WHERE id = ?", [text, id]);
    const ruleId = id ?? db.lastId();
    note({ gate: "keep", action: "save-retention", payload: { rule: ruleId, ...rule } });
    return { ...findRule(db, ruleId), id: ruleId, rule };
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
  const entry = findRule(db, ruleId);
  if (entry === undefined) return fault("rule-unknown");
  const today = dayOf(workspace.now());
  const due = duePeople(lastActivity(workspace.vault), entry.rule, today);
  return ok({
    asOf: isoDate(today),
    people: due.length,
    undated: due.filter((person) => person.lastActivity === undefined).length,
    orders: ordersOf(db, due),
    examples: due.slice(0, EXAMPLES).map(({ customerId, lastActivity: day }) => ({
      customerId,
      ...(day === undefined ? {} : { lastActivity: isoDate(day) }),
    })),
  });
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
  const entry = findRule(vault.db, ruleId);
  if (entry === undefined) return fault("rule-unknown");
  const job = workspace.job(ticket);
  const now = workspace.now();
  const done = await vault.change(
    ["people", "imports", "quarantine", "consent", "insight", "segments", "retention", "releases", "record"],
    (note) => {
      const due = duePeople(lastActivity(vault), entry.rule, dayOf(now));
      const people = due.map(({ customerId }) => customerId);
      const taken = takeAway(vault, people, entry.rule.action, now, job);
      // What nobody known did long ago is kept for nobody.
      const unclaimed =
        entry.rule.action === "erase" ? dropUnclaimed(vault.db, dayOf(now) - entry.rule.inactiveDays) : 0;
      vault.db.run("UPDATE retention_rules SET last_run_at = ? WHERE id = ?", [now.toISOString(), ruleId]);
      note({
        gate: "keep",
        action: "run-retention",
        payload: {
          rule: ruleId,
          action: entry.rule.action,
          inactiveDays: entry.rule.inactiveDays,
          ...taken,
          ...(unclaimed === 0 ? {} : { unclaimed }),
        },
      });
      return { ...taken, unclaimed };
    },
  );
  if (!done.ok) return done;
  const { people, orders, unclaimed } = done.value;
  if (people + unclaimed > 0) {
    const rebuilt = await vault.rebuild();
    if (!rebuilt.ok) return rebuilt;
  }
  return ok({ people, orders });
}

/** How many people the active rules would act on today, each counted once; for the home screen. */
export function dueRetention({ vault, now }: Pick<Workspace, "vault" | "now">): number {
  const active = rules(vault.db).filter(({ rule }) => rule.active);
  if (active.length === 0) return 0;
  const activity = lastActivity(vault);
  const due = new Set<number>();
  for (const { rule } of active)
    for (const { customerId } of duePeople(activity, rule, dayOf(now()))) due.add(customerId);
  return due.size;
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

function rules(db: Database): readonly RetentionEntry[] {
  return db.rows<StoredRule>("SELECT id, rule, last_run_at FROM retention_rules ORDER BY id").map(entryOf);
}

function findRule(db: Database, id: number): RetentionEntry | undefined {
  const stored = db.first<StoredRule>("SELECT id, rule, last_run_at FROM retention_rules WHERE id = ?", [id]);
  return stored === undefined ? undefined : entryOf(stored);
}

function entryOf({ id, rule, last_run_at }: StoredRule): RetentionEntry {
  const parsed: RetentionRule = v.parse(retentionRuleSchema, JSON.parse(rule));
  return { id, rule: parsed, ...(last_run_at === null ? {} : { lastRunAt: last_run_at }) };
}
