import type { JobControl } from "../base/job.ts";
import type { Objective } from "../stats/newton.ts";
import { bestMaximum, precision } from "./log-parameters.ts";

/** One customer: repeat purchases `x`, time of the last `tx` and length of observation `T`, from the first purchase. */
export interface PurchaseHistory {
  readonly x: number;
  readonly tx: number;
  readonly T: number;
}

/**
 * What every repeat-purchase model says of a customer. Purchases to come are the chance of still being
 * one times a number that depends on the count and the age alone, in all of them.
 */
export interface RepeatPurchaseModel {
  /** Chance that the customer is still one after T. */
  probabilityAlive(history: PurchaseHistory): number;
  /** Purchases within `t` after T of a customer who still is one, with `x` repeat purchases until then. */
  expectedIfAlive(x: number, T: number, t: number): number;
  /** Repeat purchases within `t` after a first purchase. */
  expectedOfNew(t: number): number;
}

/** Purchases expected within `t` after T, given the history. */
export function expectedAhead(model: RepeatPurchaseModel, history: PurchaseHistory, t: number): number {
  return model.probabilityAlive(history) * model.expectedIfAlive(history.x, history.T, t);
}

/** A maximum-likelihood fit of a model whose parameters are all positive. */
export interface RepeatPurchaseFit<K extends string> {
  readonly parameters: Readonly<Record<K, number>>;
  /** From the observed information; NaN where the likelihood is flat. */
  readonly standardErrors: Readonly<Record<K, number>>;
  /** Covariance of the parameters' logarithms, row-major; undefined where the likelihood is flat. */
  readonly covariance: Float64Array | undefined;
  readonly logLikelihood: number;
  /** Customers. */
  readonly n: number;
  readonly converged: boolean;
}

/**
 * Maximises a likelihood over the logarithms of its parameters.
 *
 * @param names The parameters, in the order of the objective's coordinates.
 * @param candidates Natural parameters to start from; the most likely are tried.
 */
export function fitRepeatPurchases<K extends string>(
  names: readonly K[],
  objective: Objective,
  candidates: readonly (readonly number[])[],
  n: number,
  job: JobControl,
): RepeatPurchaseFit<K> {
  const starts = candidates.map((natural) => Float64Array.from(natural, (value) => Math.log(value)));
  const best = bestMaximum(objective, starts, job);
  const { natural, standardErrors, covariance } = precision(best);
  const named = (values: Float64Array) =>
    Object.fromEntries(names.map((name, i) => [name, values[i]!])) as Record<K, number>;
  return {
    parameters: named(natural),
    standardErrors: named(standardErrors),
    covariance,
    logLikelihood: best.value,
    n,
    converged: best.converged && covariance !== undefined,
  };
}

/** Purchases a unit of time over all customers: where a search's starts lie. */
export function meanRate(frequency: ArrayLike<number>, T: ArrayLike<number>): number {
  let [purchases, time] = [0, 0];
  for (let i = 0; i < frequency.length; i++) {
    purchases += frequency[i]!;
    time += T[i]!;
  }
  return Math.max(purchases, 1) / Math.max(time, 1e-9);
}
