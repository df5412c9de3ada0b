import type { JobControl } from "../../base/job.ts";
import { designOf, type Design } from "../design/design.ts";
import { blankOutcome } from "../design/outcome.ts";
import type { DataTable } from "../design/table.ts";
import { soloAuc, toldAlone } from "../validation/leak.ts";
import { stratifiedFolds } from "../validation/folds.ts";
import { validated, type Validation } from "../validation/validated.ts";
import { logisticFolds } from "./folds.ts";
import { fitLogistic, type LogisticFit } from "./fit.ts";

export interface LogisticInput {
  readonly table: DataTable;
  /** Columns to learn from, by position. */
  readonly features: readonly number[];
  /** Of each row of the table: 1, 0, or 2 where unknown. */
  readonly labels: Uint8Array;
  readonly folds: number;
  readonly seed: number;
  /** Penalty on coefficients in the columns' own units; see `fitLogistic`. */
  readonly l2: number;
}

export interface LogisticOutput {
  readonly design: Design;
  /** Rows with a known outcome, and those of them in use. */
  readonly known: number;
  readonly n: number;
  readonly positives: number;
  /** Undefined when the rows in use hold one outcome only, or no column is left. */
  readonly fit?: LogisticFit;
  readonly validation?: Validation;
  /** Names of the table's columns that alone tell the outcome. */
  readonly leaks: readonly string[];
  /** Names of the table's columns that may be leaks. */
  readonly suspects?: readonly string[];
  /** Names of columns that part the outcomes so that their coefficients would be infinite; a light penalty keeps them finite. */
  readonly separating: readonly string[];
}

/** Columns of numbers and outcomes of the rows in use. */
export interface LogisticTask {
  readonly design: Design;
  readonly known: number;
  readonly n: number;
  readonly positives: number;
  readonly labels: Uint8Array;
  /** Part of each row in cross-validation; undefined where there is one outcome only, or no column is left. */
  readonly fold?: Uint8Array;
  readonly leaks: readonly string[];
  /** Names of the columns that may be leaks. */
  readonly suspects?: readonly string[];
}

/** Turns a table's columns into numbers, deals the folds and looks for leaks. */
export function logisticTask(input: Omit<LogisticInput, "l2">): LogisticTask {
  const { table, features, folds, seed } = input;
  const known = Int32Array.from(input.labels.keys()).filter((row) => input.labels[row] !== blankOutcome);
  const design = designOf(table, features, known);
  const labels = Uint8Array.from(design.rows, (row) => input.labels[row]!);
  const n = labels.length;
  const positives = labels.reduce((sum, y) => sum + y, 0);
  const smaller = Math.min(positives, n - positives);
  const head = { design, known: known.length, n, positives, labels };
  if (smaller === 0 || design.columns.length === 0) return { ...head, leaks: [] };
  const half = stratifiedFolds(labels, 2, seed);
  const told = toldAlone(
    [...new Set(design.origins)].map((at) => ({
      name: table.columns[at]!.name,
      area: soloAuc(table.columns[at]!, design.rows, labels, half),
    })),
  );
  return { ...head, ...told, fold: stratifiedFolds(labels, Math.max(2, Math.min(folds, smaller)), seed) };
}

/**
 * Logistic regression of a table from raw columns to cross-validated scores. Deterministic by seed.
 * @throws Cancelled
 */
export function logistic(input: LogisticInput, job: JobControl): LogisticOutput {
  const { l2 } = input;
  const task = logisticTask(input);
  const { design, labels, fold, leaks, suspects = [] } = task;
  const head = { design, known: task.known, n: task.n, positives: task.positives };
  if (fold === undefined) return { ...head, leaks, separating: [] };
  const first = fitLogistic({ columns: design.columns, labels }, { l2 }, job);
  const separated = first.separating.length > 0;
  const options = separated ? { l2: 1, scaled: true } : { l2 };
  const fit = separated ? fitLogistic({ columns: design.columns, labels }, options, job) : first;
  return {
    ...head,
    fit,
    leaks,
    suspects,
    separating: first.separating.map((j) => design.names[j]!),
    ...(Math.min(task.positives, task.n - task.positives) < 2
      ? {}
      : {
          validation: validated(logisticFolds(design.columns, labels, fold, fit, options, job), labels),
        }),
  };
}
