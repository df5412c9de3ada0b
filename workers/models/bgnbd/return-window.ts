import type { BgnbdParameters } from "./expectations.ts";

/**
 * When new customers who come back within a horizon do so: the times by which the shares `from` and `to` of them have. After the first
 * purchase nobody has left yet and the time to the next is Pareto of the second kind (Fader, Hardie & Lee 2005, section 3: exponential
 * with a Gamma(r, alpha) rate), P(t) = 1 - (alpha / (alpha + t))^r, so that P(time) = share P(horizon).
 *
 * @param horizon in the model's unit of time; the answer is in the same
 */
export function returnWindow(
  { r, alpha }: Pick<BgnbdParameters, "r" | "alpha">,
  horizon: number,
  [from, to]: readonly [number, number],
): { readonly from: number; readonly to: number } {
  const within = -Math.expm1(-r * Math.log1p(horizon / alpha));
  const timeOf = (share: number): number => alpha * Math.expm1(-Math.log1p(-share * within) / r);
  return { from: timeOf(from), to: timeOf(to) };
}
