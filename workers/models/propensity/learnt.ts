import type { JobControl } from "../../base/job.ts";
import type { ExplainingLearner } from "../../terms/champion.ts";
import { binOf, binColumns, mostBins, type BinnedColumn } from "../binning/bins.ts";
import { fitBinnedLogistic } from "../champion/binned-logistic.ts";
import { orderOfEntries } from "../design/order.ts";
import type { DataTable } from "../design/table.ts";
import { additiveLogOdds, type AdditiveModel } from "../ebm/additive.ts";
import { fitEbm, usualOptions } from "../ebm/fit.ts";
import { auc } from "../validation/auc.ts";
import { validated, type Validation } from "../validation/validated.ts";

/** Chances of the rows of a table, and the bins they follow from. */
export interface Chances {
  readonly codes: readonly Uint8Array[];
  readonly chance: Float64Array;
}

/** An explainable boosting machine that says the chances of any table with the columns it was learnt from. */
export interface Learnt {
  readonly columns: readonly BinnedColumn[];
  readonly model: AdditiveModel;
  /** Standard errors of the columns' values. */
  readonly errors: readonly Float64Array[];
  readonly chances: (table: DataTable) => Chances;
}

interface LearnOptions {
  readonly bins?: number;
  readonly pairs?: number;
  /** The explainable boosting machine when left out. */
  readonly learner?: ExplainingLearner;
}

/** Columns in bins, and the outcomes, of the rows learnt from. */
export interface LearnRows {
  readonly columns: readonly BinnedColumn[];
  /** Rows of the table. */
  readonly order: Int32Array;
  readonly outcomes: Uint8Array;
}

/** Rows learnt from: more of them cost time and tell no more of some twenty columns. */
const MOST_ROWS = 40_000;

/** At most so many rows, evenly spread over those given. */
function spread(rows: Int32Array, most: number): Int32Array {
  if (rows.length <= most) return rows;
  return Int32Array.from({ length: most }, (_, i) => rows[Math.floor(((i + 0.5) * rows.length) / most)]!);
}

/**
 * Learns chances from a table with outcomes; undefined where an outcome occurs less than twice or no column tells anything.
 * The order of the rows makes no difference: it is that of their entries. Of very many rows an even part is learnt from.
 * @throws Cancelled
 */
export function learn(
  table: DataTable,
  labels: Uint8Array,
  { bins = mostBins, pairs, learner = "ebm" }: LearnOptions,
  job: JobControl,
): Learnt | undefined {
  const rows = learnRows(table, labels, bins, job);
  if (rows === undefined) return undefined;
  const { columns, order, outcomes } = rows;
  const { model, errors } =
    learner === "logistic"
      ? fitBinnedLogistic(columns, table, order, outcomes, job)
      : fitEbm(columns, outcomes, Int32Array.from(order.keys()), optionsOf(rows, pairs), job);
  const chances = (asked: DataTable) => {
    const codes = columns.map((column) => codesOf(column, asked));
    return { codes, chance: additiveLogOdds(model, codes).map((eta) => 1 / (1 + Math.exp(-eta))) };
  };
  return { columns, model, errors, chances };
}

function optionsOf({ order, columns }: LearnRows, pairs: number | undefined) {
  const usual = usualOptions(order.length, columns.length, 1);
  return { ...usual, pairs: Math.min(usual.pairs, pairs ?? usual.pairs) };
}

/**
 * The rows to learn from in bins: those given, or an even part of very many, in the order of their entries. Undefined where an
 * outcome occurs less than twice or no column tells anything.
 * @throws Cancelled
 */
export function learnRows(
  table: DataTable,
  labels: Uint8Array,
  bins: number,
  job: JobControl,
): LearnRows | undefined {
  const ones = labels.reduce((sum, y) => sum + y, 0);
  if (Math.min(ones, labels.length - ones) < 2) return undefined;
  const order = spread(orderOfEntries(table, labels), MOST_ROWS);
  job.check();
  const { columns } = binColumns(table, [...table.columns.keys()], order, bins);
  if (columns.length === 0) return undefined;
  job.check();
  return { columns, order, outcomes: Uint8Array.from(order, (row) => labels[row]!) };
}

/** Bins of a column of another table of the same kind; blanks where it has none, or a level never seen. */
export function codesOf(
  { name, cuts, labels, ordered }: Pick<BinnedColumn, "name" | "cuts" | "labels" | "ordered">,
  { columns, rows }: DataTable,
): Uint8Array {
  const column = columns.find((one) => one.name === name);
  if (column === undefined) return new Uint8Array(rows);
  if (column.kind === "number") return Uint8Array.from(column.values, (value) => binOf(value, cuts));
  const place = Uint8Array.from(column.levels, (level) =>
    Math.max(0, ordered ? 0 : labels.indexOf(level, 1)),
  );
  return Uint8Array.from(column.codes, (code) => (code < 0 ? 0 : place[code]!));
}

/** How chances did on outcomes that were not shown; undefined where all have the same outcome. */
export function judged(chance: Float64Array, labels: Uint8Array): Validation | undefined {
  const ones = labels.reduce((sum, y) => sum + y, 0);
  if (ones === 0 || ones === labels.length) return undefined;
  return validated({ probability: chance, auc: auc(chance, labels), folds: 1 }, labels);
}
