import type { JobControl } from "../../base/job.ts";
import type { BinnedColumn } from "../binning/bins.ts";
import type { BinTable } from "./histogram.ts";
import { learningRows } from "./learning-rows.ts";
import { addTree, growTree, type GrowOptions, type Tree } from "./tree.ts";

/** Mean gain of the held-out log-loss that counts as one. */
const GAIN = 1e-6;
/** Held-out rows between two questions whether to stop. */
const ASK = 1 << 16;

export interface BoostingOptions extends GrowOptions {
  readonly trees: number;
  /** Trees without a gain on held-out rows after which to stop; only with held-out rows. */
  readonly patience: number;
}

/** Settings as usual for tables (those of LightGBM and of scikit-learn's HistGradientBoosting). */
export const usualBoosting: BoostingOptions = {
  trees: 300,
  patience: 15,
  leaves: 31,
  leastRows: 20,
  leastHessian: 1e-3,
  l2: 1,
  rate: 0.1,
};

/** Gradient boosted trees: log-odds are the start and what each tree adds. */
export interface BoostingFit {
  readonly start: number;
  readonly trees: readonly Tree[];
}

/** Columns in bins as trees read them. */
export function binTable(columns: readonly BinnedColumn[]): BinTable {
  return {
    codes: columns.map(({ codes }) => codes),
    rows: columns[0]?.codes.length ?? 0,
    bins: columns.map(({ bins }) => bins),
    ordered: columns.map(({ ordered }) => ordered),
  };
}

/**
 * Gradient boosting of the log-loss with second-order steps on histograms (Friedman 2001; Chen & Guestrin 2016; Ke et al. 2017).
 * Learns from `rows`; with `held` rows the number of trees is where they are predicted best. Nothing is drawn at random.
 * @throws Cancelled
 */
export function fitBoosting(
  data: BinTable,
  labels: Uint8Array,
  rows: Int32Array,
  held: Int32Array,
  options: BoostingOptions,
  job: JobControl,
): BoostingFit {
  let ones = 0;
  for (let i = 0; i < rows.length; i++) ones += labels[rows[i]!]!;
  job.check();
  const start = Math.log(ones / (rows.length - ones));
  if (data.codes.length === 0) return { start, trees: [] };
  const learn = learningRows(data, labels, { rows, start, leaves: options.leaves }, job);
  const logOdds = new Float64Array(held.length === 0 ? 0 : labels.length).fill(start);
  const trees: Tree[] = [];
  let best = { loss: lossOf(logOdds, labels, held), trees: 0 };
  let steps: readonly number[] = [0];
  while (
    trees.length < options.trees &&
    (held.length === 0 || trees.length - best.trees < options.patience)
  ) {
    job.check();
    job.progress({ phase: "trees", done: trees.length, total: options.trees });
    const grown = growTree(data, learn, learn.nextTree(steps), options, job);
    if (grown.steps.length === 1) break;
    trees.push(grown.tree);
    steps = grown.steps;
    if (held.length === 0) continue;
    for (let at = 0; at < held.length; at += ASK) {
      job.check();
      addTree(grown.tree, data, held.subarray(at, at + ASK), logOdds);
    }
    job.check();
    const loss = lossOf(logOdds, labels, held);
    if (loss < best.loss - GAIN) best = { loss, trees: trees.length };
  }
  return { start, trees: held.length === 0 ? trees : trees.slice(0, best.trees) };
}

/** Log-odds of every row. */
export function boostedLogOdds({ start, trees }: BoostingFit, data: BinTable): Float64Array {
  const logOdds = new Float64Array(data.rows).fill(start);
  const rows = Int32Array.from(logOdds.keys());
  for (const tree of trees) addTree(tree, data, rows, logOdds);
  return logOdds;
}

/** Mean log-loss of some rows. */
function lossOf(logOdds: Float64Array, labels: Uint8Array, rows: Int32Array): number {
  let loss = 0;
  for (const row of rows) {
    const eta = labels[row] === 1 ? logOdds[row]! : -logOdds[row]!;
    loss += Math.max(0, -eta) + Math.log1p(Math.exp(-Math.abs(eta)));
  }
  return loss / Math.max(1, rows.length);
}
