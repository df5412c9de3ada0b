/** Sum of Hessians a leaf must have: some four rows at even chances, a hundred at a chance of one in a hundred. */
const LEAST_HESSIAN = 1;
/** Added to the Hessian of a category when categories are put in order, so that rare ones keep to the middle. */
const SMOOTH = 10;

/** Gradients and Hessians of the log-loss summed by bin, and what the next small tree adds to each bin. */
export interface BinSums {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly update: Float64Array;
}

/**
 * The best tree of at most three leaves over bins in order, Newton steps times `rate` in the leaves; blanks (bin 0) are a
 * leaf of their own. Writes `update`.
 */
export function orderedLeaves({ gradient, hessian, update }: BinSums, rate: number): void {
  update.fill(0);
  if (hessian[0]! >= LEAST_HESSIAN) update[0] = (rate * gradient[0]!) / hessian[0]!;
  const bins = update.length;
  const whole = sumOf(gradient, hessian, 1, bins);
  const first = bestCut(gradient, hessian, 1, bins, whole);
  if (first === undefined) {
    if (whole.h >= LEAST_HESSIAN) update.fill((rate * whole.g) / whole.h, 1);
    return;
  }
  const [left, right] = [sumOf(gradient, hessian, 1, first.cut), sumOf(gradient, hessian, first.cut, bins)];
  const low = bestCut(gradient, hessian, 1, first.cut, left);
  const high = bestCut(gradient, hessian, first.cut, bins, right);
  const edges = [1, first.cut, bins];
  if (low !== undefined && low.gain >= (high?.gain ?? 0)) edges.splice(1, 0, low.cut);
  else if (high !== undefined) edges.splice(2, 0, high.cut);
  for (let k = 0; k + 1 < edges.length; k++) {
    const { g, h } = sumOf(gradient, hessian, edges[k]!, edges[k + 1]!);
    update.fill((rate * g) / h, edges[k], edges[k + 1]);
  }
}

/** As `orderedLeaves`, over bins put in the order of their own Newton steps (Fisher 1958): for categories. */
export function nominalLeaves({ gradient, hessian, update }: BinSums, rate: number): void {
  update.fill(0);
  const order = [...update.keys()]
    .filter((bin) => hessian[bin]! > 0)
    .sort((a, b) => gradient[a]! / (hessian[a]! + SMOOTH) - gradient[b]! / (hessian[b]! + SMOOTH) || a - b);
  // A place for blanks, which have none here, comes first.
  const sorted = {
    gradient: Float64Array.from([0, ...order.map((bin) => gradient[bin]!)]),
    hessian: Float64Array.from([0, ...order.map((bin) => hessian[bin]!)]),
    update: new Float64Array(order.length + 1),
  };
  orderedLeaves(sorted, rate);
  order.forEach((bin, k) => (update[bin] = sorted.update[k + 1]!));
}

interface Sum {
  readonly g: number;
  readonly h: number;
}

function sumOf(gradient: Float64Array, hessian: Float64Array, from: number, to: number): Sum {
  let [g, h] = [0, 0];
  for (let bin = from; bin < to; bin++) {
    g += gradient[bin]!;
    h += hessian[bin]!;
  }
  return { g, h };
}

function bestCut(gradient: Float64Array, hessian: Float64Array, from: number, to: number, whole: Sum) {
  let [g, h, cut, most] = [0, 0, 0, 0];
  for (let bin = from; bin < to - 1; bin++) {
    g += gradient[bin]!;
    h += hessian[bin]!;
    const rest = whole.h - h;
    if (h < LEAST_HESSIAN) continue;
    if (rest < LEAST_HESSIAN) break;
    const value = (g * g) / h + ((whole.g - g) * (whole.g - g)) / rest;
    if (value > most) {
      most = value;
      cut = bin + 1;
    }
  }
  const gain = most - (whole.g * whole.g) / whole.h;
  return cut === 0 || !(gain > 0) ? undefined : { cut, gain };
}

/** The cut of a grid in both directions that parts it best, and what it gains. */
export interface QuadrantCut {
  readonly row: number;
  readonly column: number;
  readonly gain: number;
}

/**
 * Best division of a grid into four quadrants (FAST, Lou et al. 2013, section 4.2): rows below and from `row`, columns below
 * and from `column`; the gain is that over the grid as a whole. O(cells).
 */
export function bestQuadrants(
  gradient: Float64Array,
  hessian: Float64Array,
  width: number,
): QuadrantCut | undefined {
  const height = gradient.length / width;
  const { g: allG, h: allH } = sumOf(gradient, hessian, 0, gradient.length);
  // Sums over the rows so far by column, and down a column's left.
  const aboveG = new Float64Array(width);
  const aboveH = new Float64Array(width);
  const totalG = new Float64Array(width);
  const totalH = new Float64Array(width);
  gradient.forEach((g, cell) => {
    totalG[cell % width] = totalG[cell % width]! + g;
    totalH[cell % width] = totalH[cell % width]! + hessian[cell]!;
  });
  const worth = (g: number, h: number) => (h >= LEAST_HESSIAN ? (g * g) / h : 0);
  const whole = worth(allG, allH);
  let best: QuadrantCut | undefined;
  for (let row = 1; row < height; row++) {
    let [rowG, rowH] = [0, 0];
    for (let c = 0; c < width; c++) {
      rowG += aboveG[c] = aboveG[c]! + gradient[(row - 1) * width + c]!;
      rowH += aboveH[c] = aboveH[c]! + hessian[(row - 1) * width + c]!;
    }
    if (rowH < LEAST_HESSIAN || allH - rowH < LEAST_HESSIAN) continue;
    let [topG, topH, leftG, leftH] = [0, 0, 0, 0];
    for (let column = 1; column < width; column++) {
      topG += aboveG[column - 1]!;
      topH += aboveH[column - 1]!;
      leftG += totalG[column - 1]!;
      leftH += totalH[column - 1]!;
      if (leftH < LEAST_HESSIAN || allH - leftH < LEAST_HESSIAN) continue;
      const gain =
        worth(topG, topH) +
        worth(rowG - topG, rowH - topH) +
        worth(leftG - topG, leftH - topH) +
        worth(allG - rowG - leftG + topG, allH - rowH - leftH + topH) -
        whole;
      if (gain > (best?.gain ?? 0)) best = { row, column, gain };
    }
  }
  return best;
}

/** Newton steps times `rate` in the four best quadrants of a grid. Writes `update`. */
export function quadrantLeaves({ gradient, hessian, update }: BinSums, width: number, rate: number): void {
  update.fill(0);
  const cut = bestQuadrants(gradient, hessian, width);
  if (cut === undefined) return;
  const side = (cell: number) =>
    (Math.floor(cell / width) < cut.row ? 0 : 2) + (cell % width < cut.column ? 0 : 1);
  const sums = [0, 0, 0, 0].map(() => ({ g: 0, h: 0 }));
  gradient.forEach((g, cell) => {
    const sum = sums[side(cell)]!;
    sum.g += g;
    sum.h += hessian[cell]!;
  });
  update.forEach((_, cell) => {
    const { g, h } = sums[side(cell)]!;
    if (h >= LEAST_HESSIAN) update[cell] = (rate * g) / h;
  });
}
