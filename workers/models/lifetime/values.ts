import type { JobControl } from "../../base/job.ts";
import { quadraticForm } from "../../stats/linear.ts";
import { z975 } from "../../stats/normal.ts";
import { bgnbdModel } from "../bgnbd/expectations.ts";
import type { BgnbdFit } from "../bgnbd/fit.ts";
import type { Histories } from "../bgnbd/likelihood.ts";
import { checkEvery } from "../cancel.ts";
import { expectedSpend, type GammaGammaFit, type GammaGammaParameters } from "../gamma-gamma/fit.ts";
import type { RepeatPurchaseModel } from "../repeat-purchase.ts";

/** When purchases to come are counted, and what one of each stretch is worth today. */
export interface Schedule {
  /** Ends of the stretches, counted from T, in the model's unit; the last is the horizon. */
  readonly ends: Float64Array;
  readonly discounts: Float64Array;
}

/**
 * A schedule of stretches of `step` units up to `horizon`; the last may be shorter. A purchase is discounted from
 * the end of its stretch at `rate` a step, as in Fader & Hardie's discounted expected purchases.
 */
export function schedule(horizon: number, step: number, rate: number): Schedule {
  const count = Math.max(1, Math.ceil(horizon / step - 1e-9));
  const ends = Float64Array.from({ length: count }, (_, i) => Math.min(horizon, (i + 1) * step));
  return { ends, discounts: ends.map((end) => (1 + rate) ** (-end / step)) };
}

/** Customers whose expectations are computed once because count and age agree. */
interface SharedAges {
  readonly frequency: Float64Array;
  readonly T: Float64Array;
  /** Entry in the two lists above of each customer. */
  readonly of: Int32Array;
}

/** One entry per customer of the histories. */
export interface CustomerValues {
  readonly pAlive: Float64Array<SharedArrayBuffer>;
  /** Purchases expected within the horizon, not discounted. */
  readonly expectedPurchases: Float64Array<SharedArrayBuffer>;
  /** Discounted purchases times expected spend; NaN without a spend model. */
  readonly lifetimeValue: Float64Array<SharedArrayBuffer>;
}

/** Histories with the mean spend of each customer. */
export type HistoriesWithSpend = Histories & { readonly spend: Float64Array };

/** Chance of being a customer, purchases to come and their discounted value of each customer. */
export function customerValues(
  histories: HistoriesWithSpend,
  purchases: RepeatPurchaseModel,
  spend: GammaGammaParameters | undefined,
  when: Schedule,
  job: JobControl,
): CustomerValues {
  const { frequency, recency, T } = histories;
  const n = frequency.length;
  const real = () => new Float64Array(new SharedArrayBuffer(8 * n));
  const values = { pAlive: real(), expectedPurchases: real(), lifetimeValue: real() };
  const shared = sharedAges(histories);
  const ahead = purchasesAhead(shared, purchases, when, job);
  for (let i = 0; i < n; i++) {
    checkEvery(job, i);
    const x = frequency[i]!;
    const alive = purchases.probabilityAlive({ x, tx: recency[i]!, T: T[i]! });
    const mean = spend === undefined ? NaN : expectedSpend(spend, x, histories.spend[i]!);
    values.pAlive[i] = alive;
    values.expectedPurchases[i] = alive * ahead.plain[shared.of[i]!]!;
    values.lifetimeValue[i] = alive * ahead.discounted[shared.of[i]!]! * mean;
  }
  return values;
}

