import * as v from "valibot";
import {
  checkFairnessSchema,
  fairModels,
  type FairnessOverview,
  type FairnessReport,
} from "../terms/model-fairness.ts";
import { job } from "./schemas.ts";

/** Whether forecasts treat groups of people alike, by groupings their user declares. */
export const fairnessArguments = {
  /** Compares the latest run of a model by a grouping on the people held out, and keeps it with the run. */
  checkFairness: v.strictObject({ ...checkFairnessSchema, job }),
  latestFairness: v.strictObject({ model: v.picklist(fairModels) }),
};

/** What they answer. */
export interface FairnessAnswers {
  checkFairness: FairnessReport;
  latestFairness: FairnessOverview;
}
