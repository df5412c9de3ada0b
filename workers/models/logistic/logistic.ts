import type { JobControl } from "../../base/job.ts";
import { designOf, type Design } from "../design/design.ts";
import { blankOutcome } from "../design/outcome.ts";
import type { DataTable } from "../design/table.ts";
import { leakLimit, soloAuc } from "../validation/leak.ts";
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
  /** Names of columns that part the outcomes so that their coefficients would be infinite; a light penalty keeps them finite. */
  readonly separating: readonly string[];
}

/**
 * Logistic regression of a table from raw columns to cross-validated scores. Deterministic by seed.
 * @throws Cancelled
 */
export function logistic(input: LogisticInput, job: JobControl): LogisticOutput {
  const { table, features, l2 } = input;
  const known = Int32Array.from(input.labels.keys()).filter((row) => input.labels[row] !== blankOutcome);
  const design = designOf(table, features, known);
  const labels = Uint8Array.from(design.rows, (row) => input.labels[row]!);
  const n = labels.length;
  const positives = labels.reduce((sum, y) => sum + y, 0);
  const smaller = Math.min(positives, n - positives);
  const head = { design, known: known.length, n, positives };
  if (smaller === 0 || design.columns.length === 0) return { ...head, leaks: [], separating: [] };
  const fold = stratifiedFolds(labels, Math.max(2, Math.min(input.folds, smaller)), input.seed);
  const half = stratifiedFolds(labels, 2, input.seed);
  const inUse = [...new Set(design.origins)];
  const leaks = inUse.filter((at) => soloAuc(table.columns[at]!, design.rows, labels, half) > leakLimit);
  const first = fitLogistic({ columns: design.columns, labels }, { l2 }, job);
  const separated = first.separating.length > 0;
  const options = separated ? { l2: 1, scaled: true } : { l2 };
  const fit = separated ? fitLogistic({ columns: design.columns, labels }, options, job) : first;
  return {
    ...head,
    fit,
    leaks: leaks.map((at) => table.columns[at]!.name),
    separating: first.separating.map((j) => design.names[j]!),
    ...(smaller < 2
      ? {}
      : { validation: validated(logisticFolds(design.columns, labels, fold, fit, options, job), labels) }),
  };
}
