import { gaussTail, lnHypergeometric } from "../../stats/hypergeometric.ts";
import type { PurchaseHistory, RepeatPurchaseModel } from "../repeat-purchase.ts";

/** Parameters of the BG/NBD model; alpha in units of time. */
export interface BgnbdParameters {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** BG/NBD at these parameters. */
export function bgnbdModel(parameters: BgnbdParameters): RepeatPurchaseModel {
  return {
    probabilityAlive: (history) => probabilityAlive(parameters, history),
    expectedIfAlive: (x, T, t) => expectedIfAlive(parameters, x, T, t),
    expectedOfNew: (t) => expectedPurchasesOfNew(parameters, t),
  };
}

/** Chance that a customer is still one: Fader, Hardie & Lee (2008), "Computing P(alive) using the BG/NBD model", eq. 1. */
export function probabilityAlive({ r, alpha, a, b }: BgnbdParameters, { x, tx, T }: PurchaseHistory): number {
  if (x === 0) return 1;
  return 1 / (1 + (a / (b + x - 1)) * ((alpha + T) / (alpha + tx)) ** (r + x));
}

/** Purchases expected within time `t` after a first purchase: Fader, Hardie & Lee (2005), eq. 9. */
export function expectedPurchasesOfNew({ r, alpha, a, b }: BgnbdParameters, t: number): number {
  return expectedWhileAlive(r, alpha, a, b, t);
}

/** Purchases expected within time `t` after T, given the history: Fader, Hardie & Lee (2005), eq. 10. */
export function expectedPurchases(parameters: BgnbdParameters, history: PurchaseHistory, t: number): number {
  return probabilityAlive(parameters, history) * expectedIfAlive(parameters, history.x, history.T, t);
}

/** Purchases expected within time `t` after T of a customer known to be alive at T, with x repeat purchases. */
export function expectedIfAlive(
  { r, alpha, a, b }: BgnbdParameters,
  x: number,
  T: number,
  t: number,
): number {
  return expectedWhileAlive(r + x, alpha + T, a, b + x, t);
}

/**
 * Purchases within `t` of a customer whose rate is Gamma(shape, rate) and whose chance of leaving after
 * each purchase is Beta(a, b): (c / (a - 1)) (1 - (1 - z)^shape 2F1(shape, b; c; z)), c = a + b - 1,
 * z = t / (rate + t). Euler's transformation takes the large parameters out of 2F1, and written
 * through e = a - 1 the singularity at a = 1 disappears.
 */
function expectedWhileAlive(shape: number, rate: number, a: number, b: number, t: number): number {
  if (t <= 0) return 0;
  const c = a + b - 1;
  if (c - shape < -15) return integrateWhileAlive(shape, rate, a, b, t);
  const e = a - 1;
  const logRest = -Math.log1p(t / rate);
  const grown = Math.expm1(e * logRest);
  const slope = e === 0 ? logRest : grown / e;
  return -(c * slope + (1 + grown) * gaussTail(c - shape, e, c, t / (rate + t)));
}

// Gauss-Legendre, 8 points on (-1, 1), the positive half.
const nodes = [0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363];
const weights = [0.362683783378362, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763];
const PANELS = 24;

/**
 * The same expectation as the integral of the purchase rate over time, on panels that halve towards
 * zero: the series above alternates and cancels where rates are nearly equal (shape large).
 */
function integrateWhileAlive(shape: number, rate: number, a: number, b: number, t: number): number {
  const whole = Math.log1p(t / rate);
  // With u = ln(1 + s / rate): E[rate at s, still alive] ds = shape exp(-shape u) 2F1(shape + 1, b; a + b; 1 - exp(-u)) du.
  const density = (u: number) =>
    shape * Math.exp(lnHypergeometric(shape + 1, b, a + b, -Math.expm1(-u)) - shape * u);
  let sum = 0;
  let high = whole;
  for (let panel = 0; panel < PANELS; panel++) {
    const low = panel === PANELS - 1 ? 0 : high / 2;
    const middle = (high + low) / 2;
    const half = (high - low) / 2;
    for (let i = 0; i < nodes.length; i++) {
      const reach = half * nodes[i]!;
      sum += half * weights[i]! * (density(middle - reach) + density(middle + reach));
    }
    high = low;
  }
  return sum;
}
