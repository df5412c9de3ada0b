import {
  addI32,
  advance,
  constant,
  getLocal,
  lanes,
  loadByte,
  setLocal,
  shiftLeftI32,
  untilEqual,
  type Code,
  type WasmFunction,
} from "../../base/wasm-code.ts";

const PAIR = 16;
const FLOAT = 8;
/** A leaf's two factors lie beside each other. */
const FACTOR_BITS = 4;

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Constants of both functions, by halves of 128 bits. Added to a number below 2^31, `whole` leaves the nearest whole number in the
 * low 32 bits, a negative one in two's complement. Multiples of the golden section, by which numbers are moved before they are
 * rounded, spread evenly over any rows that follow one another: sums of rounded numbers lean to no side.
 */
export const slopeConstants = Float64Array.of(
  ...[1, 1, 1e300, 1e300, -1e300, -1e300],
  ...[1.5 * 2 ** 52, 1.5 * 2 ** 52, 0, GOLDEN, 2 * GOLDEN, 2 * GOLDEN],
);
const constants = {
  one: 0,
  most: PAIR,
  least: 2 * PAIR,
  whole: 3 * PAIR,
  start: 4 * PAIR,
  step: 5 * PAIR,
} as const;
/** Where, behind the constants, `sumSlopes` leaves its sums and `packSlopes` finds the units of gradients and Hessians. */
const sums = { gradient: 6 * PAIR, hessian: 7 * PAIR } as const;

const at = (base: number, offset: number): Code => [getLocal(base), lanes.load(offset)];

/** Leaves the chance of what happened, 1 / (1 + |odds|), in `chance`, and the gradient, odds times it, in `gradient`. */
const slopes = (base: number, odds: number, chance: number, gradient: number): Code => [
  [at(base, constants.one), getLocal(odds), lanes.absoluteFloats, at(base, constants.one), lanes.addFloats],
  [lanes.divideFloats, setLocal(chance), getLocal(odds), getLocal(chance), lanes.multiplyFloats],
  setLocal(gradient),
];
const size = (gradient: number): Code => [getLocal(gradient), lanes.absoluteFloats];
/** The Hessian: the chance of what happened times that of what did not. */
const hessian = (chance: number, gradient: number): Code => [
  [size(gradient), getLocal(chance), lanes.multiplyFloats],
];

/**
 * Multiplies the odds of rows by their leaves' factors and sums the sizes of gradients and the Hessians. Odds are those against
 * what happened, below zero where that was a no: the gradient is odds / (1 + |odds|), without an exponential.
 */
export function sumSlopesFunction(): WasmFunction {
  const [row, last, leaf, factors, base] = [0, 1, 2, 3, 4];
  const [first, second] = [5, 6];
  const [odds, chance, gradient, sumG, sumH] = [7, 8, 9, 10, 11];
  const factorOf = (half: number): Code => [
    [getLocal(leaf), half === 0 ? [] : [constant(1), addI32], loadByte, shiftLeftI32(FACTOR_BITS)],
    [getLocal(factors), addI32, setLocal(half === 0 ? first : second)],
  ];
  const both = (offset: number): Code => [
    [getLocal(second), getLocal(first), lanes.loadLow(offset), lanes.loadHigh(offset)],
  ];
  return {
    name: "sumSlopes",
    parameters: 5,
    integers: 2,
    wide: 5,
    code: [
      untilEqual(row, last, [
        [factorOf(0), factorOf(1), at(row, 0), setLocal(odds)],
        [both(0), both(FLOAT), [getLocal(odds), getLocal(odds), lanes.subtractFloats, getLocal(odds)]],
        [lanes.belowFloats, lanes.choose, getLocal(odds), lanes.multiplyFloats],
        [at(base, constants.most), lanes.smallerFloats, at(base, constants.least), lanes.largerFloats],
        [setLocal(odds), getLocal(row), getLocal(odds), lanes.store(0)],
        slopes(base, odds, chance, gradient),
        [getLocal(sumG), size(gradient), lanes.addFloats, setLocal(sumG)],
        [getLocal(sumH), hessian(chance, gradient), lanes.addFloats, setLocal(sumH)],
        [advance(row, PAIR), advance(leaf, 2)],
      ]),
      [getLocal(base), getLocal(sumG), lanes.store(sums.gradient)],
      [getLocal(base), getLocal(sumH), lanes.store(sums.hessian)],
    ],
  };
}

/** Writes gradients in their units into the high, Hessians into the low half of 64 bits. */
export function packSlopesFunction(): WasmFunction {
  const [row, last, into, base] = [0, 1, 2, 3];
  const [odds, chance, gradient, dither] = [4, 5, 6, 7];
  const rounded = (value: Code, units: number): Code => [
    [value, at(base, units), lanes.multiplyFloats, getLocal(dither), lanes.addFloats],
    [at(base, constants.whole), lanes.addFloats, lanes.shiftLeft(32)],
  ];
  return {
    name: "packSlopes",
    parameters: 4,
    integers: 0,
    wide: 4,
    code: [
      [at(base, constants.start), setLocal(dither)],
      untilEqual(row, last, [
        [getLocal(dither), at(base, constants.step), lanes.addFloats, setLocal(dither)],
        [getLocal(dither), getLocal(dither), lanes.nearestFloats, lanes.subtractFloats, setLocal(dither)],
        [at(row, 0), setLocal(odds), slopes(base, odds, chance, gradient)],
        [getLocal(into), rounded(getLocal(gradient), sums.gradient)],
        [rounded(hessian(chance, gradient), sums.hessian), lanes.shiftRight(32), lanes.add, lanes.store(0)],
        [advance(row, PAIR), advance(into, PAIR)],
      ]),
    ],
  };
}
