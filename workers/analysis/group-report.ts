import { isoDate } from "../base/calendar.ts";
import { fault, type Outcome } from "../base/fault.ts";
import { Cancelled, type JobControl } from "../base/job.ts";
import { ok } from "../base/result.ts";
import type { Input } from "../contract.ts";
import { featureRun, type FeatureRun } from "../gates/use/feature-run.ts";
import type { KindsOutput } from "../models/clusters/kinds.ts";
import type { GroupReport } from "../terms/groups.ts";
import type { Act } from "../vault/vault.ts";
import type { Workspace } from "../workspace.ts";
import { endDay } from "./clock.ts";
import { insertRows } from "./insert-rows.ts";
import { certificateNumbers, markIfErasedMeanwhile } from "./retrain/marked.ts";
import type { Replacing } from "./retrain/replacing.ts";

/** A report as its run keeps it. */
export type StoredGroups = Omit<GroupReport, "runId" | "at">;

/**
 * Finds kinds among the customers profiling may consider, stores the run and who belongs to which, and notes the act in the
 * record. A run that must not be used puts nobody into a group. `replacing` goes with the storing.
 */
export async function fitGroups(
  workspace: Workspace,
  { options, job: ticket }: Input<"fitGroups">,
  replacing?: Replacing,
): Promise<Outcome<GroupReport>> {
  const end = endDay(workspace, options.end);
  if (!end.ok) return end;
  const job = workspace.job(ticket);
  try {
    await workspace.vault.prefetch(["orders", "order_lines", "messages", "events", "reviews"], job);
    const known = certificateNumbers(workspace.vault.db);
    const run = featureRun(workspace, "profiling");
    const input = { history: run.history(job), end: end.value };
    const output = await workspace.models.run(
      "kinds",
      { ...input, ...(options.k !== undefined && { k: options.k }) },
      job,
    );
    job.check();
    const { person, group, ...figures } = output;
    const { currency } = workspace.columns().orders;
    const report = { end: isoDate(end.value), currency, withheld: run.withheld, ...figures };
    return await store(workspace, run, report, { person, group, job, known, replacing });
  } catch (error) {
    if (error instanceof Cancelled) return fault("cancelled");
    throw error;
  }
}

async function store(
  workspace: Workspace,
  run: FeatureRun,
  report: StoredGroups,
  {
    person,
    group,
    job,
    known,
    replacing,
  }: Pick<KindsOutput, "person" | "group"> & {
    readonly job: JobControl;
    /** Certificates there were before anybody was read. */
    readonly known: ReadonlySet<string>;
    readonly replacing: Replacing | undefined;
  },
): Promise<Outcome<GroupReport>> {
  const { vault } = workspace;
  const at = workspace.now().toISOString();
  const body = (note: (act: Act) => void): GroupReport => {
    const { db } = vault;
    const { end, k, people, withheld, review } = report;
    const replaced = replacing?.();
    db.run("INSERT INTO runs (model, at, options, report) VALUES ('groups', ?, ?, ?)", [
      at,
      JSON.stringify({ end, k }),
      JSON.stringify(report),
    ]);
    const runId = db.lastId();
    db.run("DELETE FROM customer_groups");
    // Somebody may have been erased or have objected meanwhile: they must not come back.
    const customers = run.customersOf(person);
    const rows = Int32Array.from(customers.keys()).filter((row) => customers[row] !== 0);
    insertRows(
      db,
      "INSERT INTO customer_groups (customer_id, run_id, group_number) VALUES (?, ?, ?)",
      [rows.map((row) => customers[row]!), { constant: runId }, rows.map((row) => group[row]!)],
      rows.length,
      job,
    );
    markIfErasedMeanwhile(db, runId, known);
    note({
      gate: "use",
      action: "fit-groups",
      payload: {
        run: runId,
        purpose: "profiling",
        people,
        withheld,
        scored: rows.length,
        verdict: review.verdict,
      },
    });
    replaced?.(runId, report, note);
    return { runId, at, ...report };
  };
  return vault.change(["insight", "record"], body, { job });
}

/** The latest run as it was stored, or null before the first. */
export async function latestGroups({ vault }: Workspace): Promise<Outcome<GroupReport | null>> {
  const run = vault.db.first<{ id: number; at: string; report: string }>(
    "SELECT id, at, report FROM runs WHERE model = 'groups' ORDER BY id DESC LIMIT 1",
  );
  if (run === undefined) return ok(null);
  return ok({ runId: run.id, at: run.at, ...(JSON.parse(run.report) as StoredGroups) });
}
