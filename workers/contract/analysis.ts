import * as v from "valibot";
import { churnOptionsSchema, type ChurnPage, type ChurnReport } from "../terms/churn.ts";
import type { FieldLosses } from "../terms/field-losses.ts";
import { groupOptionsSchema, type GroupReport } from "../terms/groups.ts";
import {
  type CohortReport,
  type LifetimeReport,
  type Overview,
  type RfmReport,
  cohortOptionsSchema,
  lifetimeOptionsSchema,
  rfmOptionsSchema,
} from "../terms/insight.ts";
import { pageSchema } from "../terms/people.ts";
import { fairnessArguments, type FairnessAnswers } from "./fairness.ts";
import { propensityArguments, type PropensityAnswers } from "./propensity.ts";
import { job, nothing } from "./schemas.ts";

/** Figures and models of customers. */
export const analysisArguments = {
  overview: nothing,
  rfm: rfmOptionsSchema,
  cohorts: cohortOptionsSchema,
  fitLifetime: v.strictObject({ options: lifetimeOptionsSchema, job }),
  latestLifetime: nothing,
  fitChurn: v.strictObject({ options: churnOptionsSchema, job }),
  latestChurn: nothing,
  /** People by their chance of leaving, highest first, with reasons. */
  listChurn: pageSchema,
  /** Learns the standing churn run again without each field it reads, and keeps what would be lost with it. */
  measureFieldLosses: v.strictObject({ job }),
  fitGroups: v.strictObject({ options: groupOptionsSchema, job }),
  latestGroups: nothing,
  ...propensityArguments,
  ...fairnessArguments,
};

/** What they answer. */
export interface AnalysisAnswers extends PropensityAnswers, FairnessAnswers {
  overview: Overview;
  rfm: RfmReport;
  cohorts: CohortReport;
  fitLifetime: LifetimeReport;
  latestLifetime: LifetimeReport | null;
  fitChurn: ChurnReport;
  latestChurn: ChurnReport | null;
  listChurn: ChurnPage;
  measureFieldLosses: FieldLosses;
  fitGroups: GroupReport;
  latestGroups: GroupReport | null;
}
