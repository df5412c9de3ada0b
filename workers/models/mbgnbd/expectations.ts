import { expectedIfAlive, type BgnbdParameters } from "../bgnbd/expectations.ts";
import type { RepeatPurchaseModel } from "../repeat-purchase.ts";

/**
 * MBG/NBD at these parameters. A customer who still is one after the first purchase has passed one
 * chance to leave, so from there on everything is BG/NBD with b + 1 for b.
 *
 * Sources: Batislam, Denizel & Filiztekin (2007), eqs. 8 to 11; Hoppe & Wagner (2007), eqs. 10 to 14.
 */
export function mbgnbdModel(parameters: BgnbdParameters): RepeatPurchaseModel {
  const { r, alpha, a, b } = parameters;
  const stayed = { r, alpha, a, b: b + 1 };
  return {
    probabilityAlive: ({ x, tx, T }) => {
      const last = x === 0 ? 0 : tx;
      return 1 / (1 + (a / (b + x)) * ((alpha + T) / (alpha + last)) ** (r + x));
    },
    expectedIfAlive: (x, T, t) => expectedIfAlive(stayed, x, T, t),
    expectedOfNew: (t) => (b / (a + b)) * expectedIfAlive(stayed, 0, 0, t),
  };
}
