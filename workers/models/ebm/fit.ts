import type { JobControl } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import type { BinnedColumn } from "../binning/bins.ts";
import { additiveLogOdds, cellsOf, type AdditiveModel, type PairTerm } from "./additive.ts";
import { cyclicBoost, type BoostOptions, type Side, type Term } from "./cyclic-boost.ts";
import { rankedPairs } from "./interactions.ts";
import { purified } from "./purify.ts";

/** Share of the rows that each bag holds out to stop by. */
const HELD = 0.15;

export interface EbmOptions {
  readonly seed: number;
  /** Fits on different parts of the rows, of which the mean is taken. */
  readonly bags: number;
  /** Pairs of columns to learn, at most. */
  readonly pairs: number;
  readonly boost: BoostOptions;
}

/** Settings that serve tables from hundreds to a million rows. Fewer bags where many rows make them alike. */
export function usualOptions(rows: number, columns: number, seed: number): EbmOptions {
  return {
    seed,
    bags: rows > 50_000 ? 4 : 8,
    pairs: Math.min(10, (columns * (columns - 1)) / 2),
    boost: { rate: 0.08, mostRounds: 1500, patience: 15 },
  };
}

/** An explainable boosting machine: the mean of its bags, and how far they differ. */
export interface EbmFit {
  readonly model: AdditiveModel;
  /** Standard error of each bin of each column's values, from the spread of the bags. */
  readonly errors: readonly Float64Array[];
}

interface Bag {
  readonly learn: Side;
  readonly held: Side;
  readonly learnRows: Int32Array;
  readonly heldRows: Int32Array;
  readonly intercept: number;
  readonly mains: readonly Float64Array[];
}

/**
 * Explainable boosting machine (Lou et al. 2013; Nori et al. 2019): single columns first, then the pairs that FAST ranks
 * highest, each by cyclic boosting, averaged over bags, purified. `rows` are those to learn from. Deterministic by seed.
 * @throws Cancelled
 */
export function fitEbm(
  columns: readonly BinnedColumn[],
  labels: Uint8Array,
  rows: Int32Array,
  options: EbmOptions,
  job: JobControl,
): EbmFit {
  const random = randomStream(options.seed);
  const bags = Array.from({ length: options.bags }, (_, done) => {
    job.progress({ phase: "bags", done, total: 2 * options.bags });
    return mainsOfBag(columns, labels, heldOut(labels, rows, random), options, job);
  });
  const codes = columns.map(({ codes }) => rowsOf(codes, rows));
  const intercept = mean(bags.map((bag) => bag.intercept));
  const mains = columns.map((_, j) => meanOf(bags.map((bag) => bag.mains[j]!)));
  const singles: AdditiveModel = { intercept, mains, pairs: [] };
  const odds = additiveLogOdds(singles, codes).map(Math.exp);
  const side = { labels: rowsOf(labels, rows), odds };
  const grids =
    options.pairs === 0
      ? []
      : rankedPairs(columns, codes, mains, side, job)
          .slice(0, options.pairs)
          .map(({ grid }) => grid);
  const cells = bags.map((bag, done) => {
    job.progress({ phase: "bags", done: options.bags + done, total: 2 * options.bags });
    return pairsOfBag(columns, grids, bag, options, job);
  });
  const pairs = grids.map((grid, k): PairTerm => ({ ...grid, values: meanOf(cells.map((own) => own[k]!)) }));
  // Columns' values about their own mean, so that a bag's intercept does not count as spread.
  const centred = bags.map(
    ({ mains: own }) => purified({ intercept: 0, mains: own, pairs: [] }, codes).mains,
  );
  // Of bags of a share s of the rows the variance is (1 - s) / s times that of the estimate (delete-d jackknife, Shao & Wu 1989).
  const scale = Math.sqrt((1 - HELD) / HELD);
  return {
    model: purified({ intercept, mains, pairs }, codes),
    errors: columns.map((_, j) => spreadOf(centred.map((own) => own[j]!)).map((spread) => spread * scale)),
  };
}

/** Rows of a bag and those it holds out, the same share of both outcomes. */
function heldOut(labels: Uint8Array, rows: Int32Array, random: { below(n: number): number }) {
  const held: Int32Array[] = [];
  const learn: Int32Array[] = [];
  for (const label of [0, 1]) {
    const own = rows.filter((row) => labels[row] === label);
    const count = Math.min(own.length - 1, Math.round(HELD * own.length));
    for (let i = 0; i < count; i++) {
      const j = i + random.below(own.length - i);
      [own[i], own[j]] = [own[j]!, own[i]!];
    }
    held.push(own.subarray(0, Math.max(0, count)));
    learn.push(own.subarray(Math.max(0, count)));
  }
  return { learnRows: joined(learn).sort(), heldRows: joined(held).sort() };
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function mainsOfBag(
  columns: readonly BinnedColumn[],
  labels: Uint8Array,
  { learnRows, heldRows }: { readonly learnRows: Int32Array; readonly heldRows: Int32Array },
  { boost }: EbmOptions,
  job: JobControl,
): Bag {
  const ones = learnRows.reduce((sum, row) => sum + labels[row]!, 0);
  const odds = ones / (learnRows.length - ones);
  const side = (rows: Int32Array): Side => ({
    labels: rowsOf(labels, rows),
    odds: new Float64Array(rows.length).fill(odds),
  });
  const [learn, held] = [side(learnRows), side(heldRows)];
  const terms = columns.map(({ codes, bins, ordered }): Term => ({
    codes: rowsOf(codes, learnRows),
    heldCodes: rowsOf(codes, heldRows),
    bins,
    shape: ordered ? "ordered" : "nominal",
    width: bins,
  }));
  const mains = cyclicBoost(terms, learn, held, boost, job);
  return { learn, held, learnRows, heldRows, intercept: Math.log(odds), mains };
}

function pairsOfBag(
  columns: readonly BinnedColumn[],
  grids: readonly Omit<PairTerm, "values">[],
  { learn, held, learnRows, heldRows }: Bag,
  { boost }: EbmOptions,
  job: JobControl,
): Float64Array[] {
  if (grids.length === 0) return [];
  const terms = grids.map((grid): Term => {
    const cells = cellsOf(
      grid,
      columns.map(({ codes }) => codes),
    );
    return {
      codes: rowsOf(cells, learnRows),
      heldCodes: rowsOf(cells, heldRows),
      bins: grid.rowOf.reduce((most, row) => Math.max(most, row), 0) * grid.width + grid.width,
      shape: "grid",
      width: grid.width,
    };
  });
  return cyclicBoost(terms, learn, held, boost, job);
}

function rowsOf(codes: Uint8Array, rows: Int32Array): Uint8Array {
  const part = new Uint8Array(rows.length);
  for (let i = 0; i < part.length; i++) part[i] = codes[rows[i]!]!;
  return part;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanOf(lists: readonly Float64Array[]): Float64Array {
  return Float64Array.from(lists[0]!, (_, bin) => mean(lists.map((list) => list[bin]!)));
}

function spreadOf(lists: readonly Float64Array[]): Float64Array {
  return Float64Array.from(lists[0]!, (_, bin) => {
    const middle = mean(lists.map((list) => list[bin]!));
    return Math.sqrt(
      lists.reduce((sum, list) => sum + (list[bin]! - middle) ** 2, 0) / Math.max(1, lists.length - 1),
    );
  });
}
