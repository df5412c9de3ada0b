import type { HeldOutFit } from "../../terms/churn.ts";
import type { Review } from "../../terms/insight.ts";
import { runName, type FairModel } from "../../terms/model-fairness.ts";
import type { Workspace } from "../../workspace.ts";
import type { StoredChurn } from "../churn-report.ts";
import type { StoredLifetime } from "../lifetime-report.ts";
import type { StoredPropensity } from "../propensity/latest.ts";

/** The latest run of a model as it is stored. */
export interface LatestRun {
  readonly id: number;
  readonly model: FairModel;
  readonly options: string;
  readonly report: AnyStored;
}

type AnyStored = Pick<StoredChurn, "end" | "people"> &
  Partial<Pick<StoredChurn, "horizonDays" | "rhythm" | "learner" | "judgedFrom">> &
  Partial<Pick<StoredPropensity, "question">> &
  Pick<StoredLifetime, "holdout"> & { readonly validation?: HeldOutFit; readonly review: Review };

/** The latest run of a model; undefined before the first. */
export function latestRun({ vault: { db } }: Workspace, model: FairModel): LatestRun | undefined {
  const run = db.first<{ id: number; options: string; report: string }>(
    "SELECT id, options, report FROM runs WHERE model = ? ORDER BY id DESC LIMIT 1",
    [runName(model)],
  );
  return run && { ...run, model, report: JSON.parse(run.report) as AnyStored };
}
