import { blankOutcome } from "../design/outcome.ts";
import type { DataTable } from "../design/table.ts";
import { soloAuc, toldAlone } from "../validation/leak.ts";
import { stratifiedFolds } from "../validation/folds.ts";
import { namedCheck, eventCheck, leakCheck, validationChecks } from "../validation/checks.ts";
import type { Validation } from "../validation/validated.ts";
import type { ReviewCheck } from "../../terms/insight.ts";
import { binColumns, type Binned } from "./bins.ts";

/** A table from which a model of bins is to learn a yes or no. */
export interface BinaryInput {
  readonly table: DataTable;
  /** Columns to learn from, by position. */
  readonly features: readonly number[];
  /** Of each row of the table: 1, 0, or 2 where unknown. */
  readonly labels: Uint8Array;
  readonly folds: number;
  readonly seed: number;
}

/** The rows with a known outcome in bins. */
export interface BinaryTask {
  readonly binned: Binned;
  /** The table's rows in use. */
  readonly rows: Int32Array;
  readonly labels: Uint8Array;
  readonly n: number;
  readonly positives: number;
  /** Names of the table's columns that alone tell the outcome. */
  readonly leaks: readonly string[];
  /** Names of the columns that may be leaks. */
  readonly suspects?: readonly string[];
  /** Part of each row in cross-validation; undefined where an outcome occurs less than twice. */
  readonly fold?: Uint8Array;
  /** Whether both outcomes and a column to learn from are there. */
  readonly learnable: boolean;
}

/** Takes the rows with a known outcome, puts their columns into bins, looks for leaks and deals the folds. */
export function binaryTask({ table, features, labels: all, folds, seed }: BinaryInput): BinaryTask {
  const rows = Int32Array.from(all.keys()).filter((row) => all[row] !== blankOutcome);
  const labels = Uint8Array.from(rows, (row) => all[row]!);
  const binned = binColumns(table, features, rows);
  const n = labels.length;
  const positives = labels.reduce((sum, y) => sum + y, 0);
  const smaller = Math.min(positives, n - positives);
  const learnable = smaller > 0 && binned.columns.length > 0;
  if (!learnable) return { binned, rows, labels, n, positives, leaks: [], learnable };
  const half = stratifiedFolds(labels, 2, seed);
  const told = toldAlone(
    binned.columns.map(({ name, at }) => ({ name, area: soloAuc(table.columns[at]!, rows, labels, half) })),
  );
  const head = { binned, rows, labels, n, positives, ...told, learnable };
  return smaller < 2
    ? head
    : { ...head, fold: stratifiedFolds(labels, Math.max(2, Math.min(folds, smaller)), seed) };
}

/** What a model of bins may be trusted with. */
export function binaryChecks(task: BinaryTask, validation: Validation | undefined): ReviewCheck[] {
  const { identifiers, constant, pooled } = task.binned;
  const checks = [
    eventCheck(task.n, task.positives),
    namedCheck("columns-identifier", identifiers, "use"),
    namedCheck("columns-constant", constant, "use"),
    namedCheck("columns-pooled", pooled, "use"),
    ...(task.learnable
      ? [
          leakCheck(task.leaks),
          namedCheck("leak-suspect", task.suspects ?? [], "use-with-care"),
          ...validationChecks(validation),
        ]
      : [{ code: "nothing-to-learn", verdict: "do-not-use" as const, details: {} }]),
  ];
  return checks.filter((check) => check !== undefined);
}
