import type { JobControl } from "../../base/job.ts";
import { wasmModule } from "../../base/wasm-code.ts";
import { wasmProgram, type WasmProgram } from "../../base/wasm-instance.ts";
import { cutFunction } from "./cut-code.ts";
import { cutSearch, cutSearchBytes, type CutSearch } from "./cut-search.ts";
import type { BinTable, Units } from "./histogram.ts";
import {
  columnBytes,
  divideFunction,
  fillFunction,
  gatheredBytes,
  markFunction,
  strideOf,
  subtractFunction,
  type Histogram,
} from "./leaf-code.ts";
import { packSlopesFunction, slopeConstants, sumSlopesFunction } from "./slope-code.ts";

const FLOAT = 8;
const INT = 4;
/** Rows whose codes stay in a fast cache while group after group of columns is summed. */
const BLOCK = 256;
/** Rows between two questions whether to stop. */
const ASK = 1 << 16;
/** A larger step of log-odds leads from nearly sure to nearly sure, too; its exponential might be too large for a float. */
const MOST_STEP = 300;

/**
 * The rows that trees learn from, numbered from 0, and what is done to all of them: by row its bins, beside each other for
 * histograms and column by column for divisions, its odds and slopes, and an order by leaves. Everything lies in one memory
 * of WebAssembly: about three bytes a column and row, and 25 bytes more a row.
 */
export interface LearningRows {
  readonly count: number;
  /** Takes the step each row's leaf is given, computes slopes anew and puts the rows in their first order. @throws Cancelled */
  nextTree(steps: readonly number[]): Units;
  /** Sums of the slopes of rows in the order of leaves, by column and bin. @throws Cancelled */
  fill(from: number, to: number): Histogram;
  /** Turns a parent's histogram into that of one child by taking the other's away: whole numbers, nothing is lost. */
  subtract(parent: Histogram, child: Histogram): void;
  /** Frees the place of a histogram. */
  release(histogram: Histogram): void;
  /** Looks for the best cuts of a histogram. */
  readonly cuts: CutSearch;
  /** Puts rows whose bin of a column goes left before the others, each side in its order; where the others begin. */
  divide(column: number, left: Uint8Array, from: number, to: number): number;
  /** Rows by bin of a column. */
  countBins(column: number, from: number, to: number): Int32Array;
  /** Notes that rows are in a leaf, for `nextTree`. */
  mark(leaf: number, from: number, to: number): void;
}

type FunctionName = "sumSlopes" | "packSlopes" | "fill" | "subtract" | "divide" | "mark" | "cut";
const programs = new Map<number, WasmProgram<FunctionName>>();

/** The functions for so many columns. */
function programFor(width: number): WasmProgram<FunctionName> {
  const known = programs.get(width);
  if (known !== undefined) return known;
  const own = [
    sumSlopesFunction(),
    packSlopesFunction(),
    subtractFunction(),
    divideFunction(),
    markFunction(),
    cutFunction(),
  ];
  const program = wasmProgram<FunctionName>(wasmModule(1, [...own, fillFunction(width)]));
  programs.set(width, program);
  return program;
}

/**
 * Learning rows: the rows `rows` of a table with their labels (1 and 0), at the log-odds `start`, for trees of at most
 * `leaves` (at most 256) leaves.
 * @throws Cancelled
 */
