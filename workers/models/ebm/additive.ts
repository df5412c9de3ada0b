import type { BinnedColumn } from "../binning/bins.ts";

/** A pair of columns in coarser bins, with a value for each cell: row the bin of `first`, column that of `second`. */
export interface PairTerm {
  /** Positions among the binned columns, `first` below `second`. */
  readonly first: number;
  readonly second: number;
  /** Coarse bin of each fine bin. */
  readonly rowOf: Uint8Array;
  readonly columnOf: Uint8Array;
  readonly width: number;
  readonly values: Float64Array;
}

/**
 * A generalised additive model with pairs: log-odds = intercept + a value for the bin of each column + a value for the cell of
 * each pair. Terms have mean 0 over the rows it was fitted on, pairs also along each row and column.
 */
export interface AdditiveModel {
  readonly intercept: number;
  /** By column, by bin. */
  readonly mains: readonly Float64Array[];
  readonly pairs: readonly PairTerm[];
}

/** Log-odds of every row; `codes` holds the bins of each column. */
export function additiveLogOdds(
  { intercept, mains, pairs }: AdditiveModel,
  codes: readonly Uint8Array[],
): Float64Array {
  const eta = new Float64Array(codes[0]?.length ?? 0).fill(intercept);
  mains.forEach((values, j) => {
    const own = codes[j]!;
    for (let i = 0; i < eta.length; i++) eta[i] = eta[i]! + values[own[i]!]!;
  });
  for (const pair of pairs) {
    const cells = cellsOf(pair, codes);
    for (let i = 0; i < eta.length; i++) eta[i] = eta[i]! + pair.values[cells[i]!]!;
  }
  return eta;
}

/** What each term adds to the log-odds of one row: columns first, then pairs. With the intercept they sum to it exactly. */
export function termsOf(
  { mains, pairs }: AdditiveModel,
  codes: readonly Uint8Array[],
  row: number,
): Float64Array {
  const terms = new Float64Array(mains.length + pairs.length);
  mains.forEach((values, j) => (terms[j] = values[codes[j]![row]!]!));
  pairs.forEach(({ first, second, rowOf, columnOf, width, values }, k) => {
    terms[mains.length + k] = values[rowOf[codes[first]![row]!]! * width + columnOf[codes[second]![row]!]!]!;
  });
  return terms;
}

/**
 * What each column adds to the log-odds of one row, of every pair the half to each of its two: the value of Shapley (1953) where
 * pairs say only what neither column says alone. With the intercept they sum to the log-odds exactly.
 */
export function columnTermsOf(model: AdditiveModel, codes: readonly Uint8Array[], row: number): Float64Array {
  const terms = termsOf(model, codes, row);
  const columns = terms.slice(0, model.mains.length);
  model.pairs.forEach(({ first, second }, k) => {
    const half = terms[model.mains.length + k]! / 2;
    columns[first] = columns[first]! + half;
    columns[second] = columns[second]! + half;
  });
  return columns;
}

/** Cell of each row in a pair's grid. */
export function cellsOf(
  { first, second, rowOf, columnOf, width }: Omit<PairTerm, "values">,
  codes: readonly Uint8Array[],
): Uint8Array {
  const [a, b] = [codes[first]!, codes[second]!];
  const cells = new Uint8Array(a.length);
  for (let i = 0; i < cells.length; i++) cells[i] = rowOf[a[i]!]! * width + columnOf[b[i]!]!;
  return cells;
}

/** Name of each term: a column's own, or both with × between. */
export function termNames({ pairs }: AdditiveModel, columns: readonly BinnedColumn[]): string[] {
  const name = (at: number) => columns[at]!.name;
  return [
    ...columns.map(({ name }) => name),
    ...pairs.map(({ first, second }) => `${name(first)} × ${name(second)}`),
  ];
}
