import {
  addI32,
  addI64,
  advance,
  getLocal,
  lanes,
  loadByte,
  loadI32,
  loadI64,
  loadShort,
  multiplyI32,
  setLocal,
  shiftLeftI32,
  storeByte,
  storeI32,
  storeI64,
  subtractI32,
  constant,
  untilEqual,
  type Code,
  type WasmFunction,
} from "../../base/wasm-code.ts";

const INT = 4;
const INT_BITS = 2;
/** Bits of the bytes of a bin of a histogram. */
const BIN_BITS = 3;
const BIN = 1 << BIN_BITS;
const PAIR = 16;

/**
 * Sums of slopes by column and bin, 256 bins a column, each of 64 bits: the Hessian, without a sign, in the low half, the gradient
 * in the high one, in whole units (Shi et al. 2022). Whole numbers are summed in any order to the same bits.
 */
export type Histogram = Int32Array;

/** Bytes of a column in a histogram: 64 bits for each of 256 bins. */
export const columnBytes = 256 * BIN;
/** Most columns that are summed at a time: their histograms fit in half of the fastest cache. */
const TOGETHER = 8;

/** Bytes of a row's codes, so that 128 bits at a time are read. */
export const strideOf = (width: number): number => Math.ceil(width / PAIR) * PAIR;
/** Bytes of what is gathered of so many rows: slopes, and codes. */
export const gatheredBytes = (width: number, rows: number) =>
  ({ slopes: BIN * rows, codes: 2 * strideOf(width) * rows }) as const;

/**
 * Adds the slopes of rows, block after block of so many bytes of their order, to the bins of all columns, in a histogram at
 * the start of the memory. `gathered` has room for what a block's rows have: slopes, then codes.
 */
export function fillFunction(width: number): WasmFunction {
  const [row, last, block, slopes, codes, gatheredSlopes, gatheredCodes] = [0, 1, 2, 3, 4, 5, 6];
  const [end, own, intoSlopes, intoCodes, bytes, slope] = [7, 8, 9, 10, 11, 12];
  const stride = strideOf(width);
  const begin: Code = [
    [getLocal(gatheredSlopes), setLocal(intoSlopes), getLocal(gatheredCodes), setLocal(intoCodes)],
  ];
  const widened = (half: Code): Code => [getLocal(bytes), half, lanes.shiftShortsLeft(BIN_BITS)];
  // Little is done for a row, so that the processor waits for many at a time. Codes become 16 bits that count the bytes of bins.
  const gather: Code = [
    [getLocal(row), loadI32, setLocal(own)],
    [getLocal(intoSlopes), getLocal(slopes), getLocal(own), shiftLeftI32(BIN_BITS), addI32],
    [loadI64(0), storeI64(0)],
    [getLocal(codes), getLocal(own), constant(stride), multiplyI32, addI32, setLocal(own)],
    Array.from({ length: stride / PAIR }, (_, k): Code => [
      [getLocal(own), lanes.load(k * PAIR), setLocal(bytes)],
      [getLocal(intoCodes), widened(lanes.widenLow), lanes.store(2 * k * PAIR)],
      [getLocal(intoCodes), widened(lanes.widenHigh), lanes.store((2 * k + 1) * PAIR)],
    ]),
    [advance(row, INT), advance(intoSlopes, BIN), advance(intoCodes, 2 * stride)],
  ];
  const add = (column: number): Code => [
    [getLocal(intoCodes), loadShort(2 * column), setLocal(own), getLocal(own)],
    [getLocal(own), loadI64(column * columnBytes), getLocal(slope), addI64, storeI64(column * columnBytes)],
  ];
  const columns = Array.from({ length: width }, (_, column) => column);
  const groups = Array.from({ length: Math.ceil(width / TOGETHER) }, (_, k) =>
    columns.slice(k * TOGETHER, (k + 1) * TOGETHER),
  );
  return {
    name: "fill",
    parameters: 7,
    integers: 4,
    wide: 1,
    long: 1,
    code: untilEqual(row, last, [
      [getLocal(row), getLocal(block), addI32, setLocal(end)],
      [begin, untilEqual(row, end, gather), getLocal(intoSlopes), setLocal(end)],
      groups.map((group): Code => [
        begin,
        untilEqual(intoSlopes, end, [
          [getLocal(intoSlopes), loadI64(0), setLocal(slope), group.map(add)],
          [advance(intoSlopes, BIN), advance(intoCodes, 2 * stride)],
        ]),
      ]),
    ]),
  };
}

/** Takes one histogram from another, both 128 bits at a time. */
export function subtractFunction(): WasmFunction {
  const [from, last, other] = [0, 1, 2];
  return {
    name: "subtract",
    parameters: 3,
    integers: 0,
    wide: 0,
    code: untilEqual(from, last, [
      [getLocal(from), getLocal(from), lanes.load(0), getLocal(other), lanes.load(0), lanes.subtract],
      [lanes.store(0), advance(from, PAIR), advance(other, PAIR)],
    ]),
  };
}

/**
 * Puts the rows that go left before the others, which go to `spare`; both keep their order. Leaves the end of the left ones at
 * `answer`. `left` has 1 or 0 by bin.
 */
export function divideFunction(): WasmFunction {
  const [row, last, codes, left, spare, answer] = [0, 1, 2, 3, 4, 5];
  const [to, own, goes] = [6, 7, 8];
  return {
    name: "divide",
    parameters: 6,
    integers: 3,
    wide: 0,
    code: [
      [getLocal(row), setLocal(to)],
      untilEqual(row, last, [
        [getLocal(row), loadI32, setLocal(own)],
        [getLocal(codes), getLocal(own), addI32, loadByte, getLocal(left), addI32, loadByte],
        [shiftLeftI32(INT_BITS), setLocal(goes)],
        // On both sides, without a branch, which nobody could foretell; the one where it does not belong is written over.
        [getLocal(to), getLocal(own), storeI32, getLocal(spare), getLocal(own), storeI32],
        [getLocal(to), getLocal(goes), addI32, setLocal(to)],
        [getLocal(spare), constant(INT), addI32, getLocal(goes), subtractI32, setLocal(spare)],
        advance(row, INT),
      ]),
      [getLocal(answer), getLocal(to), storeI32],
    ],
  };
}

/** Notes of each row which leaf it is in. */
export function markFunction(): WasmFunction {
  const [row, last, leafOf, leaf] = [0, 1, 2, 3];
  return {
    name: "mark",
    parameters: 4,
    integers: 0,
    wide: 0,
    code: untilEqual(row, last, [
      [getLocal(leafOf), getLocal(row), loadI32, addI32, getLocal(leaf), storeByte],
      advance(row, INT),
    ]),
  };
}
