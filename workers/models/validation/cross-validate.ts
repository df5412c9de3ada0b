import type { JobControl } from "../../base/job.ts";
import { auc, meanAuc, type Auc } from "./auc.ts";

/** What a model says of rows it has not seen. */
export interface CrossValidation {
  /** Probability of each row from the fit that left its fold out. */
  readonly probability: Float64Array;
  /** Mean over folds. */
  readonly auc: Auc;
  readonly folds: number;
}

/**
 * k-fold cross-validation: each fold is predicted by a fit on the others. `fold` holds each row's part; `logOdds` fits on
 * the rows where `include` is 1 and answers the log-odds of every row.
 * @throws Cancelled
 */
export function crossValidate(
  labels: Uint8Array,
  fold: Uint8Array,
  logOdds: (include: Uint8Array) => Float64Array,
  job: JobControl,
): CrossValidation {
  const folds = fold.reduce((most, value) => Math.max(most, value), 0) + 1;
  const probability = new Float64Array(labels.length);
  const areas: Auc[] = [];
  for (let part = 0; part < folds; part++) {
    job.check();
    job.progress({ phase: "validate", done: part, total: folds });
    const eta = logOdds(fold.map((value) => (value === part ? 0 : 1)));
    for (let i = 0; i < eta.length; i++) if (fold[i] === part) probability[i] = 1 / (1 + Math.exp(-eta[i]!));
    const held = fold.map((value) => (value === part ? 1 : 0));
    areas.push(auc(eta, labels, held));
  }
  return { probability, auc: meanAuc(areas.filter(({ value }) => !Number.isNaN(value))), folds };
}
