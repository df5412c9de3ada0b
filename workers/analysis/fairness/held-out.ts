import * as v from "valibot";
import { isoDate, parseIsoDate } from "../../base/calendar.ts";
import { fault, type Outcome } from "../../base/fault.ts";
import type { JobControl } from "../../base/job.ts";
import { ok } from "../../base/result.ts";
import { featureRun, type FeatureRun } from "../../gates/use/feature-run.ts";
import type { HeldOutPeople } from "../../models/fairness/held-out.ts";
import { auc } from "../../models/validation/auc.ts";
import { propensityOptionsSchema } from "../../terms/propensity.ts";
import type { Workspace } from "../../workspace.ts";
import { answerQuestion } from "../propensity/fit.ts";
import type { LatestRun } from "./runs.ts";

/** What a run said of the people it was not shown, under the run's own numbers, and whether that is what it said when it was made. */
export interface HeldOut {
  readonly run: FeatureRun<"profiling">;
  readonly people: HeldOutPeople;
  readonly judgedFrom: string;
  readonly same: boolean;
}

/**
 * Learns a run's model again as it is judged, with the run's options, from the people profiling may consider today: what was said of each
 * person held out is not kept with a run. Faults: fairness-no-forecast where the model must not be used, those of a question. @throws Cancelled
 */
export async function heldOutOf(
  workspace: Workspace,
  latest: LatestRun,
  job: JobControl,
): Promise<Outcome<HeldOut>> {
  const end = parseIsoDate(latest.report.end);
  if (end === undefined || latest.report.review.verdict === "do-not-use")
    return fault("fairness-no-forecast");
  await workspace.vault.prefetch(["orders", "order_lines", "messages", "events", "reviews"], job);
  const run = featureRun(workspace, "profiling");
  const found = await ask(workspace, latest, run, end, job);
  if (!found.ok) return found;
  const { heldOut: people, judgedFrom } = found.value;
  if (people === undefined || judgedFrom === undefined) return fault("fairness-no-forecast");
  return ok({ run, people, judgedFrom: isoDate(judgedFrom), same: isSame(latest, people) });
}

type Asked = Outcome<{ readonly heldOut?: HeldOutPeople; readonly judgedFrom?: number }>;

async function ask(
  workspace: Workspace,
  { model, options, report }: LatestRun,
  run: FeatureRun<"profiling">,
  end: number,
  job: JobControl,
): Promise<Asked> {
  const { models } = workspace;
  if (model === "lifetime")
    return ok(await models.run("lifetimeHeldOut", { ...run.orders, end, unit: "week" }, job));
  if (model === "churn") {
    const { horizonDays, rhythm = "shop", learner = "ebm" } = report;
    const input = { history: run.history(job), end, rhythm, learner, heldOutOnly: true };
    return ok(
      await models.run("churn", { ...input, ...(horizonDays !== undefined && { horizonDays }) }, job),
    );
  }
  const asked = v.parse(propensityOptionsSchema, JSON.parse(options));
  const answer = await answerQuestion(workspace, run, asked, { end, job, heldOutOnly: true });
  return answer.ok ? ok(answer.value.output) : answer;
}

function isSame({ model, report: { validation, holdout } }: LatestRun, people: HeldOutPeople): boolean {
  const { chance, outcome, rank } = people;
  if (model !== "lifetime")
    return (
      validation?.people === outcome.length &&
      Math.abs(validation.auc.value - auc(chance, outcome).value) < 1e-9
    );
  const bins = holdout?.bins ?? [];
  const expected = bins.reduce((sum, bin) => sum + bin.people * bin.expected, 0);
  const again = (rank ?? chance).reduce((sum, own) => sum + own, 0);
  const known = bins.reduce((sum, bin) => sum + bin.people, 0);
  return known === outcome.length && Math.abs(expected - again) <= 1e-6 * Math.max(1, expected);
}
