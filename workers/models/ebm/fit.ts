import type { JobControl } from "../../base/job.ts";
import { inParts } from "../../base/parts.ts";
import { inSharedMemory, sharedInts } from "../../base/shared-arrays.ts";
import { randomStream } from "../../stats/random.ts";
import type { BinnedColumn } from "../binning/bins.ts";
import { additiveLogOdds, type AdditiveModel, type PairTerm } from "./additive.ts";
import {
  bagMains,
  bagPairs,
  binsOf,
  cellCount,
  rowsOf,
  type BagsInput,
  type Grid,
  type PairsInput,
} from "./bags.ts";
import type { BoostOptions } from "./cyclic-boost.ts";
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
  const drawn = Array.from({ length: options.bags }, () => heldOut(labels, rows, random));
  const bagged: BagsInput = {
    columns: binsOf(columns),
    labels: inSharedMemory(labels),
    drawn,
    boost: options.boost,
  };
  const told = (from: number) => (done: number) =>
    job.progress({ phase: "bags", done: from + done, total: 2 * options.bags });
  const widths = columns.map(({ bins }) => bins);
  const length = 1 + sumOf(widths);
  const bags = inParts(bagMains, bagged, { count: options.bags, length, told: told(0) }, job).map((own) => ({
    intercept: own[0]!,
    mains: cutUp(own.subarray(1), widths),
  }));
  const whole = rows.every((row, i) => row === i) && rows.length === labels.length;
  const codes = columns.map((column) => (whole ? column.codes : rowsOf(column.codes, rows)));
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
  const cells = cellsOfBags(
    bagged,
    bags.map((bag) => bag.mains),
    grids,
    told(options.bags),
    job,
  );
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
  const whole = sharedInts(sumOf(parts.map((part) => part.length)));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function cellsOfBags(
  bagged: BagsInput,
  mains: readonly (readonly Float64Array[])[],
  grids: readonly Grid[],
  told: (done: number) => void,
  job: JobControl,
): Float64Array[][] {
  if (grids.length === 0) return mains.map(() => []);
  const widths = grids.map(cellCount);
  const input: PairsInput = { ...bagged, mains, grids };
  return inParts(bagPairs, input, { count: mains.length, length: sumOf(widths), told }, job).map((own) =>
    cutUp(own, widths),
  );
}

function mean(values: readonly number[]): number {
  return sumOf(values) / values.length;
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

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Pieces of the given lengths, one after the other; copies, so that they hold nothing else. */
function cutUp(values: Float64Array, lengths: readonly number[]): Float64Array[] {
  let at = 0;
  return lengths.map((length) => Float64Array.from(values.subarray(at, (at += length))));
}
