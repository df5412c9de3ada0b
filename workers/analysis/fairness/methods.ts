import type { Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import { groupingsFor, ownFieldsFor } from "../../gates/use/declared-groups.ts";
import type { FairnessOverview } from "../../terms/model-fairness.ts";
import type { Methods, Workspace } from "../../workspace.ts";
import { checkFairness } from "./check-fairness.ts";
import { keptFairness } from "./kept.ts";
import { latestRun } from "./runs.ts";

/** What was compared of a model's latest run, what of earlier runs still stands, and by what it could be compared. Reads nobody. */
async function latestFairness(
  workspace: Workspace,
  { model }: Input<"latestFairness">,
): Promise<Outcome<FairnessOverview>> {
  const latest = latestRun(workspace, model)?.id;
  const kept = keptFairness(workspace.vault.db, model);
  return ok({
    reports: kept.filter(({ runId }) => runId === latest),
    open: kept.filter(({ runId, verdict }) => runId !== latest && verdict === "look-closer"),
    kinds: groupingsFor("profiling"),
    fields: ownFieldsFor(workspace, "profiling"),
  });
}

/** Whether forecasts treat groups of people alike, by groupings their user declares. */
export const fairnessMethods: Methods<"checkFairness" | "latestFairness"> = {
  checkFairness,
  latestFairness,
};
