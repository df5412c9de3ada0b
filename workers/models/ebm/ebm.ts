import type { JobControl } from "../../base/job.ts";
import type { Part } from "../../base/parts.ts";
import { inSharedMemory } from "../../base/shared-arrays.ts";
import { binaryTask, type BinaryInput, type BinaryTask } from "../binning/binary-task.ts";
import type { BinnedColumn } from "../binning/bins.ts";
import { crossValidate, learntIn, writeHeldOut, type FoldInput } from "../validation/cross-validate.ts";
import { validated, type Validation } from "../validation/validated.ts";
import { additiveLogOdds } from "./additive.ts";
import { fitEbm, usualOptions, type EbmFit, type EbmOptions } from "./fit.ts";

/** Bags of the fits that are only compared with held-out rows: fewer, so that the answer errs on the careful side. */
const BAGS_OF_A_FOLD = 2;

export interface EbmOutput {
  readonly task: BinaryTask;
  /** Undefined when there is one outcome only, or no column is left. */
  readonly fit?: EbmFit;
  readonly validation?: Validation;
}

interface EbmFolds extends FoldInput {
  readonly columns: readonly BinnedColumn[];
  readonly labels: Uint8Array;
  readonly options: EbmOptions;
}

/** A fit without one fold, and what it says of it. */
export const ebmFold: Part<EbmFolds> = {
  name: "ebm-fold",
  run: ({ columns, labels, fold, options }, index, into, job) => {
    const include = learntIn(fold, index);
    const rows = Int32Array.from(labels.keys()).filter((row) => include[row] === 1);
    const { model } = fitEbm(columns, labels, rows, options, job);
    const codes = columns.map((column) => column.codes);
    writeHeldOut(additiveLogOdds(model, codes), fold, index, into);
  },
};

/**
 * Explainable boosting machine of a table from raw columns to cross-validated scores. Deterministic by seed.
 * @throws Cancelled
 */
export function ebm(input: BinaryInput, job: JobControl): EbmOutput {
  const task = binaryTask(input);
  if (!task.learnable) return { task };
  const { labels, n, fold } = task;
  const { columns } = task.binned;
  const options = usualOptions(n, columns.length, input.seed);
  const everyRow = Int32Array.from(labels.keys());
  const fit = fitEbm(columns, labels, everyRow, options, job);
  if (fold === undefined) return { task, fit };
  const quick = { ...options, bags: Math.min(BAGS_OF_A_FOLD, options.bags) };
  const folds: EbmFolds = {
    columns,
    labels: inSharedMemory(labels),
    fold: inSharedMemory(fold),
    options: quick,
  };
  return { task, fit, validation: validated(crossValidate(ebmFold, folds, labels, job), labels) };
}
