/** Added to the Hessian of a category when categories are put in order, so that rare ones keep to the middle. */
const SMOOTH = 10;
/** Least gain of the log-loss that counts as one. */
const LEAST_GAIN = 1e-9;

/** Columns in bins. */
export interface BinTable {
  /** Bins of each column. */
  readonly codes: readonly Uint8Array[];
  readonly rows: number;
  /** Number of bins of each column, and whether they have an order. */
  readonly bins: readonly number[];
  readonly ordered: readonly boolean[];
}

/**
 * Sums of slopes by column and bin, 256 bins a column, each of 64 bits: the Hessian, without a sign, in the low half, the gradient
 * in the high one, in whole units (Shi et al. 2022). Whole numbers are summed in any order to the same bits.
 */
export type Histogram = Int32Array;

/** Units in a gradient and in a Hessian of one. */
export interface Units {
  readonly gradient: number;
  readonly hessian: number;
}

/** Gradient and Hessian of the rows of a leaf, in units. */
export interface Sums {
  readonly g: number;
  readonly h: number;
}

/** A division of a leaf: the bins of a column that go left, what they have, and what the division gains. */
export interface Split {
  readonly column: number;
  /** Of each bin: 1 left, 0 right. */
  readonly left: Uint8Array;
  readonly sums: Sums;
  readonly gain: number;
}

/** Limits of leaves. */
export interface LeafLimits {
  /** Least sum of Hessians of a leaf. */
  readonly leastHessian: number;
  /** Added to the Hessian of a leaf (ridge penalty on its value). */
  readonly l2: number;
  /** Least number of rows of a leaf. */
  readonly leastRows: number;
}

/** What is known of a leaf. */
export interface LeafSums {
  readonly histogram: Histogram;
  readonly sums: Sums;
  readonly units: Units;
  readonly rows: number;
  /** Rows by bin of some columns: these are divided within the least number of rows, the others wherever it gains most. */
  readonly counted: ReadonlyMap<number, Int32Array>;
}

/** Sums of a whole leaf: those of any column. */
export function sumsOf(histogram: Histogram): Sums {
  let [g, h] = [0, 0];
  for (let at = 0; at < 512; at += 2) {
    h += histogram[at]! >>> 0;
    g += histogram[at + 1]!;
  }
  return { g, h };
}

/**
 * Best division of a leaf over all columns by the second-order gain of Chen & Guestrin (2016, equation 7): bins in order
 * with blanks on either side, categories in the order of their Newton steps (Fisher 1958).
 */
export function bestSplit(
  leaf: LeafSums,
  { bins, ordered }: BinTable,
  limits: LeafLimits,
): Split | undefined {
  const search: Search = {
    ...leaf.sums,
    l2: limits.l2 * leaf.units.hessian,
    leastHessian: limits.leastHessian * leaf.units.hessian,
    leastRows: limits.leastRows,
    rows: leaf.rows,
  };
  // What every division gains on.
  let most = search.g ** 2 / (search.h + search.l2);
  const whole = most;
  let best: { readonly cut: Cut; readonly column: number } | undefined;
  for (let column = 0; column < bins.length; column++) {
    const own = leaf.histogram.subarray(column * 512, column * 512 + 2 * bins[column]!);
    const counts = leaf.counted.get(column);
    const orders = ordered[column]!
      ? blanksEitherSide(own)
      : [byStep(own, bins[column]!, SMOOTH * leaf.units.hessian)];
    for (const order of orders) {
      const cut = bestCut(own, counts, order, search, most);
      if (cut === undefined) continue;
      most = cut.value;
      best = { cut, column };
    }
  }
  const gain = ((most - whole) * leaf.units.hessian) / leaf.units.gradient ** 2;
  if (best === undefined || gain < LEAST_GAIN) return undefined;
  const { order, to, g, h } = best.cut;
  const left = new Uint8Array(256);
  for (let k = 0; k < to; k++) left[order[k]!] = 1;
  return { column: best.column, left, sums: { g, h }, gain };
}

/** Sums and limits of a leaf, in units. */
interface Search extends LeafLimits, Sums {
  readonly rows: number;
}

/** The first `to` bins of an order go left. */
interface Cut extends Sums {
  readonly order: Uint8Array;
  readonly to: number;
  readonly value: number;
}

const blanksFirst = Uint8Array.from({ length: 256 }, (_, bin) => bin);
const blanksLast = blanksFirst.subarray(1);

/** Bins as they follow one another: blanks before all others, and after them where there are blanks. */
function blanksEitherSide(own: Histogram): Uint8Array[] {
  const bins = own.length / 2;
  const first = blanksFirst.subarray(0, bins);
  return (own[0]! | own[1]!) === 0 ? [first] : [first, blanksLast.subarray(0, bins - 1)];
}

function byStep(own: Histogram, count: number, smooth: number): Uint8Array {
  const step = (bin: number) => own[2 * bin + 1]! / ((own[2 * bin]! >>> 0) + smooth);
  return Uint8Array.from(
    Array.from({ length: count }, (_, bin) => bin)
      .filter((bin) => own[2 * bin] !== 0)
      .sort((a, b) => step(a) - step(b) || a - b),
  );
}

/** Best place to cut an order of bins, if its value is above `most`. */
function bestCut(
  own: Histogram,
  counts: Int32Array | undefined,
  order: Uint8Array,
  leaf: Search,
  most: number,
): Cut | undefined {
  const { g: allG, h: allH, l2, leastHessian, leastRows, rows } = leaf;
  const bins = order.length;
  let g = 0;
  let h = 0;
  let n = 0;
  let value = most;
  let [to, ownG, ownH] = [0, 0, 0];
  for (let k = 0; k < bins; k++) {
    const bin = order[k]!;
    const hessian = own[2 * bin]!;
    const gradient = own[2 * bin + 1]!;
    if (counts !== undefined) n += counts[bin]!;
    // Nothing lies in it: the cut is the one before.
    if ((hessian | gradient) === 0) continue;
    h += hessian >>> 0;
    g += gradient;
    if (h < leastHessian || (counts !== undefined && n < leastRows)) continue;
    const restH = allH - h;
    if (restH < leastHessian || (counts !== undefined && rows - n < leastRows)) break;
    const restG = allG - g;
    // g²/h + (G - g)²/(H - h), over one division, and that one only where it is the best so far.
    const low = h + l2;
    const high = restH + l2;
    const both = g * g * high + restG * restG * low;
    const product = low * high;
    if (both <= value * product) continue;
    value = both / product;
    to = k + 1;
    ownG = g;
    ownH = h;
  }
  return to === 0 ? undefined : { order, to, g: ownG, h: ownH, value };
}
