import type { JobControl } from "../../base/job.ts";
import { bestMaximum, precision } from "../log-parameters.ts";
import type { BgnbdParameters } from "./expectations.ts";
import { bgnbdObjective, type Histories } from "./likelihood.ts";

/**
 * BG/NBD: Fader, Hardie & Lee (2005), "Counting Your Customers the Easy Way: An Alternative to the
 * Pareto/NBD Model", Marketing Science 24(2). While a customer, one buys at a Poisson rate that is
 * Gamma(r, alpha) over customers; after each purchase one leaves with a chance that is Beta(a, b).
 * Fitted by maximum likelihood over the parameters' logarithms; linear in customers.
 */
export interface BgnbdFit {
  readonly parameters: BgnbdParameters;
  /** From the observed information; NaN where the likelihood is flat. */
  readonly standardErrors: BgnbdParameters;
  /** Covariance of ln r, ln alpha, ln a, ln b, row-major 4 x 4; undefined where the likelihood is flat. */
  readonly covariance: Float64Array | undefined;
  readonly logLikelihood: number;
  readonly n: number;
  readonly converged: boolean;
}

/** Fits the BG/NBD model. At least one customer needs a repeat purchase; the review says how far to trust it. */
export function fitBgnbd(histories: Histories, job: JobControl): BgnbdFit {
  const objective = bgnbdObjective(histories);
  const best = bestMaximum(objective, starts(histories), job);
  const { natural, standardErrors, covariance } = precision(best);
  return {
    parameters: named(natural),
    standardErrors: named(standardErrors),
    covariance,
    logLikelihood: best.value,
    n: histories.frequency.length,
    converged: best.converged && covariance !== undefined,
  };
}

/** Starts whose mean purchase rate is the data's own, from many short-lived customers to few, in every unit of time. */
function starts({ frequency, T }: Histories): Float64Array[] {
  let purchases = 0;
  let time = 0;
  for (let i = 0; i < frequency.length; i++) {
    purchases += frequency[i]!;
    time += T[i]!;
  }
  const rate = Math.max(purchases, 1) / Math.max(time, 1e-9);
  const shapes = [
    [0.25, 3, 0.8, 2.5],
    [1, 2, 0.5, 2.5],
    [1, 1, 0.1, 3],
    [4, 1, 1, 4],
  ] as const;
  return shapes.map(([r, faster, a, b]) =>
    Float64Array.of(r, r / (rate * faster), a, b).map((value) => Math.log(value)),
  );
}

function named(values: Float64Array): BgnbdParameters {
  return { r: values[0]!, alpha: values[1]!, a: values[2]!, b: values[3]! };
}
