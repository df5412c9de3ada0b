import type { RepeatPurchaseModel } from "../repeat-purchase.ts";
import { LeavingNodes, type ParetoNbdParameters } from "./leaving-nodes.ts";

/**
 * Pareto/NBD at these parameters. Chance of being alive: Schmittlein, Morrison & Colombo (1987), eqs. 11 to
 * 13, as 1 / (1 + left before T / still a customer); expectations: Fader & Hardie (2005), eqs. 27 and 41.
 */
export function paretoNbdModel(parameters: ParetoNbdParameters): RepeatPurchaseModel {
  const { r, alpha, s, beta } = parameters;
  const nodes = new LeavingNodes();
  // (1 - ((beta + T) / (beta + T + t))^(s - 1)) / (s - 1), with s = 1 an ordinary point.
  const lifeAhead = (T: number, t: number) => {
    const log = Math.log1p(t / (beta + T));
    const e = s - 1;
    return (beta + T) * (e === 0 ? log : -Math.expm1(-e * log) / e);
  };
  const expectedIfAlive = (x: number, T: number, t: number) => ((r + x) / (alpha + T)) * lifeAhead(T, t);
  return {
    probabilityAlive: ({ x, tx, T }) => {
      nodes.set(parameters, x, x === 0 ? 0 : tx, T);
      const alive = -(r + x) * Math.log(alpha + T) - s * Math.log(beta + T);
      let odds = 0;
      for (let k = 0; k < nodes.count; k++) odds += Math.exp(nodes.log[k]! - alive);
      return 1 / (1 + odds);
    },
    expectedIfAlive,
    expectedOfNew: (t) => expectedIfAlive(0, 0, t),
  };
}
