import {
  addI32,
  advance,
  getLocal,
  lanes,
  loadI32,
  setLocal,
  untilEqual,
  type Code,
  type WasmFunction,
} from "../../base/wasm-code.ts";
import { columnBytes } from "./leaf-code.ts";

const PAIR = 16;
const INT = 4;
const BIN = 8;

/**
 * Numbers that the function reads, each in both halves of 128 bits: those of the leaf, and the constants behind them. The bits of
 * 2^52 before 32 bits are a float that is larger by 2^52; before 32 bits with a sign, whose upper one is turned round, it is
 * larger by 2^52 + 2^31.
 */
const numbers = {
  g: 0,
  h: PAIR,
  l2: 2 * PAIR,
  leastHessian: 3 * PAIR,
  whole: 4 * PAIR,
  one: 5 * PAIR,
  unsigned: 6 * PAIR,
  signed: 7 * PAIR,
  turn: 8 * PAIR,
} as const;
/** The last is the float whose bits are those of 2^31. */
const constants = [1, 2 ** 52, 2 ** 52 + 2 ** 31, 2 ** (31 - 1074)];

/** The numbers of a leaf, and of its gain as it is, as the function reads them. */
export function cutNumbers(leaf: LeafNumbers): Float64Array {
  const { g, h, l2, leastHessian, whole } = leaf;
  return Float64Array.from([g, h, l2, leastHessian, whole, ...constants].flatMap((own) => [own, own]));
}
/** Bytes of them. */
export const cutNumberBytes = 9 * PAIR;

/** Sums and limits of a leaf in units, and g²/h of all of it: what a division has to be above. */
export interface LeafNumbers {
  readonly g: number;
  readonly h: number;
  readonly l2: number;
  readonly leastHessian: number;
  readonly whole: number;
}

/**
 * Best place to cut the bins of columns in their order, two columns at a time: the gain g²/h + (G - g)²/(H - h) of the first
 * best cut, and how many bins lie before it, 0 where none is better than the leaf as it is.
 */
export function cutFunction(): WasmFunction {
  const [column, last, sizes, into, base] = [0, 1, 2, 3, 4];
  const [bin, end] = [5, 6];
  const [sum, g, h, restG, restH, low, high, value, best, place, bestPlace] = Array.from(
    { length: 11 },
    (_, k) => 7 + k,
  ) as [number, number, number, number, number, number, number, number, number, number, number];
  const kept = (offset: number): Code => [getLocal(base), lanes.load(offset)];
  const product = (...factors: readonly Code[]): Code =>
    factors.map((factor, k): Code => (k === 0 ? factor : [factor, lanes.multiplyFloats]));
  const l = getLocal;
  const bothBins: Code = [l(bin), l(bin), lanes.loadLow(0), lanes.loadHigh(columnBytes)];
  return {
    name: "cut",
    parameters: 5,
    integers: 2,
    wide: 11,
    code: untilEqual(column, last, [
      [l(column), setLocal(bin), l(column), l(sizes), loadI32, addI32, setLocal(end)],
      [kept(numbers.whole), setLocal(best)],
      [l(sum), l(sum), lanes.xor, setLocal(sum), l(sum), setLocal(place), l(sum), setLocal(bestPlace)],
      untilEqual(bin, end, [
        [bothBins, l(sum), lanes.add, setLocal(sum)],
        [l(place), kept(numbers.one), lanes.addFloats, setLocal(place)],
        [l(sum), lanes.shiftLeft(32), lanes.shiftRight(32), kept(numbers.unsigned), lanes.xor],
        [kept(numbers.unsigned), lanes.subtractFloats, setLocal(h)],
        [l(sum), lanes.shiftRight(32), kept(numbers.turn), lanes.xor, kept(numbers.unsigned), lanes.xor],
        [kept(numbers.signed), lanes.subtractFloats, setLocal(g)],
        [kept(numbers.g), l(g), lanes.subtractFloats, setLocal(restG)],
        [kept(numbers.h), l(h), lanes.subtractFloats, setLocal(restH)],
        [l(h), kept(numbers.l2), lanes.addFloats, setLocal(low)],
        [l(restH), kept(numbers.l2), lanes.addFloats, setLocal(high)],
        // Over one division.
        [product(l(g), l(g), l(high)), product(l(restG), l(restG), l(low)), lanes.addFloats],
        [product(l(low), l(high)), lanes.divideFloats, setLocal(value)],
        // Where a side has too little, what the leaf has anyway.
        [kept(numbers.whole), l(value), l(h), l(restH), lanes.smallerFloats],
        [kept(numbers.leastHessian), lanes.belowFloats, lanes.choose, setLocal(value)],
        [l(place), l(bestPlace), l(best), l(value), lanes.belowFloats, lanes.choose, setLocal(bestPlace)],
        [l(best), l(value), lanes.largerFloats, setLocal(best)],
        advance(bin, BIN),
      ]),
      [l(into), l(best), lanes.store(0), l(into), l(bestPlace), lanes.store(PAIR)],
      [advance(column, 2 * columnBytes), advance(sizes, INT), advance(into, 2 * PAIR)],
    ]),
  };
}
