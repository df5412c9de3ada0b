import type { JobControl } from "../base/job.ts";
import { inversePositiveDefinite } from "../stats/linear.ts";
import { maximise, type Maximum, type Objective } from "../stats/newton.ts";

/*
 * Maximum likelihood over the logarithms of parameters that are all positive: how every repeat-purchase and spend model
 * is fitted.
 */

/** A maximum, and what the curvature there says of its precision. */
export interface LogParameterFit {
  readonly natural: Float64Array;
  readonly standardErrors: Float64Array;
  readonly covariance: Float64Array | undefined;
}

// Two searches that end on a plateau mean that there is no maximum.
const MAX_SEARCHES = 2;

/**
 * Searches from the start with the highest value, and from the next one when that search does not
 * converge; answers with the best place found.
 */
export function bestMaximum(
  objective: Objective,
  candidates: readonly Float64Array[],
  job: JobControl,
): Maximum {
  const n = objective.dimension;
  const ranked = candidates
    .map((x) => {
      job.check();
      return { x, value: objective.evaluate(x, new Float64Array(n), new Float64Array(n * n)) };
    })
    .filter(({ value }) => Number.isFinite(value))
    .sort((one, other) => other.value - one.value);
  let best: Maximum | undefined;
  for (const { x } of ranked.slice(0, MAX_SEARCHES)) {
    const found = maximise(objective, x, { onIteration: () => job.check() });
    if (best === undefined || found.value > best.value) best = found;
    if (best.converged) break;
  }
  if (best === undefined) throw new RangeError("the likelihood is not finite at any start");
  return best;
}

/**
 * Parameters and delta-method standard errors from a maximum over logarithms.
 *
 * @param whole The covariance of all parameters from that of those the curvature is of, where some were held.
 */
export function precision(
  found: Maximum,
  whole: (covariance: Float64Array) => Float64Array = (covariance) => covariance,
): LogParameterFit {
  const n = found.x.length;
  const natural = found.x.map(Math.exp);
  const free = inversePositiveDefinite(
    found.hessian.map((entry) => -entry),
    Math.sqrt(found.hessian.length),
  );
  const covariance = free && whole(free);
  const standardErrors = natural.map((value, i) =>
    covariance === undefined ? NaN : value * Math.sqrt(covariance[i * n + i]!),
  );
  return { natural, standardErrors, covariance };
}
