import type { JobControl } from "../../base/job.ts";
import { addGram, blockRows, mirrorLower, paddedColumns } from "../../stats/weighted-gram.ts";

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
    let mean = 0;
    for (let i = 0; i < n; i++) mean += column[i]!;
    mean /= n;
    let square = 0;
    for (let i = 0; i < n; i++) square += (column[i]! - mean) ** 2;
    const spread = Math.sqrt(square / n);
    centre[j] = mean;
    inverse[j] = spread > 1e-12 * Math.abs(mean) && spread > 0 ? 1 / spread : 0;
  });
  return { centre, inverse };
}

/** Value, gradient and negative Hessian of the log-likelihood at one place; the intercept comes first. */
export interface Pass {
  readonly logLikelihood: number;
  readonly gradient: Float64Array;
  /** Row-major, (columns + 1) squared; undefined when it was not asked for. */
  readonly information: Float64Array | undefined;
}

/**
 * One pass over every `stride`-th row: log-likelihood of the logistic model at `beta` (intercept first, then the
 * standardised columns), its gradient X'(y - p) and information X'WX (McCullagh & Nelder 1989, section 4.4).
 * Blocks are standardised on the way, so the columns are never copied. The information is nine tenths of the work
 * and is left out when `curved` is false.
 * @throws Cancelled
 */
export function logisticPass(
  data: LogisticData,
  scaling: Scaling,
  beta: Float64Array,
  { stride, curved }: { readonly stride: number; readonly curved: boolean },
  job: JobControl,
): Pass {
  const { columns, labels, include } = data;
  const n = labels.length;
  const size = columns.length + 1;
  const padded = paddedColumns(size);
  const block = new Float64Array(padded * blockRows);
  const gram = new Float64Array(padded * padded);
  const gradient = new Float64Array(size);
  const residual = new Float64Array(blockRows);
  const rootWeight = new Float64Array(blockRows);
  let logLikelihood = 0;
  for (let from = 0; from < n; from += blockRows * stride) {
    if (from % (blockRows * 64) === 0) job.check();
    const rows = Math.min(blockRows, Math.ceil((n - from) / stride));
    fillBlock(columns, scaling, from, stride, rows, block);
    linearPredictor(block, beta, residual);
    // Each factor is at most 2, so the product of a block cannot overflow, and costs one logarithm.
    let product = 1;
    for (let r = 0; r < rows; r++) {
      const i = from + r * stride;
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
    weighBlock(block, size, residual, rootWeight, gradient);
    if (curved) addGram(block, padded, gram);
  }
  return { logLikelihood, gradient, information: curved ? unpadded(gram, padded, size) : undefined };
}

/** Standardised columns of a block, the constant 1 before them. */
function fillBlock(
  columns: readonly Float64Array[],
  { centre, inverse }: Scaling,
  from: number,
  stride: number,
  rows: number,
  block: Float64Array,
): void {
  block.fill(1, 0, rows);
  for (let j = 0; j < columns.length; j++) {
    const column = columns[j]!;
    const mean = centre[j]!;
    const scale = inverse[j]!;
    const at = (j + 1) * blockRows;
    for (let r = 0, i = from; r < rows; r++, i += stride) block[at + r] = (column[i]! - mean) * scale;
  }
}

function linearPredictor(block: Float64Array, beta: Float64Array, eta: Float64Array): void {
  eta.fill(beta[0]!);
  for (let j = 1; j < beta.length; j++) {
    const slope = beta[j]!;
    if (slope === 0) continue;
    const at = j * blockRows;
    for (let r = 0; r < blockRows; r++) eta[r] = eta[r]! + slope * block[at + r]!;
  }
}

/** Adds X'(y - p) and multiplies each row by the root of its weight. */
function weighBlock(
  block: Float64Array,
  size: number,
  residual: Float64Array,
  rootWeight: Float64Array,
  gradient: Float64Array,
): void {
  for (let j = 0; j < size; j++) {
    const at = j * blockRows;
    let sum = 0;
    for (let r = 0; r < blockRows; r++) {
      const x = block[at + r]!;
      sum += x * residual[r]!;
      block[at + r] = x * rootWeight[r]!;
    }
    gradient[j] = gradient[j]! + sum;
  }
}

function unpadded(gram: Float64Array, padded: number, size: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) matrix.set(gram.subarray(i * padded, i * padded + size), i * size);
  mirrorLower(matrix, size);
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
