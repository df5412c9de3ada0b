import type { JobControl } from "../../base/job.ts";
import type { Part } from "../../base/parts.ts";
import { inSharedMemory } from "../../base/shared-arrays.ts";
import type { BinnedColumn } from "../binning/bins.ts";
import { cellsOf, type PairTerm } from "./additive.ts";
import { cyclicBoost, multiply, type BoostOptions, type Side, type Term } from "./cyclic-boost.ts";

type Bins = Pick<BinnedColumn, "codes" | "bins" | "ordered">;

/** A pair of columns and its cells. */
export type Grid = Omit<PairTerm, "values">;

/** What all bags of a fit share, and the rows of each. */
export interface BagsInput {
  readonly columns: readonly Bins[];
  readonly labels: Uint8Array;
  /** Of each bag the rows learnt from and those held out to stop by. */
  readonly drawn: readonly { readonly learnRows: Int32Array; readonly heldRows: Int32Array }[];
  readonly boost: BoostOptions;
}

/** The same with what each bag has learnt of the single columns. */
export interface PairsInput extends BagsInput {
  readonly mains: readonly (readonly Float64Array[])[];
  readonly grids: readonly Grid[];
}

/** A bag's intercept, then the values of each column's bins. */
export const bagMains: Part<BagsInput> = {
  name: "ebm-mains",
  run: (input, index, into, job) => {
    const { learn, held, odds } = sidesOf(input, index);
    into[0] = Math.log(odds);
    put(cyclicBoost(mainTerms(input, index, job), learn, held, input.boost, job), into, 1);
  },
};

/** The values of each grid's cells, learnt on top of a bag's columns. */
export const bagPairs: Part<PairsInput> = {
  name: "ebm-pairs",
  run: (input, index, into, job) => {
    const { learn, held } = afterMains(input, index, job);
    put(cyclicBoost(gridTerms(input, index, job), learn, held, input.boost, job), into, 0);
  },
};

/** What of columns in bins bags are learnt from, in shared memory. */
export function binsOf(columns: readonly BinnedColumn[]): Bins[] {
  return columns.map(({ codes, bins, ordered }) => ({ codes: inSharedMemory(codes), bins, ordered }));
}

/** Cells of a grid. */
export function cellCount({ rowOf, width }: Grid): number {
  return rowOf.reduce((most, row) => Math.max(most, row), 0) * width + width;
}

/** Bins of the given rows; in the place given, if there is one. */
export function rowsOf(
  codes: Uint8Array,
  rows: Int32Array,
  part: Uint8Array = new Uint8Array(rows.length),
): Uint8Array {
  for (let i = 0; i < part.length; i++) part[i] = codes[rows[i]!]!;
  return part;
}

function sidesOf({ drawn, labels }: BagsInput, index: number) {
  const { learnRows, heldRows } = drawn[index]!;
  const ones = learnRows.reduce((sum, row) => sum + labels[row]!, 0);
  const odds = ones / (learnRows.length - ones);
  const side = (rows: Int32Array): Side => ({
    labels: rowsOf(labels, rows),
    odds: new Float64Array(rows.length).fill(odds),
  });
  return { learn: side(learnRows), held: side(heldRows), odds };
}

/** Odds as the single columns leave them: what is learnt next starts there. */
function afterMains(input: PairsInput, index: number, job: JobControl) {
  const { learnRows, heldRows } = input.drawn[index]!;
  const { learn, held } = sidesOf(input, index);
  input.mains[index]!.forEach((values, j) => {
    job.check();
    const factor = values.map(Math.exp);
    multiply(learn.odds, rowsOf(input.columns[j]!.codes, learnRows), factor);
    multiply(held.odds, rowsOf(input.columns[j]!.codes, heldRows), factor);
  });
  return { learn, held };
}

/** Room that the bags of a thread use one after the other: left to be collected, theirs together outweighed the matrix. */
let room = new Uint8Array(0);

/** Hands out places of so many bytes in all. */
function placesIn(total: number): (length: number) => Uint8Array {
  if (room.length < total) room = new Uint8Array(total);
  let at = 0;
  return (length) => room.subarray(at, (at += length));
}

function mainTerms({ columns, drawn }: BagsInput, index: number, job: JobControl): Term[] {
  const { learnRows, heldRows } = drawn[index]!;
  const place = placesIn(columns.length * (learnRows.length + heldRows.length));
  return columns.map(({ codes, bins, ordered }) => {
    job.check();
    return {
      codes: rowsOf(codes, learnRows, place(learnRows.length)),
      heldCodes: rowsOf(codes, heldRows, place(heldRows.length)),
      bins,
      shape: ordered ? "ordered" : "nominal",
      width: bins,
    };
  });
}

function gridTerms({ columns, drawn, grids }: PairsInput, index: number, job: JobControl): Term[] {
  const { learnRows, heldRows } = drawn[index]!;
  const codes = columns.map((own) => own.codes);
  const place = placesIn(grids.length * (learnRows.length + heldRows.length));
  return grids.map((grid) => {
    job.check();
    const cells = cellsOf(grid, codes);
    return {
      codes: rowsOf(cells, learnRows, place(learnRows.length)),
      heldCodes: rowsOf(cells, heldRows, place(heldRows.length)),
      bins: cellCount(grid),
      shape: "grid",
      width: grid.width,
    };
  });
}

function put(lists: readonly Float64Array[], into: Float64Array, from: number): void {
  let at = from;
  for (const list of lists) {
    into.set(list, at);
    at += list.length;
  }
}
