import type { JobControl } from "../../base/job.ts";
import { checkEvery } from "../cancel.ts";

export const tieMethods = ["efron", "breslow"] as const;
export type TieMethod = (typeof tieMethods)[number];

/** People in descending order of time, with standardised covariates row after row. */
export interface CoxData {
  readonly time: Float64Array;
  readonly event: Uint8Array;
  readonly rows: Float64Array;
  readonly width: number;
  readonly ties: TieMethod;
}

/** Weighted sums over a set of people: of 1, of x and of x x' (lower triangle). */
class Sums {
  zero = 0;
  readonly first: Float64Array;
  readonly second: Float64Array;

  constructor(width: number) {
    this.first = new Float64Array(width);
    this.second = new Float64Array(width * width);
  }

  add(rows: Float64Array, at: number, weight: number): void {
    const width = this.first.length;
    this.zero += weight;
    for (let a = 0; a < width; a++) {
      const wx = weight * rows[at + a]!;
      this.first[a] = this.first[a]! + wx;
      for (let b = 0, to = a * width; b <= a; b++, to++)
        this.second[to] = this.second[to]! + wx * rows[at + b]!;
    }
  }

  clear(): void {
    this.zero = 0;
    this.first.fill(0);
    this.second.fill(0);
  }
}

/**
 * Cox's (1972) log partial likelihood with its gradient and Hessian, ties after Efron (1977) or Breslow (1974). Walks
 * down from the longest time, so the sums over those at risk only grow. O(n p^2).
 * @throws Cancelled
 */
export function coxLikelihood(
  data: CoxData,
  beta: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
  job: JobControl,
): number {
  const { time, event, rows, width, ties } = data;
  const atRisk = new Sums(width);
  const leaving = new Sums(width);
  let value = 0;
  for (let from = 0; from < time.length;) {
    leaving.clear();
    let [to, events] = [from, 0];
    for (; to < time.length && time[to] === time[from]; to++) {
      checkEvery(job, to);
      const at = to * width;
      let eta = 0;
      for (let a = 0; a < width; a++) eta += beta[a]! * rows[at + a]!;
      const weight = Math.exp(eta);
      atRisk.add(rows, at, weight);
      if (event[to] !== 1) continue;
      leaving.add(rows, at, weight);
      events++;
      value += eta;
      for (let a = 0; a < width; a++) gradient[a] = gradient[a]! + rows[at + a]!;
    }
    for (let l = 0; l < events; l++)
      value -= subtractEvent(atRisk, leaving, ties === "efron" ? l / events : 0, gradient, hessian);
    from = to;
  }
  for (let a = 0; a < width; a++)
    for (let b = 0; b < a; b++) hessian[b * width + a] = hessian[a * width + b]!;
  return value;
}

/** One event among those at risk, `share` of those leaving at the same time taken out. */
function subtractEvent(
  atRisk: Sums,
  leaving: Sums,
  share: number,
  gradient: Float64Array,
  hessian: Float64Array,
): number {
  const width = gradient.length;
  const zero = atRisk.zero - share * leaving.zero;
  const mean = (a: number) => (atRisk.first[a]! - share * leaving.first[a]!) / zero;
  for (let a = 0; a < width; a++) {
    const meanA = mean(a);
    gradient[a] = gradient[a]! - meanA;
    for (let b = 0; b <= a; b++) {
      const at = a * width + b;
      const square = (atRisk.second[at]! - share * leaving.second[at]!) / zero;
      hessian[at] = hessian[at]! - (square - meanA * mean(b));
    }
  }
  return Math.log(zero);
}
