import { personScores } from "../../analysis/person-scores.ts";
import type { StoredLifetime } from "../../analysis/lifetime-report.ts";
import type { GroupReport } from "../../terms/groups.ts";
import type { CustomerInsight } from "../../terms/people.ts";
import type { Workspace } from "../../workspace.ts";
import { churnOf } from "./churn-people.ts";
import { propensitiesOf } from "./propensity-people.ts";

/**
 * What the latest runs say of one customer and what that stands on, while profiling may consider them; every part names its
 * run, day and verdict.
 */
export function customerInsight(workspace: Workspace, customerId: number): CustomerInsight {
  const person = workspace.columns().indexOf(customerId);
  if (workspace.permitted("profiling").mask[person] !== 1) return { withheld: true };
  const lifetime = lifetimeOf(workspace, customerId, person);
  const churn = churnOf(workspace, customerId);
  const group = groupOf(workspace, customerId);
  const propensities = propensitiesOf(workspace, customerId);
  return {
    withheld: false,
    ...(propensities.length > 0 && { propensities }),
    ...(lifetime && { lifetime }),
    ...(churn && { churn }),
    ...(group && { group }),
  };
}

interface RunOf<R> {
  readonly run: { readonly runId: number; readonly at: string };
  readonly report: R;
}

/** The run that the row of a person in a table of scores belongs to. */
function runOf<R>(
  { vault }: Workspace,
  table: "scores" | "customer_groups",
  id: number,
): RunOf<R> | undefined {
  const stored = vault.db.first<{ id: number; at: string; report: string }>(
    `SELECT runs.id, at, report FROM ${table} JOIN runs ON runs.id = run_id WHERE customer_id = ?`,
    [id],
  );
  if (stored === undefined) return undefined;
  return { run: { runId: stored.id, at: stored.at }, report: JSON.parse(stored.report) as R };
}

function lifetimeOf(workspace: Workspace, customerId: number, person: number): CustomerInsight["lifetime"] {
  const stored = runOf<StoredLifetime>(workspace, "scores", customerId);
  if (stored === undefined) return undefined;
  const scores = personScores(workspace);
  const { end, horizonDays, review } = stored.report;
  const value = scores.lifetimeValue[person]!;
  return {
    run: { ...stored.run, end, horizonDays, verdict: review.verdict },
    pAlive: scores.pAlive[person]!,
    expectedPurchases: scores.expectedPurchases[person]!,
    ...(!Number.isNaN(value) && { lifetimeValue: value }),
    recencyDays: scores.recencyDays[person]!,
    orders: scores.orders[person]!,
    tenureDays: scores.tenureDays[person]!,
    averageOrder: Math.round(scores.averageOrder[person]!),
  };
}

function groupOf(workspace: Workspace, customerId: number): CustomerInsight["group"] {
  const stored = runOf<Pick<GroupReport, "end" | "groups" | "review">>(
    workspace,
    "customer_groups",
    customerId,
  );
  const number = workspace.vault.db.count("SELECT group_number FROM customer_groups WHERE customer_id = ?", [
    customerId,
  ]);
  const group = stored?.report.groups[number];
  if (stored === undefined || group === undefined) return undefined;
  return {
    number,
    traits: group.traits,
    run: { ...stored.run, end: stored.report.end, verdict: stored.report.review.verdict },
  };
}
