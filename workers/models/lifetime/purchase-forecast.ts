import type { JobControl } from "../../base/job.ts";
import { quadraticForm } from "../../stats/linear.ts";
import { z975 } from "../../stats/normal.ts";
import type { Ranged } from "../../terms/ranged.ts";
import { bgnbdModel, type BgnbdParameters } from "../bgnbd/expectations.ts";
import type { BgnbdFit } from "../bgnbd/fit.ts";
import type { Histories } from "../bgnbd/likelihood.ts";
import { evenlySpaced, sharedAges, type HistoriesWithSpend } from "./values.ts";

/** Purchases of all customers together, up to some moments ahead. */
export interface PurchaseForecast {
  /** By moment: the sum expected and the range that what happens lies in 19 times of 20. */
  readonly path: readonly Ranged[];
  /** By customer: their pace so far, continued to the last moment. */
  readonly plain: Float64Array;
}

/** Customers on whom the slopes of the sum are taken. */
const SLOPE_SAMPLE = 1000;

/**
 * What is forecast of all customers' purchases, to be held against what happens. The range holds what the parameters leave open
 * (delta method on the logarithm of the sum) and the luck of the draw. That of one customer who is one with chance q and then
 * buys m times on the mean has variance q (m + m^2 (1 + 1 / (r + x))) - (q m)^2: of a negative binomial, the law of the rate being
 * Gamma(r + x, .); that they may leave within the time adds a little more and is left out.
 *
 * @param ends Moments ahead in the model's unit, ascending.
 */
export function purchaseForecast(
  histories: HistoriesWithSpend,
  fit: BgnbdFit,
  ends: readonly number[],
  job: JobControl,
): PurchaseForecast {
  const whole = sumsAhead(histories, fit.parameters, ends, job);
  const openness = parameterSpread(histories, fit, ends, job);
  const path = whole.map(({ sum, variance }, k) => {
    const half = z975 * Math.sqrt(variance + openness[k]! * sum * sum);
    return { value: sum, low: Math.max(0, sum - half), high: sum + half };
  });
  const last = ends.at(-1) ?? 0;
  const { frequency, T } = histories;
  const plain = Float64Array.from(frequency, (x, i) => (T[i]! > 0 ? (x / T[i]!) * last : 0));
  return { path, plain };
}

function sumsAhead(
  histories: Histories,
  parameters: BgnbdParameters,
  ends: readonly number[],
  job: JobControl,
): { readonly sum: number; readonly variance: number }[] {
  const model = bgnbdModel(parameters);
  const shared = sharedAges(histories);
  const { frequency, recency, T } = histories;
  const alive = Float64Array.from(frequency, (x, i) =>
    model.probabilityAlive({ x, tx: recency[i]!, T: T[i]! }),
  );
  return ends.map((end) => {
    job.check();
    const ahead = Float64Array.from(shared.frequency, (x, k) => model.expectedIfAlive(x, shared.T[k]!, end));
    let [sum, variance] = [0, 0];
    for (let i = 0; i < alive.length; i++) {
      const m = ahead[shared.of[i]!]!;
      const q = alive[i]!;
      sum += q * m;
      variance += q * (m + m * m * (1 + 1 / (parameters.r + frequency[i]!))) - (q * m) ** 2;
    }
    return { sum, variance };
  });
}

/** Variance of the logarithm of each sum that the parameters' uncertainty leaves; 0 where it is not known. */
function parameterSpread(
  histories: HistoriesWithSpend,
  { parameters, covariance }: BgnbdFit,
  ends: readonly number[],
  job: JobControl,
): number[] {
  if (covariance === undefined) return ends.map(() => 0);
  const some = evenlySpaced(histories, SLOPE_SAMPLE);
  const { r, alpha, a, b } = parameters;
  const centre = [r, alpha, a, b].map(Math.log);
  const step = 1e-4;
  const at = (k: number, offset: number) => {
    const [r = 1, alpha = 1, a = 1, b = 1] = centre.map((c, i) => Math.exp(i === k ? c + offset : c));
    return sumsAhead(some, { r, alpha, a, b }, ends, job).map(({ sum }) => Math.log(sum));
  };
  const slopes = centre.map((_, k) => {
    const [up, down] = [at(k, step), at(k, -step)];
    return ends.map((_end, e) => (up[e]! - down[e]!) / (2 * step));
  });
  return ends.map((_, e) => {
    const own = quadraticForm(
      covariance,
      Float64Array.from(slopes, (slope) => slope[e]!),
    );
    return Number.isFinite(own) ? own : 0;
  });
}
