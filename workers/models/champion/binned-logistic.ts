import type { JobControl } from "../../base/job.ts";
import type { BinnedColumn } from "../binning/bins.ts";
import type { DataTable } from "../design/table.ts";
import type { AdditiveModel } from "../ebm/additive.ts";
import { fitLogistic } from "../logistic/fit.ts";

/** A light ridge on standardised columns: it keeps levels that part the outcomes finite and tells nothing otherwise. */
const L2 = 1;

/** What each bin of a column adds per unit of one coefficient. */
interface Basis {
  readonly column: number;
  readonly values: Float64Array;
}

export interface BinnedLogistic {
  readonly model: AdditiveModel;
  /** Standard errors of the columns' values by bin. */
  readonly errors: readonly Float64Array[];
}

/**
 * Logistic regression as an additive model of bins: a number goes in with the mean of its bin, blanks and words with a
 * coefficient each. Terms have mean 0 over the rows, so that it explains itself as the explainable boosting machine does.
 *
 * @param table Rows of `columns`, in the order of their codes.
 * @throws Cancelled
 */
export function fitBinnedLogistic(
  columns: readonly BinnedColumn[],
  table: DataTable,
  rows: Int32Array,
  labels: Uint8Array,
  job: JobControl,
): BinnedLogistic {
  const bases = columns.flatMap((column, at) => basesOf(column, at, table, rows));
  const design = bases.map(({ column, values }) =>
    Float64Array.from(columns[column]!.codes, (code) => values[code]!),
  );
  const fit = fitLogistic({ columns: design, labels }, { l2: L2, scaled: true }, job);
  const mains = columns.map(({ bins }) => new Float64Array(bins));
  const variances = columns.map(({ bins }) => new Float64Array(bins));
  bases.forEach(({ column, values }, k) => {
    const error = Number.isFinite(fit.standardErrors[k]!) ? fit.standardErrors[k]! : 0;
    values.forEach((value, bin) => {
      mains[column]![bin] = mains[column]![bin]! + fit.coefficients[k]! * value;
      variances[column]![bin] = variances[column]![bin]! + (error * value) ** 2;
    });
  });
  let { intercept } = fit;
  columns.forEach(({ codes }, at) => {
    const own = mains[at]!;
    const mean = codes.reduce((sum, code) => sum + own[code]!, 0) / Math.max(1, codes.length);
    own.forEach((value, bin) => (own[bin] = value - mean));
    intercept += mean;
  });
  return {
    model: { intercept, mains, pairs: [] },
    errors: variances.map((variance) => variance.map(Math.sqrt)),
  };
}

function basesOf(column: BinnedColumn, at: number, table: DataTable, rows: Int32Array): Basis[] {
  const counts = new Float64Array(column.bins);
  for (const code of column.codes) counts[code] = counts[code]! + 1;
  const present = [...counts.keys()].filter((bin) => counts[bin]! > 0);
  const one = (bin: number): Basis => {
    const values = new Float64Array(column.bins);
    values[bin] = 1;
    return { column: at, values };
  };
  const source = table.columns[column.at];
  if (!column.ordered || source?.kind !== "number") {
    // The commonest level is the one the others are told against.
    const common = present.reduce(
      (best, bin) => (counts[bin]! > counts[best]! ? bin : best),
      present[0] ?? 0,
    );
    return present.filter((bin) => bin !== common).map(one);
  }
  const sums = new Float64Array(column.bins);
  column.codes.forEach((code, i) => {
    if (code > 0) sums[code] = sums[code]! + source.values[rows[i]!]!;
  });
  const known = present.filter((bin) => bin > 0);
  const total = known.reduce((sum, bin) => sum + counts[bin]!, 0);
  const mean = known.reduce((sum, bin) => sum + sums[bin]!, 0) / Math.max(1, total);
  // Bins of nobody lie with the ones below them.
  const values = new Float64Array(column.bins);
  let last = 0;
  for (let bin = 1; bin < column.bins; bin++) {
    if (counts[bin]! > 0) last = sums[bin]! / counts[bin]! - mean;
    values[bin] = last;
  }
  return [{ column: at, values }, ...(counts[0]! > 0 ? [one(0)] : [])];
}