/** A sum and the 95 % range that the parameters' uncertainty leaves it. */
export interface RangedTotal {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Customers on whom the slopes of the total are taken: enough for two digits of a range's width. */
const SLOPE_SAMPLE = 4000;

/**
 * Expected value of all customers together with its 95 % range: the delta method on the logarithm of
 * the sum, with the fits' covariances and central differences on evenly spaced customers. It is the
 * range of the expectation; what chance adds to the outcome is not in it.
 *
 * @param value The sum of the customers' values.
 */
export function totalValue(
  histories: HistoriesWithSpend,
  value: number,
  purchases: BgnbdFit,
  spend: GammaGammaFit,
  when: Schedule,
  job: JobControl,
): RangedTotal | undefined {
  if (purchases.covariance === undefined || spend.covariance === undefined) return undefined;
  const some = evenlySpaced(histories, SLOPE_SAMPLE);
  const shared = sharedAges(some);
  const { r, alpha, a, b } = purchases.parameters;
  const { p, q, v } = spend.parameters;
  const centre = [r, alpha, a, b, p, q, v].map((parameter) => Math.log(parameter));
  const logSumAt = (theta: readonly number[]) => {
    const [r, alpha, a, b, p, q, v] = theta.map(Math.exp) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    return Math.log(sumOfValues(some, shared, bgnbdModel({ r, alpha, a, b }), { p, q, v }, when, job));
  };
  const step = 1e-4;
  const slopes = centre.map((_, k) => {
    const at = (offset: number) => logSumAt(centre.map((c, i) => (i === k ? c + offset : c)));
    return (at(step) - at(-step)) / (2 * step);
  });
  const variance =
    quadraticForm(purchases.covariance, Float64Array.from(slopes.slice(0, 4))) +
    quadraticForm(spend.covariance, Float64Array.from(slopes.slice(4)));
  const half = z975 * Math.sqrt(variance);
  return { value, low: value * Math.exp(-half), high: value * Math.exp(half) };
}

/** At most so many customers, evenly spread over all. */
export function evenlySpaced(
  { frequency, recency, T, spend }: HistoriesWithSpend,
  most: number,
): HistoriesWithSpend {
  const stride = Math.ceil(frequency.length / most);
  const pick = (values: ArrayLike<number>) =>
    Float64Array.from({ length: Math.ceil(values.length / stride) }, (_, i) => values[i * stride]!);
  return { frequency: pick(frequency), recency: pick(recency), T: pick(T), spend: pick(spend) };
}

function sumOfValues(
  { frequency, recency, T, spend: means }: HistoriesWithSpend,
  shared: SharedAges,
  purchases: RepeatPurchaseModel,
  spend: GammaGammaParameters,
  when: Schedule,
  job: JobControl,
): number {
  const { discounted } = purchasesAhead(shared, purchases, when, job);
  let sum = 0;
  for (let i = 0; i < frequency.length; i++) {
    const x = frequency[i]!;
    const alive = purchases.probabilityAlive({ x, tx: recency[i]!, T: T[i]! });
    sum += alive * discounted[shared.of[i]!]! * expectedSpend(spend, x, means[i]!);
  }
  return sum;
}

/** Customers by count and age, so that what depends on these alone is computed once. */
export function sharedAges({ frequency, T }: Histories): SharedAges {
  const seen = new Map<number, Map<number, number>>();
  const counts: number[] = [];
  const ages: number[] = [];
  const of = new Int32Array(frequency.length);
  for (let i = 0; i < frequency.length; i++) {
    const x = frequency[i]!;
    let byAge = seen.get(x);
    if (byAge === undefined) seen.set(x, (byAge = new Map<number, number>()));
    let entry = byAge.get(T[i]!);
    if (entry === undefined) {
      entry = counts.length;
      byAge.set(T[i]!, entry);
      counts.push(x);
      ages.push(T[i]!);
    }
    of[i] = entry;
  }
  return { frequency: Float64Array.from(counts), T: Float64Array.from(ages), of };
}

/** Purchases to come of a customer who is still one, for each different count and age. */
function purchasesAhead(
  { frequency, T }: SharedAges,
  model: RepeatPurchaseModel,
  { ends, discounts }: Schedule,
  job: JobControl,
) {
  const plain = new Float64Array(frequency.length);
  const discounted = new Float64Array(frequency.length);
  for (let k = 0; k < frequency.length; k++) {
    if ((k & 255) === 0) job.check();
    let before = 0;
    for (let i = 0; i < ends.length; i++) {
      const until = model.expectedIfAlive(frequency[k]!, T[k]!, ends[i]!);
      discounted[k] = discounted[k]! + (until - before) * discounts[i]!;
      before = until;
    }
    plain[k] = before;
  }
  return { plain, discounted };
}
