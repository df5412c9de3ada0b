import type { JobControl } from "../../base/job.ts";
import type { Part } from "../../base/parts.ts";
import { columnsInSharedMemory, inSharedMemory } from "../../base/shared-arrays.ts";
import {
  crossValidate,
  learntIn,
  writeHeldOut,
  type CrossValidation,
  type FoldInput,
} from "../validation/cross-validate.ts";
import { fitLogistic, type LogisticFit, type LogisticOptions } from "./fit.ts";
import { predictors, type Scaling } from "./pass.ts";

type Penalty = Pick<LogisticOptions, "l2" | "scaled">;

interface LogisticFolds extends FoldInput {
  readonly columns: readonly Float64Array[];
  readonly labels: Uint8Array;
  readonly scaling: Scaling;
  readonly start: Float64Array;
  readonly penalty: Penalty;
}

/** A fit without one fold, and what it says of it. */
export const logisticFold: Part<LogisticFolds> = {
  name: "logistic-fold",
  run: ({ columns, labels, fold, scaling, start, penalty }, index, into, job) => {
    const include = learntIn(fold, index);
    const fit = fitLogistic({ columns, labels, include }, { ...penalty, scaling, start, quick: true }, job);
    writeHeldOut(predictors(columns, labels.length, scaling, fit.beta), fold, index, into);
  },
};

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
  penalty: Penalty,
  job: JobControl,
): CrossValidation {
  const input: LogisticFolds = {
    columns: columnsInSharedMemory(columns),
    labels: inSharedMemory(labels),
    fold: inSharedMemory(fold),
    scaling: whole.scaling,
    start: whole.beta,
    penalty,
  };
  return crossValidate(logisticFold, input, labels, job);
}
