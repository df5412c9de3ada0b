import type { CutSearch } from "./cut-search.ts";
import type { Histogram } from "./leaf-code.ts";

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
  search: CutSearch,
): Split | undefined {
  const { g, h } = leaf.sums;
  const [l2, leastHessian] = [limits.l2 * leaf.units.hessian, limits.leastHessian * leaf.units.hessian];
  const whole = g ** 2 / (h + l2);
  const inOrder = search.all(leaf.histogram, { g, h, l2, leastHessian, whole });
  let most = whole;
  let best: { readonly column: number; readonly order: Uint8Array } | undefined;
  for (let column = 0; column < bins.length; column++) {
    const own = leaf.histogram.subarray(column * 512, column * 512 + 2 * bins[column]!);
    const counts = leaf.counted.get(column);
    const orders = ordered[column]!
      ? blanksEitherSide(own)
      : [byStep(own, bins[column]!, SMOOTH * leaf.units.hessian)];
    for (const order of orders) {
      const asItLies = ordered[column]! && order[0] === 0 && counts === undefined;
      const cut = asItLies ? inOrder[column]! : search.one(arranged(own, order, counts, limits.leastRows));
      if (cut.value <= most || cut.to === 0) continue;
      most = cut.value;
      best = { column, order: order.subarray(0, cut.to) };
    }
  }
  const gain = ((most - whole) * leaf.units.hessian) / leaf.units.gradient ** 2;
  if (best === undefined || gain < LEAST_GAIN) return undefined;
  const left = new Uint8Array(256);
  const sums = { g: 0, h: 0 };
  for (const bin of best.order) {
    const at = best.column * 512 + 2 * bin;
    left[bin] = 1;
    sums.h += leaf.histogram[at]! >>> 0;
    sums.g += leaf.histogram[at + 1]!;
  }
  return { column: best.column, left, sums, gain };
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

/**
 * Bins in another order. Where rows are counted, bins before the first cut with enough rows are put into the one before it, and
 * those behind the last such cut into none: then no other cut is better.
 */
function arranged(
  own: Histogram,
  order: Uint8Array,
  counts: Int32Array | undefined,
  leastRows: number,
): Histogram {
  const into = new Int32Array(2 * order.length);
  const all = counts?.reduce((sum, count) => sum + count, 0) ?? 0;
  let [rows, g, h] = [0, 0, 0];
  for (const [k, bin] of order.entries()) {
    rows += counts?.[bin] ?? 0;
    h += own[2 * bin]!;
    g += own[2 * bin + 1]!;
    if (counts !== undefined && rows < leastRows) continue;
    if (counts !== undefined && all - rows < leastRows) break;
    into[2 * k] = h;
    into[2 * k + 1] = g;
    [g, h] = [0, 0];
  }
  return into;
}
