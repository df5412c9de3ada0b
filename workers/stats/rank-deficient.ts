/** A symmetric system solved as far as its columns are independent. */
export interface PartialFactor {
  /** Row-major lower Cholesky factor; rows and columns of left-out unknowns are zero. */
  readonly lower: Float64Array;
  /** 1 where an unknown is a combination of those before it, and was left out. */
  readonly dropped: Uint8Array;
}

/**
 * Cholesky factor of a positive semidefinite row-major matrix that leaves out each unknown whose pivot falls
 * below `tolerance` of its diagonal entry: 1 - R^2 on the unknowns before it, so that the first of several
 * dependent columns stays, as in R's `lm`.
 */
export function partialCholesky(matrix: Float64Array, n: number, tolerance: number): PartialFactor {
  const lower = new Float64Array(n * n);
  const dropped = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (dropped[j] === 1) continue;
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      lower[i * n + j] = sum / lower[j * n + j]!;
    }
    let pivot = matrix[i * n + i]!;
    for (let k = 0; k < i; k++) pivot -= lower[i * n + k]! ** 2;
    if (pivot > tolerance * matrix[i * n + i]! && pivot > 1e-290) {
      lower[i * n + i] = Math.sqrt(pivot);
    } else {
      dropped[i] = 1;
      lower.fill(0, i * n, (i + 1) * n);
    }
  }
  return { lower, dropped };
}

/** Solves the system of `partialCholesky`; left-out unknowns are 0. */
export function partialSolve({ lower, dropped }: PartialFactor, b: Float64Array): Float64Array {
  const n = b.length;
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    if (dropped[i] === 1) {
      x[i] = 0;
      continue;
    }
    let sum = x[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i * n + k]! * x[k]!;
    x[i] = sum / lower[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    if (dropped[i] === 1) continue;
    let sum = x[i]!;
    for (let k = i + 1; k < n; k++) sum -= lower[k * n + i]! * x[k]!;
    x[i] = sum / lower[i * n + i]!;
  }
  return x;
}

/** Inverse on the unknowns that were not left out, zero elsewhere; row-major. */
export function partialInverse(factor: PartialFactor): Float64Array {
  const n = factor.dropped.length;
  const inverse = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    if (factor.dropped[j] === 1) continue;
    const unit = new Float64Array(n);
    unit[j] = 1;
    const column = partialSolve(factor, unit);
    for (let i = 0; i < n; i++) inverse[i * n + j] = column[i]!;
  }
  return inverse;
}
