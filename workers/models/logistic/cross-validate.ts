import type { JobControl } from "../../base/job.ts";
import { auc, meanAuc, type Auc } from "../validation/auc.ts";
import { fitLogistic, type LogisticFit, type LogisticOptions } from "./fit.ts";
import { predictors } from "./pass.ts";

/** What a model says of rows it has not seen. */
export interface CrossValidation {
  /** Probability of each row from the fit that left its fold out. */
  readonly probability: Float64Array;
  /** Mean over folds. */
  readonly auc: Auc;
  readonly folds: number;
}

/**
 * k-fold cross-validation: each fold is predicted by a fit on the others, started where the whole fit ended (the
 * maximum is one, so the start does not matter to it). `fold` holds each row's part.
 * @throws Cancelled
 */
export function crossValidate(
  columns: readonly Float64Array[],
  labels: Uint8Array,
  fold: Uint8Array,
  whole: LogisticFit,
  options: Pick<LogisticOptions, "l2" | "scaled">,
  job: JobControl,
): CrossValidation {
  const folds = fold.reduce((most, value) => Math.max(most, value), 0) + 1;
  const probability = new Float64Array(labels.length);
  const areas: Auc[] = [];
  for (let part = 0; part < folds; part++) {
    job.progress({ phase: "validate", done: part, total: folds });
    const include = fold.map((value) => (value === part ? 0 : 1));
    const { scaling, beta: start } = whole;
    const fit = fitLogistic({ columns, labels, include }, { ...options, scaling, start, quick: true }, job);
    const eta = predictors(columns, labels.length, scaling, fit.beta);
    for (let i = 0; i < eta.length; i++) if (fold[i] === part) probability[i] = 1 / (1 + Math.exp(-eta[i]!));
    const held = fold.map((value) => (value === part ? 1 : 0));
    areas.push(auc(eta, labels, held));
  }
  return { probability, auc: meanAuc(areas.filter(({ value }) => !Number.isNaN(value))), folds };
}
