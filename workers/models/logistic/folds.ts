import type { JobControl } from "../../base/job.ts";
import { crossValidate, type CrossValidation } from "../validation/cross-validate.ts";
import { fitLogistic, type LogisticFit, type LogisticOptions } from "./fit.ts";
import { predictors } from "./pass.ts";

/**
 * Cross-validation of a logistic regression. Each fit starts where the whole fit ended (the maximum is one, so the start
 * does not matter to it). `fold` holds each row's part.
 * @throws Cancelled
 */
export function logisticFolds(
  columns: readonly Float64Array[],
  labels: Uint8Array,
  fold: Uint8Array,
  whole: LogisticFit,
  options: Pick<LogisticOptions, "l2" | "scaled">,
  job: JobControl,
): CrossValidation {
  const { scaling, beta: start } = whole;
  const logOdds = (include: Uint8Array) => {
    const fit = fitLogistic({ columns, labels, include }, { ...options, scaling, start, quick: true }, job);
    return predictors(columns, labels.length, scaling, fit.beta);
  };
  return crossValidate(labels, fold, logOdds, job);
}
