import * as v from "valibot";
import type { Fault, Outcome } from "../../base/fault.ts";
import type { JobTicket } from "../../base/job.ts";
import type { Result } from "../../base/result.ts";
import { churnOptionsSchema } from "../../terms/churn.ts";
import { groupOptionsSchema } from "../../terms/groups.ts";
import { lifetimeOptionsSchema } from "../../terms/insight.ts";
import type { MovedFigure, RetrainableModel } from "../../terms/retraining.ts";
import type { Workspace } from "../../workspace.ts";
import { fitChurn, type StoredChurn } from "../churn-report.ts";
import { fitGroups, type StoredGroups } from "../group-report.ts";
import { fitLifetime, type StoredLifetime } from "../lifetime-report.ts";
import { fitPropensity } from "../propensity/fit.ts";
import type { StoredPropensity } from "../propensity/latest.ts";
import { propensityOptionsSchema } from "../../terms/propensity.ts";
import { chanceFigures, groupFigures, lifetimeFigures } from "./figures.ts";
import type { StoredRun } from "./marked.ts";
import type { Replacing } from "./replacing.ts";

/** How runs of a model are made anew as they were, and what of their reports is compared. */
interface Retrainer {
  fit(
    workspace: Workspace,
    run: StoredRun,
    job: JobTicket | undefined,
    replacing: Replacing,
  ): Promise<Result<unknown, Fault>>;
  figures(before: string, after: string): readonly MovedFigure[];
}

/** Every question of what people do next is made anew in the same way: its options name it. */
const propensity: Retrainer = {
  fit: (workspace, run, job, replacing): Promise<Outcome<unknown>> =>
    fitPropensity(
      workspace,
      { options: v.parse(propensityOptionsSchema, JSON.parse(run.options)), job },
      replacing,
    ),
  figures: (before, after) =>
    chanceFigures(JSON.parse(before) as StoredPropensity, JSON.parse(after) as StoredPropensity, "foreseen"),
};

/** Seeds are fixed, so options and people make a run what it is. */
export const retrainers: Readonly<Record<RetrainableModel, Retrainer>> = {
  lifetime: {
    fit: (workspace, run, job, replacing): Promise<Outcome<unknown>> =>
      fitLifetime(
        workspace,
        { options: v.parse(lifetimeOptionsSchema, JSON.parse(run.options)), job },
        replacing,
      ),
    figures: (before, after) =>
      lifetimeFigures(JSON.parse(before) as StoredLifetime, JSON.parse(after) as StoredLifetime),
  },
  churn: {
    fit: (workspace, run, job, replacing): Promise<Outcome<unknown>> =>
      fitChurn(workspace, { options: v.parse(churnOptionsSchema, JSON.parse(run.options)), job }, replacing),
    figures: (before, after) =>
      chanceFigures(JSON.parse(before) as StoredChurn, JSON.parse(after) as StoredChurn, "expected"),
  },
  groups: {
    fit: (workspace, run, job, replacing): Promise<Outcome<unknown>> => {
      const { end, k } = v.parse(groupOptionsSchema, JSON.parse(run.options));
      // A number nobody asked for was chosen by how stable it was: it is chosen again.
      const asked = (JSON.parse(run.report) as Partial<StoredGroups>).chosenBy === "asked";
      const options = { ...(end !== undefined && { end }), ...(asked && k !== undefined && { k }) };
      return fitGroups(workspace, { options, job }, replacing);
    },
    figures: (before, after) =>
      groupFigures(JSON.parse(before) as StoredGroups, JSON.parse(after) as StoredGroups),
  },
  "propensity-lookalike": propensity,
  "propensity-firstPurchase": propensity,
  "propensity-renewal": propensity,
  "propensity-newProduct": propensity,
  "propensity-open": propensity,
  "propensity-click": propensity,
};
