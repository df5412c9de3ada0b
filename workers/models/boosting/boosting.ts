import type { JobControl } from "../../base/job.ts";
import { binaryTask, type BinaryInput, type BinaryTask } from "../binning/binary-task.ts";
import { crossValidate } from "../validation/cross-validate.ts";
import { stratifiedFolds } from "../validation/folds.ts";
import { validated, type Validation } from "../validation/validated.ts";
import { binTable, boostedLogOdds, fitBoosting, usualBoosting, type BoostingFit } from "./fit.ts";

/** One row in so many is held out to stop by. */
const HELD = 7;

export interface BoostingOutput {
  readonly task: BinaryTask;
  /** Undefined when there is one outcome only, or no column is left. */
  readonly fit?: BoostingFit;
  readonly validation?: Validation;
}

/**
 * Gradient boosted trees of a table from raw columns to cross-validated scores: what the models that explain themselves are
 * measured against. Deterministic by seed.
 * @throws Cancelled
 */
export function boosting(input: BinaryInput, job: JobControl): BoostingOutput {
  const task = binaryTask(input);
  if (!task.learnable) return { task };
  const { labels, fold } = task;
  const data = binTable(task.binned.columns);
  const everyRow = Int32Array.from(labels.keys());
  const fitted = (rows: Int32Array) => {
    const part = stratifiedFolds(
      Uint8Array.from(rows, (row) => labels[row]!),
      HELD,
      input.seed,
    );
    const [learn, held] = [rows.filter((_, k) => part[k] !== 0), rows.filter((_, k) => part[k] === 0)];
    const both = new Set(Array.from(learn, (row) => labels[row]!)).size === 2;
    return fitBoosting(
      data,
      labels,
      both ? learn : rows,
      both ? held : rows.subarray(0, 0),
      usualBoosting,
      job,
    );
  };
  const fit = fitted(everyRow);
  if (fold === undefined) return { task, fit };
  const logOdds = (include: Uint8Array) =>
    boostedLogOdds(fitted(everyRow.filter((row) => include[row] === 1)), data);
  return { task, fit, validation: validated(crossValidate(labels, fold, logOdds, job), labels) };
}
