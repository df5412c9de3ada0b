import { latestChurnRun } from "../../analysis/churn-report.ts";
import type { Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import type { ChurnPage, ChurnReason, ChurnReport, ChurnScore, ScoredRun } from "../../terms/churn.ts";
import type { Database } from "../../vault/database.ts";
import type { Workspace } from "../../workspace.ts";
import { customerRow } from "./list-customers.ts";

/** The reasons of a score as tables of scores hold them. */
export interface StoredReasons {
  readonly field1: number | null;
  readonly adds1: number | null;
  readonly entry1: number | null;
  readonly field2: number | null;
  readonly adds2: number | null;
  readonly entry2: number | null;
  readonly field3: number | null;
  readonly adds3: number | null;
  readonly entry3: number | null;
}

interface StoredScore extends StoredReasons {
  readonly customer_id: number;
  readonly churn_risk: number;
  readonly if_ordered: number | null;
}

const COLUMNS = `customer_id, churn_risk, if_ordered, field1, adds1, entry1, field2, adds2, entry2, field3, adds3, entry3`;

/**
 * People by their chance of leaving, highest first, with reasons: those whom the latest run scored and profiling may still
 * consider. Empty without a run, or after one that must not be used.
 */
export async function listChurn(
  workspace: Workspace,
  { offset, limit }: Input<"listChurn">,
): Promise<Outcome<ChurnPage>> {
  const columns = workspace.columns();
  const { mask } = workspace.permitted("profiling");
  const { currency } = columns.orders;
  const report = latestChurnRun(workspace);
  if (report === undefined) return ok({ total: 0, currency, rows: [] });
  const { db } = workspace.vault;
  const [ids] = db.readColumns("SELECT customer_id FROM churn_scores ORDER BY churn_risk DESC, customer_id", [
    "int32",
  ]);
  const allowed = ids.filter((id) => mask[columns.indexOf(id)] === 1);
  const rows = Array.from(allowed.subarray(offset, offset + limit), (customerId) => {
    const score = scoreOf(db, report, customerId);
    const row = customerRow(workspace, customerId);
    if (score === undefined || row === undefined) return [];
    const { name, orders, revenue, lastOrder } = row;
    return [{ ...score, customerId, name, orders, revenue, ...(lastOrder !== undefined && { lastOrder }) }];
  });
  return ok({ total: allowed.length, currency, rows: rows.flat() });
}

/** What the latest run says of one customer whom profiling may consider, and which run that is; undefined without a score. */
export function churnOf(
  workspace: Workspace,
  customerId: number,
): (ChurnScore & { readonly run: ScoredRun }) | undefined {
  const { mask } = workspace.permitted("profiling");
  if (mask[workspace.columns().indexOf(customerId)] !== 1) return undefined;
  const report = latestChurnRun(workspace);
  const score = report && scoreOf(workspace.vault.db, report, customerId);
  if (report === undefined || score === undefined) return undefined;
  const { runId, at, end, horizonDays, review } = report;
  return { ...score, run: { runId, at, end, horizonDays, verdict: review.verdict } };
}

function scoreOf(db: Database, report: ChurnReport, customerId: number): ChurnScore | undefined {
  const stored = db.first<StoredScore>(`SELECT ${COLUMNS} FROM churn_scores WHERE customer_id = ?`, [
    customerId,
  ]);
  if (stored === undefined || report.base === undefined) return undefined;
  const { base, fields } = report;
  return {
    ...explained({ chance: stored.churn_risk, base }, fields, stored),
    ...(stored.if_ordered !== null && { ifOrdered: stored.if_ordered }),
  };
}

/** A field of a run as far as reasons name it. */
interface NamedField<F extends string> {
  readonly field: F;
  readonly levels?: readonly string[];
}

/** A stored chance with its reasons: `base`, the reasons and `others` sum to it. */
export function explained<F extends string>(
  { chance, base }: { readonly chance: number; readonly base: number },
  fields: readonly NamedField<F>[],
  stored: StoredReasons,
) {
  const reasons = [
    reasonOf(fields, stored.field1, stored.adds1, stored.entry1),
    reasonOf(fields, stored.field2, stored.adds2, stored.entry2),
    reasonOf(fields, stored.field3, stored.adds3, stored.entry3),
  ].flat();
  return {
    chance,
    base,
    reasons,
    others: reasons.reduce((rest, { adds }) => rest - adds, chance - base),
  };
}

function reasonOf<F extends string>(
  fields: readonly NamedField<F>[],
  place: number | null,
  adds: number | null,
  entry: number | null,
): readonly ChurnReason<F>[] {
  const known = place === null ? undefined : fields[place];
  if (known === undefined || adds === null) return [];
  const value = entry === null ? undefined : (known.levels?.[entry] ?? (known.levels ? undefined : entry));
  return [{ field: known.field, adds, ...(value !== undefined && { value }) }];
}
