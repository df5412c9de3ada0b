import type { JobControl } from "../../base/job.ts";
import { binaryTask, type BinaryInput, type BinaryTask } from "../binning/binary-task.ts";
import { crossValidate } from "../validation/cross-validate.ts";
import { validated, type Validation } from "../validation/validated.ts";
import { additiveLogOdds } from "./additive.ts";
import { fitEbm, usualOptions, type EbmFit } from "./fit.ts";

/** Bags of the fits that are only compared with held-out rows: fewer, so that the answer errs on the careful side. */
const BAGS_OF_A_FOLD = 2;

export interface EbmOutput {
  readonly task: BinaryTask;
  /** Undefined when there is one outcome only, or no column is left. */
  readonly fit?: EbmFit;
  readonly validation?: Validation;
}

/**
 * Explainable boosting machine of a table from raw columns to cross-validated scores. Deterministic by seed.
 * @throws Cancelled
 */
export function ebm(input: BinaryInput, job: JobControl): EbmOutput {
  const task = binaryTask(input);
  if (!task.learnable) return { task };
  const { labels, n, fold } = task;
  const { columns } = task.binned;
  const codes = columns.map((column) => column.codes);
  const options = usualOptions(n, columns.length, input.seed);
  const everyRow = Int32Array.from(labels.keys());
  const fit = fitEbm(columns, labels, everyRow, options, job);
  if (fold === undefined) return { task, fit };
  const quick = { ...options, bags: Math.min(BAGS_OF_A_FOLD, options.bags) };
  const logOdds = (include: Uint8Array) => {
    const rows = everyRow.filter((row) => include[row] === 1);
    return additiveLogOdds(fitEbm(columns, labels, rows, quick, job).model, codes);
  };
  return { task, fit, validation: validated(crossValidate(labels, fold, logOdds, job), labels) };
}
