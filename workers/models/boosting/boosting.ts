import type { JobControl } from "../../base/job.ts";
import type { Part } from "../../base/parts.ts";
import { inSharedMemory } from "../../base/shared-arrays.ts";
import { binaryTask, type BinaryInput, type BinaryTask } from "../binning/binary-task.ts";
import { crossValidate, learntIn, writeHeldOut, type FoldInput } from "../validation/cross-validate.ts";
import { stratifiedFolds } from "../validation/folds.ts";
import { validated, type Validation } from "../validation/validated.ts";
import type { BinTable } from "./histogram.ts";
import { binTable, boostedLogOdds, fitBoosting, usualBoosting, type BoostingFit } from "./fit.ts";

/** One row in so many is held out to stop by. */
const HELD = 7;

export interface BoostingOutput {
  readonly task: BinaryTask;
  /** Undefined when there is one outcome only, or no column is left. */
  readonly fit?: BoostingFit;
  readonly validation?: Validation;
}

interface BoostingFolds extends FoldInput {
  readonly data: BinTable;
  readonly labels: Uint8Array;
  readonly seed: number;
}

/** A fit without one fold, and what it says of it. */
export const boostingFold: Part<BoostingFolds> = {
  name: "boosting-fold",
  run: (input, index, into, job) => {
    const include = learntIn(input.fold, index);
    const rows = Int32Array.from(include.keys()).filter((row) => include[row] === 1);
    writeHeldOut(boostedLogOdds(stopped(input, rows, job), input.data), input.fold, index, into);
  },
};

/**
 * Gradient boosted trees of a table from raw columns to cross-validated scores: what the models that explain themselves are
 * measured against. Deterministic by seed.
 * @throws Cancelled
 */
export function boosting(input: BinaryInput, job: JobControl): BoostingOutput {
  const task = binaryTask(input);
  if (!task.learnable) return { task };
  const { labels, fold } = task;
  const asked = { data: binTable(task.binned.columns), labels: inSharedMemory(labels), seed: input.seed };
  const fit = stopped(asked, Int32Array.from(labels.keys()), job);
  if (fold === undefined) return { task, fit };
  const folds: BoostingFolds = { ...asked, fold: inSharedMemory(fold) };
  return { task, fit, validation: validated(crossValidate(boostingFold, folds, labels, job), labels) };
}

/** A fit that part of its rows stops. */
function stopped(
  { data, labels, seed }: Omit<BoostingFolds, "fold">,
  rows: Int32Array,
  job: JobControl,
): BoostingFit {
  const part = stratifiedFolds(
    Uint8Array.from(rows, (row) => labels[row]!),
    HELD,
    seed,
  );
  const [learn, held] = [rows.filter((_, k) => part[k] !== 0), rows.filter((_, k) => part[k] === 0)];
  const both = new Set(Array.from(learn, (row) => labels[row]!)).size === 2;
  const [own, stopping] = both ? [learn, held] : [rows, rows.subarray(0, 0)];
  return fitBoosting(data, labels, own, stopping, usualBoosting, job);
}
