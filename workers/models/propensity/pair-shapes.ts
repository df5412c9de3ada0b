import type { PairShape, ShapeBand } from "../../terms/churn.ts";
import type { BinnedColumn } from "../binning/bins.ts";
import { cellsOf } from "../ebm/additive.ts";
import { counted } from "../ebm/purify.ts";
import type { Learnt } from "./learnt.ts";

/** Bands of a number, and levels of a category, that a grid can be read with. */
const BANDS = 4;
const LEVELS = 5;

/**
 * What fields say together, strongest first: in a grid of few bands, the chance of those in each cell who are as usual in all
 * other fields, and what it would be if each of the two spoke for itself (`alone`). Both are means over the people learnt from.
 * Empty where the model has no pairs. Linear in rows, a pair.
 */
export function pairShapesOf<F extends string>({
  columns,
  model,
}: Pick<Learnt, "columns" | "model">): PairShape<F>[] {
  const codes = columns.map((column) => column.codes);
  return model.pairs
    .map((pair): PairShape<F> => {
      const [a, b] = [columns[pair.first]!, columns[pair.second]!];
      const [mainA, mainB] = [model.mains[pair.first]!, model.mains[pair.second]!];
      const [down, across] = [bandsOf(a), bandsOf(b)];
      const width = across.bands.length;
      const sums = { n: zeros(down, across), alone: zeros(down, across), pair: zeros(down, across) };
      let size = 0;
      cellsOf(pair, codes).forEach((cell, row) => {
        const at = down.of[a.codes[row]!]! * width + across.of[b.codes[row]!]!;
        const own = pair.values[cell]!;
        sums.n[at] = sums.n[at]! + 1;
        sums.alone[at] = sums.alone[at]! + mainA[a.codes[row]!]! + mainB[b.codes[row]!]!;
        sums.pair[at] = sums.pair[at]! + own;
        size += Math.abs(own);
      });
      const chance = (eta: number) => 1 / (1 + Math.exp(-model.intercept - eta));
      return {
        fields: [a.name as F, b.name as F],
        importance: size / Math.max(1, a.codes.length),
        down: down.bands,
        across: across.bands,
        cells: down.bands.map((_, i) =>
          across.bands.map((__, j) => {
            const at = i * width + j;
            const n = sums.n[at]!;
            if (n === 0) return { n };
            const [alone, together] = [sums.alone[at]! / n, (sums.alone[at]! + sums.pair[at]!) / n];
            return { n, chance: chance(together), alone: chance(alone) };
          }),
        ),
      };
    })
    .sort((one, other) => other.importance - one.importance);
}

interface Bands {
  /** Band of each bin. */
  readonly of: Uint8Array;
  readonly bands: readonly ShapeBand[];
}

function zeros({ bands: down }: Bands, { bands: across }: Bands): Float64Array {
  return new Float64Array(down.length * across.length);
}

function bandsOf(column: BinnedColumn): Bands {
  const counts = counted(column.codes, column.bins);
  return column.ordered ? numberBands(column, counts) : levelBands(column, counts);
}

/** Neighbouring bins together, so that the bands hold about as many people; blanks have a band of their own where there are any. */
function numberBands({ bins, cuts }: BinnedColumn, counts: Float64Array): Bands {
  const of = new Uint8Array(bins);
  const bands: ShapeBand[] = counts[0]! > 0 ? [{}] : [];
  const blanks = bands.length;
  const total = counts.reduce((sum, n) => sum + n, 0) - counts[0]!;
  let [before, last] = [0, -1];
  for (let bin = 1; bin < bins; bin++) {
    const place = Math.min(BANDS - 1, Math.floor((before * BANDS) / Math.max(1, total)));
    const from = bin > 1 ? { from: cuts[bin - 2]! } : {};
    const to = bin <= cuts.length ? { to: cuts[bin - 1]! } : {};
    if (place !== last) bands.push({ ...from, ...to });
    else bands[bands.length - 1] = { ...upTo(bands[bands.length - 1]!), ...to };
    last = place;
    of[bin] = bands.length - 1;
    before += counts[bin]!;
  }
  // Without blanks nobody is in bin 0: wherever it points is never read.
  of[0] = blanks === 0 ? 0 : blanks - 1;
  return { of, bands };
}

/** A band without its upper end. */
function upTo({ from }: ShapeBand): ShapeBand {
  return from === undefined ? {} : { from };
}

/** The commonest levels one by one, the others together. */
function levelBands({ bins, labels }: BinnedColumn, counts: Float64Array): Bands {
  const of = new Uint8Array(bins);
  const bands: ShapeBand[] = counts[0]! > 0 ? [{}] : [];
  const order = [...counts.keys()].slice(1).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const single = order.length <= LEVELS ? order.length : LEVELS - 1;
  order.forEach((bin, k) => {
    if (k < single) bands.push({ level: labels[bin]! });
    else if (k === single) bands.push({ level: "…" });
    of[bin] = bands.length - 1;
  });
  return { of, bands };
}
