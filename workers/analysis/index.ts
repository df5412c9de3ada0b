import type { Methods } from "../workspace.ts";
import { fitChurn, latestChurn } from "./churn-report.ts";
import { cohortReport } from "./cohort-report.ts";
import { fairnessMethods } from "./fairness/methods.ts";
import { measureFieldLosses } from "./field-losses.ts";
import { fitGroups, latestGroups } from "./group-report.ts";
import { fitLifetime, latestLifetime } from "./lifetime-report.ts";
import { overview } from "./overview.ts";
import { propensityMethods } from "./propensity/methods.ts";
import { rfmReport } from "./rfm-report.ts";

export { personScores } from "./person-scores.ts";

/** The share of the contract that sees and predicts: sums and models over permitted people's columns. */
export const analysisMethods: Methods<
  | "overview"
  | "rfm"
  | "cohorts"
  | "fitLifetime"
  | "latestLifetime"
  | "fitChurn"
  | "latestChurn"
  | "measureFieldLosses"
  | "fitGroups"
  | "latestGroups"
  | keyof typeof propensityMethods
  | keyof typeof fairnessMethods
> = {
  overview,
  rfm: rfmReport,
  cohorts: cohortReport,
  fitLifetime,
  latestLifetime,
  fitChurn,
  latestChurn,
  measureFieldLosses,
  fitGroups,
  latestGroups,
  ...propensityMethods,
  ...fairnessMethods,
};
