import { unwatched, type JobControl } from "../../base/job.ts";
import { blockStride, logisticKernel } from "../../stats/logistic-kernel.ts";

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

/**
 * Mean and 1 / standard deviation of each column over all rows, in two passes.
 * @throws Cancelled
 */
export function scalingOf(columns: readonly Float64Array[], job: JobControl = unwatched): Scaling {
  const centre = new Float64Array(columns.length);
  const inverse = new Float64Array(columns.length);
  columns.forEach((column, j) => {
    job.check();
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
 * Columns are centred block by block and never copied as a whole; their spreads are seen to at the end. The information is
 * half of the work or more and is left out when `curved` is false.
 * @throws Cancelled
 */
export function logisticPass(
  data: LogisticData,
  scaling: Scaling,
  beta: Float64Array,
  curved: boolean,
  job: JobControl,
): Pass {
  const { columns, labels } = data;
  const { centre, inverse } = scaling;
  const kernel = logisticKernel(columns.length);
  columns.forEach((_, j) => kernel.factors.set([centre[j]!, beta[j + 1]! * inverse[j]!], 2 * j));
  for (let from = 0; from < labels.length; from += kernel.rows) {
    job.check();
    const to = Math.min(from + kernel.rows, labels.length);
    for (let j = 0, at = 0; j < columns.length; j++, at += blockStride)
      kernel.block.set(columns[j]!.subarray(from, to), at);
    fillSigns(data, from, to, kernel.signs);
    kernel.learn(to - from, beta[0]!);
    if (curved) kernel.addInformation(to - from);
  }
  const scale = Float64Array.of(1, ...inverse);
  return {
    logLikelihood: kernel.logLikelihood(),
    gradient: kernel.gradient().map((sum, j) => times(sum, scale[j]!)),
    information: curved ? scaled(kernel.information(), scale) : undefined,
  };
}

/** 1 and -1 for the outcomes, 0 for rows that are left out or past the end. */
function fillSigns({ labels, include }: LogisticData, from: number, to: number, signs: Float64Array): void {
  for (let i = from, r = 0; i < to; i++, r++)
    signs[r] = include === undefined || include[i] === 1 ? 2 * labels[i]! - 1 : 0;
  signs.fill(0, to - from);
}

/** A sum over a column that holds one value is 0, whatever came of its size. */
const times = (sum: number, scale: number): number => (scale === 0 ? 0 : sum * scale);

function scaled(matrix: Float64Array, scale: Float64Array): Float64Array {
  const n = scale.length;
  for (let i = 0, at = 0; i < n; i++)
    for (let j = 0; j < n; j++, at++) matrix[at] = times(times(matrix[at]!, scale[i]!), scale[j]!);
  return matrix;
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
