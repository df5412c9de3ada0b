import type { Outcome } from "../../base/fault.ts";
import { review } from "../../models/review.ts";
import type { ChoiceVerdict } from "../../terms/decision.ts";
import type { Review, ReviewCheck } from "../../terms/insight.ts";
import { groupingKey, runName, type FairModel, type FairnessReport } from "../../terms/model-fairness.ts";
import type { Database } from "../../vault/database.ts";
import type { Workspace } from "../../workspace.ts";
import type { LatestRun } from "./runs.ts";

const codes = {
  fair: "pass",
  "look-closer": "fail",
  "too-little-evidence": "unclear",
} as const satisfies Record<ChoiceVerdict, string>;

/**
 * The comparison as a check of the model's review. A difference that chance does not explain makes no forecast wrong: it is to be used with
 * care, and what costs people something does not leave by it without a written reason (gates/release/decision).
 */
function fairnessCheck({ by, name, people, verdict, measures }: FairnessReport): ReviewCheck {
  const count = (of: ChoiceVerdict) => measures.filter((one) => one.verdict === of).length;
  return {
    code: `fairness-by-${by.kind}-${codes[verdict]}`,
    verdict: verdict === "fair" ? "use" : "use-with-care",
    details: {
      grouping: groupingKey(by),
      ...(name !== undefined && { name }),
      people,
      measures: measures.length,
      wrong: count("look-closer"),
      unclear: count("too-little-evidence"),
    },
  };
}

/** Keeps a comparison with its run, in place of an earlier one by the same grouping, joins it to the review, and notes it. */
export function keepFairness(
  { vault }: Workspace,
  { id }: LatestRun,
  report: FairnessReport,
): Promise<Outcome<FairnessReport>> {
  const { db } = vault;
  const grouping = groupingKey(report.by);
  return vault.change(["insight", "record"], (note) => {
    db.run("INSERT OR REPLACE INTO run_fairness (run_id, grouping, at, document) VALUES (?, ?, ?, ?)", [
      id,
      grouping,
      report.at,
      JSON.stringify(report),
    ]);
    joinReview(db, id, fairnessCheck(report));
    const { model, people, verdict } = report;
    note({
      gate: "use",
      action: "model-fairness",
      payload: { run: id, model, by: grouping, purpose: "profiling", people, verdict },
    });
    return report;
  });
}

function joinReview(db: Database, runId: number, check: ReviewCheck): void {
  const stored = db.first<{ report: string }>("SELECT report FROM runs WHERE id = ?", [runId]);
  if (stored === undefined) return;
  const report = JSON.parse(stored.report) as { readonly review: Review };
  const others = report.review.checks.filter(
    ({ code, details }) =>
      !code.startsWith("fairness-by-") || details["grouping"] !== check.details["grouping"],
  );
  db.run("UPDATE runs SET report = ? WHERE id = ?", [
    JSON.stringify({ ...report, review: review([...others, check]) }),
    runId,
  ]);
}

/** The comparisons kept with a run, by grouping. */
export function fairnessOfRun(db: Database, runId: number): readonly FairnessReport[] {
  return db
    .rows<{ document: string }>("SELECT document FROM run_fairness WHERE run_id = ? ORDER BY grouping", [
      runId,
    ])
    .map(({ document }) => JSON.parse(document) as FairnessReport);
}

/** The latest comparison of a model by each grouping, whichever of its runs it was made on; latest run first. */
export function keptFairness(db: Database, model: FairModel): readonly FairnessReport[] {
  const seen = new Set<string>();
  return db
    .rows<{ grouping: string; document: string }>(
      `SELECT grouping, document FROM run_fairness JOIN runs ON runs.id = run_id WHERE runs.model = ?
       ORDER BY run_id DESC, run_fairness.at DESC, grouping`,
      [runName(model)],
    )
    .filter(({ grouping }) => !seen.has(grouping) && seen.add(grouping))
    .map(({ document }) => JSON.parse(document) as FairnessReport);
}
