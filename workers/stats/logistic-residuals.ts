import {
  advance,
  getLocal,
  lanes,
  setLocal,
  untilEqual,
  type Code,
  type WasmFunction,
} from "../base/wasm-code.ts";
import { exponential, exponentialTable } from "./exponential.ts";

const FLOAT = 8;
const PAIR = 16;

/** What `residuals` reads beside the rows; it must lie where the function is told. */
export const residualTable: readonly number[] = [0, 0, 1, 1, ...exponentialTable];
const [ZERO, ONE] = [0, PAIR];

/** Bytes of what `residuals` adds up, a pair each, in this order. */
export const totals = { likelihood: 0, product: PAIR, residual: 2 * PAIR, bytes: 3 * PAIR } as const;

/**
 * Of rows of the logistic model, two at a time, by their predictors and their signs (1 where the outcome is 1, -1 where it
 * is 0, 0 for a row that does not count): the predictor becomes the residual y - p, and the root of the weight p (1 - p) is
 * written. To the totals it adds each row's log-likelihood but for -log(1 + e), whose factors it multiplies instead: each is
 * at most 2, so that those of a thousand rows cannot overflow and cost one logarithm.
 */
export function residualsFunction(): WasmFunction {
  const [eta, lastEta, signs, weights, sums, table, exponents] = [0, 1, 2, 3, 4, 5, 6];
  const [sign, margin, e, share, likelihood, product, residual, power, rest] = [
    7, 8, 9, 10, 11, 12, 13, 14, 15,
  ];
  const number = (at: number): Code => [getLocal(table), lanes.load(at)];
  const kept: readonly (readonly [number, number])[] = [
    [likelihood, totals.likelihood],
    [product, totals.product],
    [residual, totals.residual],
  ];
  const size: Code = [getLocal(sign), lanes.absoluteFloats];
  const pair: Code = [
    [getLocal(signs), lanes.load(0), setLocal(sign)],
    [getLocal(eta), lanes.load(0), getLocal(sign), lanes.multiplyFloats, setLocal(margin)],
    [getLocal(likelihood), getLocal(margin), number(ZERO), lanes.smallerFloats],
    [lanes.addFloats, setLocal(likelihood)],
    [getLocal(margin), lanes.absoluteFloats, lanes.negateFloats, setLocal(e)],
    exponential(e, exponents, [power, rest]),
    [getLocal(product), number(ONE), getLocal(e), size, lanes.multiplyFloats, lanes.addFloats],
    [lanes.multiplyFloats, setLocal(product)],
    [number(ONE), number(ONE), getLocal(e), lanes.addFloats, lanes.divideFloats, setLocal(share)],
    [getLocal(weights), size, getLocal(e), lanes.rootFloats, lanes.multiplyFloats],
    [getLocal(share), lanes.multiplyFloats, lanes.store(0)],
    // The chance of the other outcome: 1 / (1 + e^margin), without loss on either side.
    [getLocal(share), getLocal(share), getLocal(e), lanes.multiplyFloats],
    [getLocal(margin), number(ZERO), lanes.belowFloats, lanes.choose],
    [getLocal(sign), lanes.multiplyFloats, setLocal(share)],
    [getLocal(residual), getLocal(share), lanes.addFloats, setLocal(residual)],
    [getLocal(eta), getLocal(share), lanes.store(0)],
    [eta, signs, weights].map((local) => advance(local, PAIR)),
  ];
  return {
    name: "residuals",
    parameters: 6,
    integers: 1,
    wide: 9,
    code: [
      [getLocal(table), setLocal(exponents), advance(exponents, 4 * FLOAT)],
      kept.map(([local, at]): Code => [getLocal(sums), lanes.load(at), setLocal(local)]),
      untilEqual(eta, lastEta, pair),
      kept.map(([local, at]): Code => [getLocal(sums), getLocal(local), lanes.store(at)]),
    ],
  };
}
