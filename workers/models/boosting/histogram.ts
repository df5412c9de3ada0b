/** Slots of a column in a histogram: a gradient and a Hessian for each of 256 bins. */
const COLUMN = 512;
/** Added to the Hessian of a category when categories are put in order, so that rare ones keep to the middle. */
const SMOOTH = 10;

/** Columns in bins. */
export interface BinTable {
  /** Bins of each column. */
  readonly codes: readonly Uint8Array[];
  readonly rows: number;
  /** Number of bins of each column, and whether they have an order. */
  readonly bins: readonly number[];
  readonly ordered: readonly boolean[];
}

/** An empty histogram for so many columns. */
export function newHistogram(width: number): Float64Array {
  return new Float64Array(width * COLUMN);
}

/** Gradients and Hessians of a leaf's rows, one after the other. */
export interface LeafRows {
  readonly rows: Int32Array;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** Sums gradients and Hessians of a leaf by column and bin: a column at a time, whose bins then stay in the fastest cache. */
export function fillHistogram({ codes }: BinTable, leaf: LeafRows, into: Float64Array): void {
  into.fill(0);
  codes.forEach((column, j) => fillColumn(column, leaf, into.subarray(j * COLUMN, (j + 1) * COLUMN)));
}

function fillColumn(column: Uint8Array, { rows, gradient, hessian }: LeafRows, into: Float64Array): void {
  for (let k = 0; k < rows.length; k++) {
    const bin = column[rows[k]!]! << 1;
    into[bin] = into[bin]! + gradient[k]!;
    into[bin + 1] = into[bin + 1]! + hessian[k]!;
  }
}

/** Turns a parent's histogram into that of one child by taking the other's away. */
export function subtractHistogram(parent: Float64Array, child: Float64Array): void {
  for (let at = 0; at < parent.length; at++) parent[at] = parent[at]! - child[at]!;
}

/** A division of a leaf: the bins of a column that go left, and what the division gains. */
export interface Split {
  readonly column: number;
  /** Of each bin: 1 left, 0 right. */
  readonly left: Uint8Array;
  readonly gain: number;
}

/** Limits of leaves. */
export interface LeafLimits {
  /** Least sum of Hessians of a leaf. */
  readonly leastHessian: number;
  /** Added to the Hessian of a leaf (ridge penalty on its value). */
  readonly l2: number;
}

/**
 * Best division of a leaf over all columns by the second-order gain of Chen & Guestrin (2016, equation 7): bins in order
 * with blanks on either side, categories in the order of their Newton steps (Fisher 1958).
 */
export function bestSplit(
  histogram: Float64Array,
  { bins, ordered }: BinTable,
  limits: LeafLimits,
): Split | undefined {
  let best: Split | undefined;
  bins.forEach((count, column) => {
    const own = histogram.subarray(column * COLUMN, column * COLUMN + 2 * count);
    const order = ordered[column]! ? Array.from({ length: count - 1 }, (_, k) => k + 1) : byStep(own, count);
    const orders = ordered[column]! ? withBlanks(own, order) : [order];
    for (const bin of orders) {
      const cut = bestCut(own, bin, limits);
      if (cut === undefined || cut.gain <= (best?.gain ?? 0)) continue;
      const left = new Uint8Array(256);
      for (const code of bin.slice(0, cut.count)) left[code] = 1;
      best = { column, left, gain: cut.gain };
    }
  });
  return best;
}

/** Blanks before all other bins, and after them; once where there are none. */
function withBlanks(own: Float64Array, order: readonly number[]): readonly (readonly number[])[] {
  const before = [0, ...order];
  return own[1]! > 0 ? [before, [...order, 0]] : [before];
}

function byStep(own: Float64Array, count: number): number[] {
  const step = (bin: number) => own[2 * bin]! / (own[2 * bin + 1]! + SMOOTH);
  return Array.from({ length: count }, (_, bin) => bin)
    .filter((bin) => own[2 * bin + 1]! > 0)
    .sort((a, b) => step(a) - step(b) || a - b);
}

function bestCut(own: Float64Array, order: readonly number[], { leastHessian, l2 }: LeafLimits) {
  let [allG, allH] = [0, 0];
  for (const bin of order) {
    allG += own[2 * bin]!;
    allH += own[2 * bin + 1]!;
  }
  let [g, h, count, most] = [0, 0, 0, 0];
  for (let k = 0; k < order.length - 1; k++) {
    const bin = order[k]!;
    g += own[2 * bin]!;
    h += own[2 * bin + 1]!;
    if (h < leastHessian) continue;
    const rest = allH - h;
    if (rest < leastHessian) break;
    const value = (g * g) / (h + l2) + ((allG - g) * (allG - g)) / (rest + l2);
    if (value > most) {
      most = value;
      count = k + 1;
    }
  }
  const gain = most - (allG * allG) / (allH + l2);
  return count === 0 || gain < 1e-9 ? undefined : { count, gain };
}
