import type { JobControl } from "../../base/job.ts";
import { normalQuantile } from "../../stats/normal.ts";
import type { BinnedColumn } from "../binning/bins.ts";
import { cellsOf, type PairTerm } from "./additive.ts";
import { bestQuadrants } from "./leaf-values.ts";
import { counted } from "./purify.ts";

/** Bins a column has in a pair: 16 by 16 cells fit in a byte. */
const COARSE = 16;

/** Chance of taking any pair for more than chance where there is none. */
const FALSE_PAIR = 0.01;

/** A pair's grid, and how much a division into quadrants would gain of the log-likelihood. */
export interface PairCandidate {
  readonly grid: Omit<PairTerm, "values">;
  readonly gain: number;
}

/**
 * Pairs of columns by what they would add to a model of single columns, best first (FAST, Lou et al. 2013): gradients and
 * Hessians of the rows are summed in the grid of each pair, and the best division into quadrants gives its rank. Pairs whose
 * gain may be chance are left out: it is a likelihood ratio of one degree of freedom, the best of all cuts of all pairs
 * (Bonferroni). O(n) a pair.
 *
 * @param mains Values of the single columns, which give categories an order.
 * @param odds Odds of the rows under those.
 * @throws Cancelled
 */
export function rankedPairs(
  columns: readonly BinnedColumn[],
  codes: readonly Uint8Array[],
  mains: readonly Float64Array[],
  { labels, odds }: { readonly labels: Uint8Array; readonly odds: Float64Array },
  job: JobControl,
): PairCandidate[] {
  const coarse = columns.map((column, j) => coarseBins(column, codes[j]!, mains[j]!));
  const p = odds.map((own) => own / (1 + own));
  const g = p.map((chance, i) => labels[i]! - chance);
  const h = p.map((chance) => chance * (1 - chance));
  const found: PairCandidate[] = [];
  for (let first = 0; first < columns.length; first++) {
    for (let second = first + 1; second < columns.length; second++) {
      job.check();
      const [row, column] = [coarse[first]!, coarse[second]!];
      const grid = { first, second, rowOf: row.of, columnOf: column.of, width: column.count };
      const gradient = new Float64Array(row.count * column.count);
      const hessian = new Float64Array(row.count * column.count);
      cellsOf(grid, codes).forEach((cell, i) => {
        gradient[cell] = gradient[cell]! + g[i]!;
        hessian[cell] = hessian[cell]! + h[i]!;
      });
      const cut = bestQuadrants(gradient, hessian, grid.width);
      if (cut !== undefined) found.push({ grid, gain: cut.gain });
    }
  }
  const cuts = (COARSE - 1) ** 2 * columns.length * columns.length * 0.5;
  const chance = normalQuantile(1 - FALSE_PAIR / (2 * cuts)) ** 2;
  const sure = found.filter(({ gain }) => gain > chance);
  return sure.sort((a, b) => b.gain - a.gain || a.grid.first - b.grid.first || a.grid.second - b.grid.second);
}

/** Fewer bins of nearly even numbers of rows: numbers in order, categories in the order of their values. Blanks keep bin 0. */
function coarseBins(column: BinnedColumn, codes: Uint8Array, values: Float64Array) {
  const counts = counted(codes, column.bins);
  const order = [...values.keys()].slice(1);
  if (!column.ordered) order.sort((a, b) => values[a]! - values[b]! || a - b);
  const total = counts.reduce((sum, count, bin) => sum + (bin === 0 ? 0 : count), 0);
  const most = COARSE - 1;
  const of = new Uint8Array(column.bins);
  let [before, next, last] = [0, 0, -1];
  order.forEach((bin, k) => {
    const place =
      order.length <= most ? k : Math.min(most - 1, Math.floor((before * most) / Math.max(1, total)));
    if (place !== last) next++;
    last = place;
    of[bin] = next;
    before += counts[bin]!;
  });
  return { of, count: next + 1 };
}
