/** Rows per block: a block of a hundred columns stays within the second-level cache. */
export const blockRows = 256;

/** Columns rounded up to whole tiles; a block buffer holds this many columns of `blockRows`. */
export function paddedColumns(columns: number): number {
  return Math.ceil(columns / 4) * 4;
}

/**
 * Adds B'B to the row-major `padded` x `padded` matrix `gram`, B being a block of `blockRows` rows held column after
 * column. Only tiles on and below the diagonal are filled; `mirrorLower` completes the matrix. Rows past the
 * end of the data must be zero. Tiles of 4 x 2 keep eight sums in registers.
 */
export function addGram(block: Float64Array, padded: number, gram: Float64Array): void {
  for (let i = 0; i < padded; i += 4)
    for (let j = 0; j < i + 4; j += 2)
      addTile(block, i * blockRows, j * blockRows, gram, i * padded + j, padded);
}

function addTile(
  block: Float64Array,
  left: number,
  right: number,
  gram: Float64Array,
  at: number,
  width: number,
): void {
  let [s00, s01, s10, s11, s20, s21, s30, s31] = [0, 0, 0, 0, 0, 0, 0, 0];
  const one = left + blockRows;
  const two = one + blockRows;
  const three = two + blockRows;
  const next = right + blockRows;
  for (let r = 0; r < blockRows; r++) {
    const b0 = block[right + r]!;
    const b1 = block[next + r]!;
    const a0 = block[left + r]!;
    s00 += a0 * b0;
    s01 += a0 * b1;
    const a1 = block[one + r]!;
    s10 += a1 * b0;
    s11 += a1 * b1;
    const a2 = block[two + r]!;
    s20 += a2 * b0;
    s21 += a2 * b1;
    const a3 = block[three + r]!;
    s30 += a3 * b0;
    s31 += a3 * b1;
  }
  gram[at] = gram[at]! + s00;
  gram[at + 1] = gram[at + 1]! + s01;
  gram[at + width] = gram[at + width]! + s10;
  gram[at + width + 1] = gram[at + width + 1]! + s11;
  gram[at + 2 * width] = gram[at + 2 * width]! + s20;
  gram[at + 2 * width + 1] = gram[at + 2 * width + 1]! + s21;
  gram[at + 3 * width] = gram[at + 3 * width]! + s30;
  gram[at + 3 * width + 1] = gram[at + 3 * width + 1]! + s31;
}

/** Copies what lies below the diagonal of a square matrix to the place above it. */
export function mirrorLower(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) matrix[j * n + i] = matrix[i * n + j]!;
}
