import { latestPropensityRun } from "../../analysis/propensity/latest.ts";
import type { Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import {
  questions,
  type PersonPropensity,
  type PropensityPage,
  type PropensityReport,
  type PropensityScore,
  type ReachHabit,
} from "../../terms/propensity.ts";
import type { Database } from "../../vault/database.ts";
import type { Workspace } from "../../workspace.ts";
import { explained, type StoredReasons } from "./churn-people.ts";
import { customerRow } from "./list-customers.ts";

/**
 * People by their chance at a question, highest first, with reasons: those whom its latest run scored and profiling may still
 * consider. Empty without a run, or after one that must not be used.
 */
export async function listPropensity(
  workspace: Workspace,
  { question, offset, limit }: Input<"listPropensity">,
): Promise<Outcome<PropensityPage>> {
  const columns = workspace.columns();
  const { mask } = workspace.permitted("profiling");
  const { currency } = columns.orders;
  const report = latestPropensityRun(workspace, question);
  if (report === undefined) return ok({ total: 0, currency, rows: [] });
  const { db } = workspace.vault;
  const [ids, chance] = db.readColumns(
    `SELECT customer_id, chance FROM propensity_scores WHERE run_id = ${String(report.runId)} AND chance > 0`,
    ["int32", "float64"],
  );
  const order = ids.map((_, row) => row).sort((a, b) => chance[b]! - chance[a]! || ids[a]! - ids[b]!);
  const allowed = order.map((row) => ids[row]!).filter((id) => mask[columns.indexOf(id)] === 1);
  const rows = Array.from(allowed.subarray(offset, offset + limit)).flatMap((customerId) => {
    const score = scoreOf(db, report, customerId);
    const row = customerRow(workspace, customerId);
    if (score === undefined || row === undefined) return [];
    const { name, orders, revenue, lastOrder } = row;
    const reach = reachOf(db, report, customerId);
    return [
      {
        ...score,
        ...{ customerId, name, orders, revenue },
        ...(lastOrder !== undefined && { lastOrder }),
        ...(reach && { reach }),
      },
    ];
  });
  return ok({ total: allowed.length, currency, rows });
}

/** What the latest run of each question says of one customer whom profiling may consider. */
export function propensitiesOf(workspace: Workspace, customerId: number): readonly PersonPropensity[] {
  const { mask } = workspace.permitted("profiling");
  if (mask[workspace.columns().indexOf(customerId)] !== 1) return [];
  const { db } = workspace.vault;
  return questions.flatMap((question): readonly PersonPropensity[] => {
    const report = latestPropensityRun(workspace, question);
    const score = report && scoreOf(db, report, customerId);
    if (report === undefined || score === undefined) return [];
    const { runId, at, end, horizonDays, review } = report;
    const reach = reachOf(db, report, customerId);
    return [
      {
        ...score,
        question,
        run: { runId, at, end, horizonDays, verdict: review.verdict },
        ...(reach && { reach }),
      },
    ];
  });
}

function scoreOf(db: Database, report: PropensityReport, customerId: number): PropensityScore | undefined {
  const stored = db.first<StoredReasons & { readonly chance: number }>(
    `SELECT chance, field1, adds1, entry1, field2, adds2, entry2, field3, adds3, entry3 FROM propensity_scores
     WHERE customer_id = ? AND run_id = ?`,
    [customerId, report.runId],
  );
  if (stored === undefined || report.base === undefined) return undefined;
  return explained({ chance: stored.chance, base: report.base }, report.fields, stored);
}

function reachOf(db: Database, { question }: PropensityReport, customerId: number): ReachHabit | undefined {
  if (question !== "open" && question !== "click") return undefined;
  const stored = db.first<{
    readonly best_hour: number | null;
    readonly own: number;
    readonly share: number | null;
    readonly share_low: number | null;
    readonly share_high: number | null;
    readonly best_channel: string | null;
  }>(
    "SELECT best_hour, own, share, share_low, share_high, best_channel FROM reach_habits WHERE customer_id = ?",
    [customerId],
  );
  if (stored === undefined) return undefined;
  const { best_hour: hour, own, share, share_low: low, share_high: high, best_channel: channel } = stored;
  return {
    own: own === 1,
    ...(hour !== null && { hour }),
    ...(share !== null && low !== null && high !== null && { share: { value: share, low, high } }),
    ...(channel !== null && { channel }),
  };
}
