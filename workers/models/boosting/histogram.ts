/** Slots of a column in a histogram: a gradient and a Hessian for each of 256 bins. */
export const histogramSlots = 512;
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
  let best: Cut | undefined;
  let column = -1;
  for (let j = 0; j < bins.length; j++) {
    const own = histogram.subarray(j * histogramSlots, j * histogramSlots + 2 * bins[j]!);
    const cut = ordered[j]!
      ? bestInOrder(own, limits)
      : bestCut(own, sumOf(own), byStep(own, bins[j]!), limits);
    if (cut === undefined || cut.gain <= (best?.gain ?? 0)) continue;
    best = cut;
    column = j;
  }
  if (best === undefined) return undefined;
  const left = new Uint8Array(256);
  for (let k = best.from; k < best.to; k++) left[best.order[k]!] = 1;
  return { column, left, gain: best.gain };
}

/** The bins `order[from]` to `order[to - 1]` go left. */
interface Cut {
  readonly order: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly gain: number;
}

const ascending = Uint8Array.from({ length: 256 }, (_, bin) => bin);

/** Bins as they follow one another: blanks before all others, and after them where there are blanks. */
function bestInOrder(own: Float64Array, limits: LeafLimits): Cut | undefined {
  const count = own.length / 2;
  const all = sumOf(own);
  const before = bestCut(own, all, ascending, limits, 0, count);
  if (own[1]! === 0) return before;
  const after = bestCut(own, all, ascending, limits, 1, count + 1);
  return after === undefined || (before !== undefined && before.gain >= after.gain) ? before : after;
}

interface Sums {
  readonly allG: number;
  readonly allH: number;
}

function sumOf(own: Float64Array): Sums {
  let [allG, allH] = [0, 0];
  for (let at = 0; at < own.length; at += 2) {
    allG += own[at]!;
    allH += own[at + 1]!;
  }
  return { allG, allH };
}

function byStep(own: Float64Array, count: number): Uint8Array {
  const step = (bin: number) => own[2 * bin]! / (own[2 * bin + 1]! + SMOOTH);
  return Uint8Array.from(
    Array.from({ length: count }, (_, bin) => bin)
      .filter((bin) => own[2 * bin + 1]! > 0)
      .sort((a, b) => step(a) - step(b) || a - b),
  );
}

/** Best place to cut the bins `order[from]` to `order[to - 2]` from all that are left. */
function bestCut(
  own: Float64Array,
  { allG, allH }: Sums,
  order: Uint8Array,
  { leastHessian, l2 }: LeafLimits,
  from = 0,
  to = order.length,
): Cut | undefined {
  let [g, h, end, most] = [0, 0, -1, 0];
  for (let k = from; k < to - 1; k++) {
    const at = 2 * order[k]!;
    const here = own[at + 1]!;
    // Nothing lies in it: the cut is the one before.
    if (here === 0) continue;
    g += own[at]!;
    h += here;
    if (h < leastHessian) continue;
    const rest = allH - h;
    if (rest < leastHessian) break;
    // g²/h + (G - g)²/(H - h), over one division.
    const [low, high] = [h + l2, rest + l2];
    const value = (g * g * high + (allG - g) * (allG - g) * low) / (low * high);
    if (value > most) {
      most = value;
      end = k + 1;
    }
  }
  const gain = most - (allG * allG) / (allH + l2);
  return end < 0 || gain < 1e-9 ? undefined : { order, from, to: end, gain };
}