export function learningRows(
  data: BinTable,
  labels: Uint8Array,
  { rows, start, leaves }: { readonly rows: Int32Array; readonly start: number; readonly leaves: number },
  job: JobControl,
): LearningRows {
  const [count, width] = [rows.length, data.codes.length];
  const pairs = count + (count % 2);
  const stride = strideOf(width);
  let bytes = 0;
  const place = (size: number) => {
    const at = bytes;
    bytes += Math.ceil(size / 16) * 16;
    return at;
  };
  // Columns are searched two at a time.
  const histogramBytes = (width + (width % 2)) * columnBytes;
  // Sums are made at the start of the memory, whose addresses stand in the code.
  place(histogramBytes);
  const histogramsAt = place((leaves + 1) * histogramBytes);
  const constantsAt = place((slopeConstants.length + 4) * FLOAT);
  const factorsAt = place(2 * leaves * FLOAT);
  const [leftAt, answerAt] = [place(256), place(INT)];
  const [oddsAt, slopesAt] = [place(pairs * FLOAT), place(pairs * FLOAT)];
  const [orderAt, spareAt, leafAt] = [place(count * INT), place(count * INT), place(pairs)];
  const [besideAt, columnsAt] = [place(count * stride), place(count * width)];
  const gathered = gatheredBytes(width, BLOCK);
  const [gatheredSlopes, gatheredCodes] = [place(gathered.slopes), place(gathered.codes)];
  const cutsAt = place(cutSearchBytes(width));
  const { memory, run } = programFor(width).instance(bytes);
  job.check();

  new Float64Array(memory, constantsAt, slopeConstants.length).set(slopeConstants);
  const sums = new Float64Array(memory, constantsAt + slopeConstants.byteLength, 4);
  const factors = new Float64Array(memory, factorsAt, 2 * leaves);
  const goesLeft = new Uint8Array(memory, leftAt, 256);
  const answer = new Int32Array(memory, answerAt, 1);
  const order = new Int32Array(memory, orderAt, count);
  const spare = new Int32Array(memory, spareAt, count);
  const odds = new Float64Array(memory, oddsAt, count);
  const [no, yes] = [-Math.exp(start), Math.exp(-start)];
  const beside = new Uint8Array(memory, besideAt, count * stride);
  const columns = data.codes.map((_, j) => new Uint8Array(memory, columnsAt + j * count, count));
  for (let from = 0; from < count; from += BLOCK) {
    if (from % (ASK / 4) === 0) job.check();
    const to = Math.min(count, from + BLOCK);
    for (let i = from; i < to; i++) odds[i] = labels[rows[i]!] === 1 ? yes : no;
    data.codes.forEach((codes, j) => {
      const own = columns[j]!;
      for (let i = from; i < to; i++) beside[i * stride + j] = own[i] = codes[rows[i]!]!;
    });
  }
  const free: Histogram[] = Array.from(
    { length: leaves + 1 },
    (_, k) => new Int32Array(memory, histogramsAt + k * histogramBytes, histogramBytes / INT),
  );
  const sum = new Int32Array(memory, 0, histogramBytes / INT);
  const add = (from: number, to: number, block: number) => {
    if (to === from) return;
    const [first, last] = [orderAt + from * INT, orderAt + to * INT];
    run.fill(first, last, block * INT, slopesAt, besideAt, gatheredSlopes, gatheredCodes);
  };

  return {
    count,
    cuts: cutSearch(memory, cutsAt, data.bins, run.cut),
    nextTree: (steps) => {
      for (const [leaf, given] of steps.entries()) {
        const step = Math.max(-MOST_STEP, Math.min(MOST_STEP, given));
        factors[2 * leaf] = Math.exp(-step);
        factors[2 * leaf + 1] = Math.exp(step);
      }
      const last = oddsAt + pairs * FLOAT;
      run.sumSlopes(oddsAt, last, leafAt, factorsAt, constantsAt);
      const units = unitsOf(sums[0]! + sums[1]!, sums[2]! + sums[3]!, count);
      sums.set([units.gradient, units.gradient, units.hessian, units.hessian]);
      job.check();
      run.packSlopes(oddsAt, last, slopesAt, constantsAt);
      for (let i = 0; i < count; i++) order[i] = i;
      return units;
    },
    fill: (from, to) => {
      const into = free.pop() ?? outOfRoom();
      sum.fill(0);
      for (let at = from; at < to; at += ASK) {
        job.check();
        const end = Math.min(to, at + ASK);
        const rest = (end - at) % BLOCK;
        add(at, end - rest, BLOCK);
        add(end - rest, end, rest);
      }
      into.set(sum);
      return into;
    },
    subtract: (parent, child) => {
      run.subtract(parent.byteOffset, parent.byteOffset + histogramBytes, child.byteOffset);
    },
    release: (histogram) => {
      free.push(histogram);
    },
    divide: (column, left, from, to) => {
      goesLeft.set(left);
      const codes = columnsAt + column * count;
      run.divide(orderAt + from * INT, orderAt + to * INT, codes, leftAt, spareAt, answerAt);
      const middle = (answer[0]! - orderAt) / INT;
      order.set(spare.subarray(0, to - middle), middle);
      return middle;
    },
    countBins: (column, from, to) => {
      const codes = columns[column]!;
      const counts = new Int32Array(256);
      for (let k = from; k < to; k++) {
        const bin = codes[order[k]!]!;
        counts[bin] = counts[bin]! + 1;
      }
      return counts;
    },
    mark: (leaf, from, to) => {
      if (to > from) run.mark(orderAt + from * INT, orderAt + to * INT, leafAt, leaf);
    },
  };
}

/**
 * Units so fine that no sum leaves its half of 64 bits. A row's rounded slope is less than one unit from its own, so the sum of any
 * of `count` rows is in size below units x sum + count: with the units below less than 2^31 for gradients, which have a sign, and
 * 2^32 for Hessians, which have none and therefore carry nothing into the upper half. The other `count` is more than what the
 * sums, of floats, can be off. For a million rows a gradient of 1 has 11 bits or more.
 */
function unitsOf(sumG: number, sumH: number, count: number): Units {
  // Sums that small are of no leaf that may be divided.
  const units = (most: number, sum: number) => (sum > 1e-100 ? (most - 1 - 2 * count) / sum : 0);
  return { gradient: units(2 ** 31, sumG), hessian: units(2 ** 32, sumH) };
}

function outOfRoom(): never {
  throw new Error("more leaves than histograms were made for");
}
