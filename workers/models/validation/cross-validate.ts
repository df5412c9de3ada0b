import type { JobControl } from "../../base/job.ts";
import { inParts, type Part } from "../../base/parts.ts";
import { auc, meanAuc, type Auc } from "./auc.ts";

/** What a model says of rows it has not seen. */
export interface CrossValidation {
  /** Probability of each row from the fit that left its fold out. */
  readonly probability: Float64Array;
  /** Mean over folds. */
  readonly auc: Auc;
  readonly folds: number;
}

/** What the fit of a fold has to know at least: each row's part. In shared memory, as all of its arrays. */
export interface FoldInput {
  readonly fold: Uint8Array;
}

/**
 * k-fold cross-validation: each fold is predicted by a fit on the others. `part` fits on the rows that are not of fold `index`
 * and writes the log-odds of those that are, in their order (`writeHeldOut`).
 * @throws Cancelled
 */
export function crossValidate<I extends FoldInput>(
  part: Part<I>,
  input: I,
  labels: Uint8Array,
  job: JobControl,
): CrossValidation {
  const { fold } = input;
  const { count, rows } = foldsOf(fold);
  const told = (done: number) => job.progress({ phase: "validate", done, total: count });
  const length = rows.reduce((most, own) => Math.max(most, own.length), 0);
  const held = inParts(part, input, { count, length, told }, job);
  const eta = new Float64Array(labels.length);
  rows.forEach((own, index) => own.forEach((row, k) => (eta[row] = held[index]![k]!)));
  return heldOut(eta, labels, fold, count);
}

/** Probabilities and areas under the curve of held-out log-odds. */
export function heldOut(
  eta: Float64Array,
  labels: Uint8Array,
  fold: Uint8Array,
  folds: number,
): CrossValidation {
  const areas = Array.from({ length: folds }, (_, index) =>
    auc(
      eta,
      labels,
      fold.map((own) => (own === index ? 1 : 0)),
    ),
  );
  const probability = eta.map((own) => 1 / (1 + Math.exp(-own)));
  return { probability, auc: meanAuc(areas.filter(({ value }) => !Number.isNaN(value))), folds };
}

/** 1 for the rows that a fold's fit learns from. */
export function learntIn(fold: Uint8Array, index: number): Uint8Array {
  return fold.map((own) => (own === index ? 0 : 1));
}

/** Writes the log-odds of a fold's rows, of those of all rows. */
export function writeHeldOut(eta: Float64Array, fold: Uint8Array, index: number, into: Float64Array): void {
  let at = 0;
  for (let row = 0; row < eta.length; row++) if (fold[row] === index) into[at++] = eta[row]!;
}

/** Number of folds, and the rows of each. */
export function foldsOf(fold: Uint8Array): { readonly count: number; readonly rows: readonly Int32Array[] } {
  const count = fold.reduce((most, part) => Math.max(most, part), 0) + 1;
  const every = Int32Array.from(fold.keys());
  return {
    count,
    rows: Array.from({ length: count }, (_, index) => every.filter((row) => fold[row] === index)),
  };
}
