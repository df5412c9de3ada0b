import { isoDate, parseIsoDate } from "../base/calendar.ts";
import { fault, type Outcome } from "../base/fault.ts";
import { Cancelled } from "../base/job.ts";
import type { Input } from "../contract.ts";
import { featureRun } from "../gates/use/feature-run.ts";
import { countFields } from "../gates/use/data-map/fields.ts";
import type { WithoutOutput } from "../models/propensity/without-fields.ts";
import { featuresOfField, type FieldLoss, type FieldLosses } from "../terms/field-losses.ts";
import type { Ranged } from "../terms/ranged.ts";
import type { Workspace } from "../workspace.ts";
import { latestChurnRun } from "./churn-report.ts";

/**
 * What the forecast of who will leave would lose without each filled field it reads: the standing run's model is learnt again without it,
 * with the same options, and both are compared on the time held out. Kept with the run. Faults: `model-no-data` where no run can be used
 * or there is too little to compare, `cancelled`, those of saving.
 */
export async function measureFieldLosses(
  workspace: Workspace,
  { job: ticket }: Input<"measureFieldLosses">,
): Promise<Outcome<FieldLosses>> {
  const { vault } = workspace;
  const report = latestChurnRun(workspace);
  const end = report === undefined ? undefined : parseIsoDate(report.end);
  if (report === undefined || end === undefined || report.review.verdict === "do-not-use")
    return fault("model-no-data");
  const job = workspace.job(ticket);
  const { horizonDays, rhythm, learner = "ebm" } = report;
  try {
    await vault.prefetch(["orders", "order_lines", "messages", "events", "reviews"], job);
    const run = featureRun(workspace, "profiling");
    const groups = filledFields(workspace).map((id) => ({ id, columns: featuresOfField[id] }));
    const input = { history: run.history(job), end, horizonDays, rhythm, learner, groups };
    const output = await workspace.models.run("withoutFields", input, job);
    job.check();
    const losses = lossesOf(output, report.runId, workspace.now());
    if (losses === undefined) return fault("model-no-data");
    return await vault.change(["insight", "record"], (note) => {
      vault.db.run("INSERT OR REPLACE INTO field_losses (run_id, at, document) VALUES (?, ?, ?)", [
        losses.run,
        losses.at,
        JSON.stringify(losses),
      ]);
      note({
        gate: "use",
        action: "field-losses",
        payload: { run: losses.run, purpose: "profiling", until: isoDate(end), fields: losses.fields.length },
      });
      return losses;
    });
  } catch (error) {
    if (error instanceof Cancelled) return fault("cancelled");
    throw error;
  }
}

type Known = keyof typeof featuresOfField;

/** Fields that hold something and that the model makes features of. */
function filledFields({ vault }: Workspace): readonly Known[] {
  const filled = new Set(
    countFields(vault.db).flatMap(({ fields }) => fields.flatMap((one) => (one.filled > 0 ? [one.id] : []))),
  );
  return (Object.keys(featuresOfField) as Known[]).filter((id) => filled.has(id));
}

function lossesOf(
  { auc, people, left, without }: WithoutOutput,
  run: number,
  at: Date,
): FieldLosses | undefined {
  if (auc === undefined) return undefined;
  return {
    run,
    at: at.toISOString(),
    people,
    left,
    auc,
    fields: without.map(({ id, auc: own, loss }): FieldLoss => ({
      id,
      features: featuresOfField[id as Known],
      auc: own,
      loss,
      verdict: verdictOf(loss),
    })),
  };
}

function verdictOf({ low, high }: Ranged): FieldLoss["verdict"] {
  return low > 0 ? "worse" : high < 0 ? "better" : "as-good";
}
