import {
  addI32,
  advance,
  andI32,
  getLocal,
  lanes,
  loadI32,
  setLocal,
  shiftLeftI32,
  shiftRightI32,
  untilEqual,
  wasmModule,
  type Code,
  type WasmFunction,
} from "../../base/wasm-code.ts";
import { wasmProgram, type WasmProgram } from "../../base/wasm-instance.ts";
import { histogramSlots, type BinTable } from "./histogram.ts";

const FLOAT = 8;
/** A gradient and a Hessian beside each other in 128 bits. */
const PAIR_BITS = 4;
const PAIR = 1 << PAIR_BITS;
const INT_BITS = 2;
const INT = 1 << INT_BITS;
/** Columns whose bins of a row share 32 bits. */
const TOGETHER = 4;
const COLUMN = histogramSlots * FLOAT;

/**
 * Histograms of leaves: of each column and bin the sum of gradients and of Hessians, both added at once (128-bit lanes), four
 * columns at a time. One place for each leaf that a tree has at a time.
 */
export interface LeafHistograms {
  /** By row of the table its gradient and its Hessian, to be written before `fill`. */
  readonly slopes: Float64Array;
  /** Sums over rows into a place that is free. */
  fill(rows: Int32Array): Float64Array;
  /** Turns a parent's histogram into that of one child by taking the other's away. */
  subtract(parent: Float64Array, child: Float64Array): void;
  /** Frees the place of a histogram. */
  release(histogram: Float64Array): void;
}

let program: WasmProgram<"gather" | "fill"> | undefined;

/** Room for the histograms of so many leaves of at most `most` rows at a time. */
export function leafHistograms({ codes, rows }: BinTable, leaves: number, most = rows): LeafHistograms {
  program ??= wasmProgram(wasmModule(1, [gatherFunction(), fillFunction()]));
  const width = codes.length;
  const groups = Math.ceil(width / TOGETHER);
  const place = groups * TOGETHER * COLUMN;
  const slopesAt = (leaves + 1) * place;
  const pairsAt = slopesAt + rows * PAIR;
  const rowsAt = pairsAt + most * PAIR;
  const codesAt = rowsAt + most * INT;
  const { memory, run } = program.instance(codesAt + groups * rows * INT);
  const packed = new Uint8Array(memory, codesAt, groups * rows * INT);
  codes.forEach((own, j) => {
    const from = Math.floor(j / TOGETHER) * rows * INT + (j % TOGETHER);
    for (let row = 0, at = from; row < rows; row++, at += INT) packed[at] = own[row]!;
  });
  const leafRows = new Int32Array(memory, rowsAt, most);
  const free: Float64Array[] = Array.from(
    { length: leaves + 1 },
    (_, leaf) => new Float64Array(memory, leaf * place, width * histogramSlots),
  );
  return {
    slopes: new Float64Array(memory, slopesAt, 2 * rows),
    fill: (own) => {
      const into = free.pop() ?? outOfRoom();
      into.fill(0);
      if (own.length === 0) return into;
      leafRows.set(own);
      const lastRow = rowsAt + own.length * INT;
      run.gather(rowsAt, lastRow, slopesAt, pairsAt);
      // Four columns at a time, whose bins then stay in the fastest cache.
      for (let group = 0; group < groups; group++)
        run.fill(
          rowsAt,
          lastRow,
          codesAt + group * rows * INT,
          pairsAt,
          into.byteOffset + group * TOGETHER * COLUMN,
        );
      return into;
    },
    subtract: (parent, child) => {
      for (let at = 0; at < parent.length; at++) parent[at] = parent[at]! - child[at]!;
    },
    release: (histogram) => {
      free.push(histogram);
    },
  };
}

function outOfRoom(): never {
  throw new Error("more leaves than histograms were made for");
}

/** Brings the pairs of a leaf's rows together. */
function gatherFunction(): WasmFunction {
  const [row, last, byRow, into] = [0, 1, 2, 3];
  return {
    name: "gather",
    parameters: 4,
    integers: 0,
    wide: 0,
    code: untilEqual(row, last, [
      [getLocal(into), getLocal(row), loadI32, shiftLeftI32(PAIR_BITS), getLocal(byRow), addI32],
      [lanes.load(0), lanes.store(0)],
      [advance(row, INT), advance(into, PAIR)],
    ]),
  };
}

/** Adds the pairs of a leaf's rows to the bins of four columns. */
function fillFunction(): WasmFunction {
  const [row, last, codes, pair, histogram] = [0, 1, 2, 3, 4];
  const [four, bin, own] = [5, 6, 7];
  // Bits of a column's bin, moved to where they count pairs.
  const bins: readonly Code[] = [
    [andI32(0xff), shiftLeftI32(PAIR_BITS)],
    [shiftRightI32(8 - PAIR_BITS), andI32(0xff << PAIR_BITS)],
    [shiftRightI32(16 - PAIR_BITS), andI32(0xff << PAIR_BITS)],
    [shiftRightI32(24 - PAIR_BITS), andI32(0xff << PAIR_BITS)],
  ];
  return {
    name: "fill",
    parameters: 5,
    integers: 2,
    wide: 1,
    code: untilEqual(row, last, [
      [getLocal(row), loadI32, shiftLeftI32(INT_BITS), getLocal(codes), addI32, loadI32, setLocal(four)],
      [getLocal(pair), lanes.load(0), setLocal(own)],
      bins.map((bits, k): Code => [
        [getLocal(four), bits, getLocal(histogram), addI32, setLocal(bin)],
        [getLocal(bin), getLocal(bin), lanes.load(k * COLUMN), getLocal(own), lanes.addFloats],
        lanes.store(k * COLUMN),
      ]),
      [advance(row, INT), advance(pair, PAIR)],
    ]),
  };
}
