import { isoDate } from "../../base/calendar.ts";
import { fault, type Outcome } from "../../base/fault.ts";
import { Cancelled } from "../../base/job.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import { featureRun } from "../../gates/use/feature-run.ts";
import { retrainAdvice } from "../../models/drift/retrain-due.ts";
import type { ModelDrift } from "../../terms/track-record.ts";
import type { Workspace } from "../../workspace.ts";
import { lastOrderDay } from "../clock.ts";
import { storedForecasts, trackedRun, type StoredForecast } from "./tracked.ts";

/**
 * The newest run of each model that forecasts, held against today: how far the people have moved from those it learnt from, what came of
 * its last forecast, and whether it should learn anew. Empty without a run. Faults: cancelled.
 */
export async function modelDrift(
  workspace: Workspace,
  { job: ticket }: Input<"modelDrift">,
): Promise<Outcome<readonly ModelDrift[]>> {
  const all = storedForecasts(workspace);
  const newest = all.filter((one, at) => all.findIndex(({ model }) => model === one.model) === at);
  const today = lastOrderDay(workspace);
  if (newest.length === 0 || today === undefined) return ok([]);
  const job = workspace.job(ticket);
  try {
    await workspace.vault.prefetch(["orders", "order_lines", "messages", "events", "reviews"], job);
    const run = featureRun(workspace, "profiling");
    const history = run.history(job);
    const drifts: ModelDrift[] = [];
    for (const stored of newest) {
      const { scope, features } = stored.kept;
      const log = scope.zone === undefined ? undefined : run.messages(scope.zone, job);
      const asked = { history, end: today, scope, features, ...(log && { log }) };
      const now = await workspace.models.run("shift", asked, job);
      drifts.push(driftOf(workspace, stored, all, { today, ...now }));
    }
    return ok(drifts);
  } catch (error) {
    if (error instanceof Cancelled) return fault("cancelled");
    throw error;
  }
}

interface Now extends Pick<ModelDrift, "features"> {
  readonly today: number;
  readonly people: number;
}

function driftOf(
  workspace: Workspace,
  stored: StoredForecast,
  all: readonly StoredForecast[],
  { today, people, features }: Now,
): ModelDrift {
  const { runId, model, at, from, until, kept } = stored;
  const result = all
    .filter((one) => one.model === model && one.until <= today)
    .map((one) => trackedRun(workspace, one).result)
    .find((one) => one !== undefined);
  const erased =
    workspace.vault.db.count(`SELECT count(*) FROM run_retraining WHERE run_id = ${String(runId)}`) > 0;
  return {
    model,
    runId,
    at,
    from: isoDate(from),
    until: isoDate(until),
    today: isoDate(today),
    people: (kept.features[0]?.counts ?? []).reduce((sum, count) => sum + count, 0),
    peopleNow: people,
    features: features.toSorted((a, b) => b.weight - a.weight),
    advice: retrainAdvice({ horizonDays: kept.horizonDays, age: today - from, erased, features, result }),
  };
}
