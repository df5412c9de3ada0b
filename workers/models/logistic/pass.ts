import type { JobControl } from "../../base/job.ts";
import { blockRows, gramKernel } from "../../stats/weighted-gram.ts";

/** Columns of numbers with a 0/1 outcome; `include` holds 1 for the rows to learn from (all when left out). */
export interface LogisticData {
  readonly columns: readonly Float64Array[];
  readonly labels: Uint8Array;
  readonly include?: Uint8Array;
}

/** Centre and reciprocal spread of each column; the reciprocal is 0 for a constant column. */
export interface Scaling {
  readonly centre: Float64Array;
  readonly inverse: Float64Array;
}

/** Mean and 1 / standard deviation of each column over all rows, in two passes. */
export function scalingOf(columns: readonly Float64Array[]): Scaling {
  const centre = new Float64Array(columns.length);
  const inverse = new Float64Array(columns.length);
  columns.forEach((column, j) => {
    const n = column.length;
    const mean = sumOf(column) / n;
    const square = squaresAbout(column, mean);
    const spread = Math.sqrt(square / n);
    centre[j] = mean;
    inverse[j] = spread > 1e-12 * Math.abs(mean) && spread > 0 ? 1 / spread : 0;
  });
  return { centre, inverse };
}

/** Four sums at a time, that none waits for the one before. */
function sumOf(column: Float64Array): number {
  let [a, b, c, d, i] = [0, 0, 0, 0, 0];
  for (; i + 3 < column.length; i += 4) {
    a += column[i]!;
    b += column[i + 1]!;
    c += column[i + 2]!;
    d += column[i + 3]!;
  }
  for (; i < column.length; i++) a += column[i]!;
  return a + b + (c + d);
}

/** Sum of squared distances from a mean. */
function squaresAbout(column: Float64Array, mean: number): number {
  let [even, odd, i] = [0, 0, 0];
  for (; i + 1 < column.length; i += 2) {
    const [one, other] = [column[i]! - mean, column[i + 1]! - mean];
    even += one * one;
    odd += other * other;
  }
  if (i < column.length) even += (column[i]! - mean) ** 2;
  return even + odd;
}

/** Value, gradient and negative Hessian of the log-likelihood at one place; the intercept comes first. */
export interface Pass {
  readonly logLikelihood: number;
  readonly gradient: Float64Array;
  /** Row-major, (columns + 1) squared; undefined when it was not asked for. */
  readonly information: Float64Array | undefined;
}

/**
 * One pass over all rows: log-likelihood of the logistic model at `beta` (intercept first, then the
 * standardised columns), its gradient X'(y - p) and information X'WX (McCullagh & Nelder 1989, section 4.4).
 * Blocks are standardised on the way, so the columns are never copied. The information is half of the work or more
 * and is left out when `curved` is false.
 * @throws Cancelled
 */
export function logisticPass(
  data: LogisticData,
  scaling: Scaling,
  beta: Float64Array,
  curved: boolean,
  job: JobControl,
): Pass {
  const { columns, labels, include } = data;
  const n = labels.length;
  const kernel = gramKernel(columns.length + 1);
  const { block, eta: residual, rootWeight } = kernel;
  beta.forEach((share, j) =>
    kernel.factors.set(
      j === 0 ? [0, 1, share] : [scaling.centre[j - 1]!, scaling.inverse[j - 1]!, share],
      3 * j,
    ),
  );
  let logLikelihood = 0;
  for (let from = 0; from < n; from += blockRows) {
    if (from % (blockRows * 64) === 0) job.check();
    const rows = Math.min(blockRows, n - from);
    fillBlock(columns, from, rows, block);
    kernel.predict();
    // Each factor is at most 2, so the product of a block cannot overflow, and costs one logarithm.
    let product = 1;
    for (let r = 0; r < rows; r++) {
      const i = from + r;
      const eta = residual[r]!;
      const known = include === undefined || include[i] === 1;
      const e = Math.exp(-Math.abs(eta));
      const p = eta >= 0 ? 1 / (1 + e) : e / (1 + e);
      const y = labels[i]!;
      if (known) {
        product *= 1 + e;
        logLikelihood -= y === 1 ? Math.max(0, -eta) : Math.max(0, eta);
      }
      residual[r] = known ? y - p : 0;
      rootWeight[r] = known ? Math.sqrt(e) / (1 + e) : 0;
    }
    logLikelihood -= Math.log(product);
    for (let r = rows; r < blockRows; r++) rootWeight[r] = residual[r] = 0;
    kernel.weigh();
    if (curved) kernel.addGram();
  }
  return {
    logLikelihood,
    gradient: kernel.gradient(),
    information: curved ? kernel.gram() : undefined,
  };
}

/** Columns of a block as they are, the constant 1 before them. */
function fillBlock(columns: readonly Float64Array[], from: number, rows: number, block: Float64Array): void {
  block.fill(1, 0, rows);
  for (let j = 0; j < columns.length; j++)
    block.set(columns[j]!.subarray(from, from + rows), (j + 1) * blockRows);
}

/** Linear predictor of every row at `beta` (standardised columns, intercept first). */
export function predictors(
  columns: readonly Float64Array[],
  rows: number,
  { centre, inverse }: Scaling,
  beta: Float64Array,
): Float64Array {
  const eta = new Float64Array(rows).fill(beta[0]!);
  columns.forEach((column, j) => {
    const slope = beta[j + 1]! * inverse[j]!;
    if (slope === 0) return;
    const mean = centre[j]!;
    for (let i = 0; i < rows; i++) eta[i] = eta[i]! + slope * (column[i]! - mean);
  });
  return eta;
}
