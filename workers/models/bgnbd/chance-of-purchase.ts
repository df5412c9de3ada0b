import type { PurchaseHistory } from "../repeat-purchase.ts";
import { probabilityAlive, type BgnbdParameters } from "./expectations.ts";

/**
 * Chance that a customer buys at least once within time `t` after T. Given that they are still a customer, their rate is
 * Gamma(r + x, alpha + T), and nobody leaves but after a purchase (Fader, Hardie & Lee 2005, sections 3 and 4), so that it is
 * P(alive) (1 - ((alpha + T) / (alpha + T + t))^(r + x)).
 */
export function chanceOfPurchase(parameters: BgnbdParameters, history: PurchaseHistory, t: number): number {
  const { r, alpha } = parameters;
  const { x, T } = history;
  return -probabilityAlive(parameters, history) * Math.expm1(-(r + x) * Math.log1p(t / (alpha + T)));
}
