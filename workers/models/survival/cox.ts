import type { JobControl } from "../../base/job.ts";
import { inversePositiveDefinite } from "../../stats/linear.ts";
import { maximise } from "../../stats/newton.ts";
import { independentColumns } from "../design/independent.ts";
import { concordance } from "./concordance.ts";
import { coxLikelihood, type CoxData, type TieMethod } from "./cox-likelihood.ts";
import { timeOrder, type SurvivalData } from "./kaplan-meier.ts";

export interface CoxInput extends SurvivalData {
  readonly columns: readonly Float64Array[];
  readonly ties: TieMethod;
}

export interface CoxFit {
  readonly n: number;
  readonly events: number;
  /** Log hazard ratio of one unit of each column; 0 for a column left out. */
  readonly coefficients: Float64Array;
  /** NaN for a column left out. */
  readonly standardErrors: Float64Array;
  readonly logLikelihood: number;
  /** With all coefficients 0. */
  readonly nullLogLikelihood: number;
  readonly converged: boolean;
  readonly constant: readonly number[];
  readonly repeated: readonly number[];
  /** Share of comparable pairs in which the one who left first had the higher hazard (Harrell 1982). */
  readonly concordance: number;
  /** Survival of somebody with average columns, by ascending time. */
  readonly curve: { readonly time: Float64Array; readonly survival: Float64Array };
}

/**
 * Cox's proportional hazards model by Newton's method with exact derivatives, on standardised columns. Constant
 * and dependent columns are left out, the first of several dependent ones stays.
 * @throws Cancelled
 */
export function fitCox(input: CoxInput, job: JobControl): CoxFit {
  const order = timeOrder(input).reverse();
  const columns = input.columns.map((column) => Float64Array.from(order, (row) => column[row]!));
  const independent = independentColumns(columns);
  const { kept, rows, spread } = independent;
  const width = kept.length;
  const data: CoxData = {
    time: Float64Array.from(order, (row) => input.time[row]!),
    event: Uint8Array.from(order, (row) => input.event[row]!),
    rows,
    width,
    ties: input.ties,
  };
  const evaluate = (beta: Float64Array, gradient: Float64Array, hessian: Float64Array) =>
    coxLikelihood(data, beta, gradient, hessian, job);
  const zero = new Float64Array(width);
  const nullLogLikelihood = evaluate(zero, new Float64Array(width), new Float64Array(width * width));
  const top = maximise({ dimension: width, evaluate }, zero, { maxStep: 1 });
  const covariance = inversePositiveDefinite(
    top.hessian.map((entry) => -entry),
    width,
  );
  const coefficients = new Float64Array(columns.length);
  const standardErrors = new Float64Array(columns.length).fill(NaN);
  kept.forEach((j, at) => {
    coefficients[j] = top.x[at]! / spread[at]!;
    if (covariance !== undefined) standardErrors[j] = Math.sqrt(covariance[at * width + at]!) / spread[at]!;
  });
  const hazards = linearPredictors(data, top.x);
  return {
    n: order.length,
    events: data.event.reduce((sum, e) => sum + e, 0),
    coefficients,
    standardErrors,
    logLikelihood: top.value,
    nullLogLikelihood,
    converged: top.converged,
    constant: independent.constant,
    repeated: independent.repeated,
    concordance: concordance(data.time, data.event, hazards),
    curve: averageCurve(data, hazards),
  };
}

function linearPredictors({ rows, width, time }: CoxData, beta: Float64Array): Float64Array {
  return Float64Array.from(time, (_, i) => {
    let eta = 0;
    for (let a = 0; a < width; a++) eta += beta[a]! * rows[i * width + a]!;
    return eta;
  });
}

/** exp(-cumulative hazard) at average columns; ties as in the likelihood. */
function averageCurve({ time, event, ties }: CoxData, eta: Float64Array): CoxFit["curve"] {
  const steps: [number, number][] = [];
  let atRisk = 0;
  for (let from = 0; from < time.length;) {
    let [to, events, leaving] = [from, 0, 0];
    for (; to < time.length && time[to] === time[from]; to++) {
      const weight = Math.exp(eta[to]!);
      atRisk += weight;
      if (event[to] === 1) {
        leaving += weight;
        events++;
      }
    }
    let hazard = 0;
    for (let l = 0; l < events; l++) hazard += 1 / (atRisk - (ties === "efron" ? (l / events) * leaving : 0));
    steps.push([time[from]!, hazard]);
    from = to;
  }
  steps.reverse();
  let cumulative = 0;
  const survival = Float64Array.from(steps, ([, hazard]) => Math.exp(-(cumulative += hazard)));
  return { time: Float64Array.from(steps, ([at]) => at), survival };
}
