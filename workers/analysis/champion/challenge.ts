import { isoDate, parseIsoDate } from "../../base/calendar.ts";
import { fault, type Outcome } from "../../base/fault.ts";
import { Cancelled } from "../../base/job.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import { featureRun } from "../../gates/use/feature-run.ts";
import type { ChallengeReport, ExplainingLearner } from "../../terms/champion.ts";
import type { Workspace } from "../../workspace.ts";
import { latestChurnRun } from "../churn-report.ts";
import { championOf } from "./champion-of.ts";

/**
 * Holds the challengers against the champion on the split in time of the latest churn run, and keeps the comparison with that run. What is
 * used changes only by `promoteLearner`. Faults: model-no-run without a run, model-no-data where too few left or stayed, cancelled.
 */
export async function challengeChurn(
  workspace: Workspace,
  { job: ticket }: Input<"challengeChurn">,
): Promise<Outcome<ChallengeReport>> {
  const run = latestChurnRun(workspace);
  const end = run && parseIsoDate(run.end);
  if (run === undefined || end === undefined) return fault("model-no-run");
  const job = workspace.job(ticket);
  const champion = championOf(workspace, "churn");
  try {
    await workspace.vault.prefetch(["orders", "order_lines", "messages", "events", "reviews"], job);
    const { horizonDays, rhythm } = run;
    const history = featureRun(workspace, "profiling").history(job);
    const found = await workspace.models.run(
      "challenge",
      { history, end, horizonDays, rhythm, champion },
      job,
    );
    job.check();
    if (found === undefined) return fault("model-no-data");
    const { learntFrom, judgedFrom, ...figures } = found;
    const at = workspace.now().toISOString();
    const report: ChallengeReport = {
      runId: run.runId,
      at,
      champion,
      learntFrom: isoDate(learntFrom),
      judgedFrom: isoDate(judgedFrom),
      ...figures,
    };
    return await keep(workspace, report);
  } catch (error) {
    if (error instanceof Cancelled) return fault("cancelled");
    throw error;
  }
}

function keep({ vault }: Workspace, report: ChallengeReport): Promise<Outcome<ChallengeReport>> {
  const { runId, at, champion, people, challengers } = report;
  return vault.change(["insight", "record"], (note) => {
    vault.db.run("INSERT OR REPLACE INTO run_challenges (run_id, at, document) VALUES (?, ?, ?)", [
      runId,
      at,
      JSON.stringify(report),
    ]);
    note({
      gate: "use",
      action: "challenge-model",
      payload: {
        run: runId,
        champion,
        people,
        challengers: challengers.map(({ learner, verdict }) => `${learner}: ${verdict}`).join(", "),
      },
    });
    return report;
  });
}

/** The comparison kept with the latest churn run, and who is champion now. */
export async function latestChallenge(
  workspace: Workspace,
): Promise<Outcome<{ readonly champion: ExplainingLearner; readonly report: ChallengeReport | null }>> {
  return ok({ champion: championOf(workspace, "churn"), report: storedChallenge(workspace) ?? null });
}

function storedChallenge(workspace: Workspace): ChallengeReport | undefined {
  const run = latestChurnRun(workspace);
  const kept =
    run &&
    workspace.vault.db.first<{ document: string }>("SELECT document FROM run_challenges WHERE run_id = ?", [
      run.runId,
    ]);
  return kept && (JSON.parse(kept.document) as ChallengeReport);
}

/**
 * Puts a challenger in the champion's place, by somebody's decision: from the next run on it makes the forecasts. Refused unless the
 * comparison kept with the latest run lets it (`ChallengerResult.bars` empty). Fault: champion-barred.
 */
export async function promoteLearner(
  workspace: Workspace,
  { learner }: Input<"promoteLearner">,
): Promise<Outcome<{ readonly champion: ExplainingLearner }>> {
  const report = storedChallenge(workspace);
  const challenger = report?.challengers.find((one) => one.learner === learner);
  if (report?.champion !== championOf(workspace, "churn") || challenger?.bars.length !== 0)
    return fault("champion-barred", { learner });
  const at = workspace.now().toISOString();
  const { vault } = workspace;
  return vault.change(["insight", "record"], (note) => {
    vault.db.run(
      "INSERT OR REPLACE INTO model_champions (model, learner, run_id, at) VALUES ('churn', ?, ?, ?)",
      [learner, report.runId, at],
    );
    note({
      gate: "use",
      action: "promote-learner",
      payload: { model: "churn", before: report.champion, learner, run: report.runId },
    });
    return { champion: learner };
  });
}
