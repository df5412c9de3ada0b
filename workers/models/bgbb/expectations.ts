import { lnBeta } from "../../stats/gamma.ts";
import type { RepeatPurchaseModel } from "../repeat-purchase.ts";

/** Parameters of the BG/BB model: buying at an occasion is Beta(alpha, beta), leaving after it Beta(gamma, delta). */
export interface BgbbParameters {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly delta: number;
}

/**
 * BG/BB at these parameters; times are occasions. Chance of being alive at occasion n + 1, and
 * expectations: Fader, Hardie & Shang (2010), eqs. 8, 11 and 13, the ratios of gamma functions written as
 * the sums they come from, so that gamma = 1 is an ordinary point. A part of an occasion counts as that
 * part of its purchases.
 */
export function bgbbModel({ alpha, beta, gamma, delta }: BgbbParameters): RepeatPurchaseModel {
  /** Occasions expected while a customer, of the next `t`, of one who has stayed through `stayed` before the first of them. */
  const occasions = (stayed: number, t: number) => {
    let [sum, alive] = [0, 1];
    for (let k = 0; k < t; k++) {
      sum += alive * Math.min(1, t - k);
      alive *= (delta + stayed + k) / (gamma + delta + stayed + k);
    }
    return sum;
  };
  return {
    probabilityAlive: ({ x, tx, T: n }) => {
      const alive = lnBeta(alpha + x, beta + n - x) + lnBeta(gamma, delta + n + 1);
      let odds = Math.exp(lnBeta(alpha + x, beta + n - x) + lnBeta(gamma + 1, delta + n) - alive);
      for (let m = x === 0 ? 0 : tx; m < n; m++)
        odds += Math.exp(lnBeta(alpha + x, beta + m - x) + lnBeta(gamma + 1, delta + m) - alive);
      return 1 / (1 + odds);
    },
    expectedIfAlive: (x, n, t) => ((alpha + x) / (alpha + beta + n)) * occasions(n + 1, t),
    // One may leave before the first occasion already.
    expectedOfNew: (t) => (alpha / (alpha + beta)) * (delta / (gamma + delta)) * occasions(1, t),
  };
}
