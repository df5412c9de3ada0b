import { getLocal, lanes, setLocal, type Code } from "../base/wasm-code.ts";

const PAIR = 16;
/** Added to a number below 2^51, it leaves the nearest integer in the lowest bits. */
const ROUNDING = 1.5 * 2 ** 52;
/** Of the polynomial: what it leaves out is below 4e-18 of the result. */
const DEGREE = 13;
/** Below it the result is no longer a normal number; what lies below counts as this. */
const LEAST = -708;

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** Pairs of equal numbers that `exponential` reads; they must lie where it is told. */
export const exponentialTable: readonly number[] = [
  LEAST,
  Math.LOG2E,
  ROUNDING,
  // ln 2 in two parts, as in fdlibm: the first has so few bits that its products with exponents are exact.
  6.9314718036912381649e-1,
  1.90821492927058770002e-10,
  ...Array.from({ length: DEGREE + 1 }, (_, k) => 1 / factorial(DEGREE - k)),
].flatMap((value) => [value, value]);

/**
 * Replaces each of a pair of floats of at most 0 by its exponential, to two units in the last place: e^x = 2^n e^r with
 * |r| <= ln 2 / 2, where a Taylor polynomial serves. `table` holds the address of the numbers above; two more locals of 128
 * bits are used.
 */
export function exponential(x: number, table: number, [power, rest]: readonly [number, number]): Code {
  const number = (k: number): Code => [getLocal(table), lanes.load(k * PAIR)];
  const [least, log2e, rounding, high, low, first] = [0, 1, 2, 3, 4, 5].map(number);
  return [
    [getLocal(x), least!, lanes.largerFloats, setLocal(x)],
    [getLocal(x), log2e!, lanes.multiplyFloats, rounding!, lanes.addFloats, setLocal(power)],
    [getLocal(power), rounding!, lanes.subtractFloats, setLocal(rest)],
    [getLocal(x), getLocal(rest), high!, lanes.multiplyFloats, lanes.subtractFloats],
    [getLocal(rest), low!, lanes.multiplyFloats, lanes.subtractFloats, setLocal(rest)],
    first!,
    Array.from({ length: DEGREE }, (_, k): Code => [
      [getLocal(rest), lanes.multiplyFloats, number(6 + k), lanes.addFloats],
    ]),
    [getLocal(power), lanes.shiftLeft(52), lanes.add, setLocal(x)],
  ];
}
