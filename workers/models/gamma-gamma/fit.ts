import type { JobControl } from "../../base/job.ts";
import { correlation } from "../../stats/describe.ts";
import { distinct } from "../../stats/distinct.ts";
import { digamma, lnGamma, trigamma } from "../../stats/gamma.ts";
import type { Objective } from "../../stats/newton.ts";
import { bestMaximum, precision } from "../log-parameters.ts";
import { toLogParameters } from "../bgnbd/likelihood.ts";
import { maximumAtLimit, withHeld, type Limited } from "./at-limit.ts";

/**
 * Gamma-Gamma spend: Fader & Hardie (2013), "The Gamma-Gamma Model of Monetary Value". A customer's
 * amounts are Gamma(p, nu), nu is Gamma(q, v) over customers, and amounts do not depend on how often
 * one buys: the correlation of the two says whether that holds.
 */
export interface GammaGammaParameters {
  readonly p: number;
  readonly q: number;
  /** In units of money. */
  readonly v: number;
}

/** Customers with a repeat purchase of a positive mean amount; others are passed over. */
export interface SpendHistories {
  readonly frequency: Int32Array | Float64Array;
  /** Mean amount of the repeat purchases. */
  readonly spend: Float64Array;
}

export interface GammaGammaFit {
  readonly parameters: GammaGammaParameters;
  readonly standardErrors: GammaGammaParameters;
  /** Covariance of ln p, ln q, ln v, row-major 3 x 3; undefined where the likelihood is flat. */
  readonly covariance: Float64Array | undefined;
  readonly logLikelihood: number;
  /** Customers with a repeat purchase. */
  readonly n: number;
  readonly converged: boolean;
  /** Parameters held at their limit, where the likelihood rises without end; they have no error. */
  readonly held: readonly Limited[];
  /** Pearson's correlation of frequency and mean amount. */
  readonly correlation: number;
}

/** The customers Gamma-Gamma can learn from. */
export function repeatSpend({ frequency, spend }: SpendHistories): SpendHistories {
  const keep: number[] = [];
  for (let i = 0; i < frequency.length; i++) if (frequency[i]! > 0 && spend[i]! > 0) keep.push(i);
  return {
    frequency: Float64Array.from(keep, (i) => frequency[i]!),
    spend: Float64Array.from(keep, (i) => spend[i]!),
  };
}

/**
 * Fits the Gamma-Gamma model by maximum likelihood over the parameters' logarithms, on their border where customers, or the
 * amounts of each, do not differ (`maximumAtLimit`). Needs at least one repeat customer.
 */
export function fitGammaGamma(histories: SpendHistories, job: JobControl): GammaGammaFit {
  const repeat = repeatSpend(histories);
  const objective = gammaGammaObjective(repeat);
  const inner = bestMaximum(objective, starts(repeat), job);
  const border = inner.converged ? undefined : maximumAtLimit(objective, starts(repeat), job);
  const { top, held } = border ?? { top: inner, held: [] };
  const { natural, standardErrors, covariance } = precision(top, (free) => withHeld(free, held));
  return {
    parameters: named(natural),
    standardErrors: named(standardErrors),
    covariance,
    logLikelihood: top.value,
    n: repeat.frequency.length,
    converged: top.converged && covariance !== undefined,
    held,
    correlation: correlation(repeat.frequency, repeat.spend),
  };
}

/**
 * Mean amount expected of a customer's purchases to come: Fader & Hardie (2013), eq. 5. With no repeat purchase
 * (x = 0) this is the mean over all customers. NaN where the mean is infinite (p x + q <= 1).
 */
export function expectedSpend({ p, q, v }: GammaGammaParameters, x: number, spend: number): number {
  const repeats = x > 0 && spend > 0 ? x : 0;
  const weight = p * repeats + q - 1;
  return weight > 0 ? (p * (v + (repeats === 0 ? 0 : repeats * spend))) / weight : NaN;
}

/** ln L over ln p, ln q, ln v with exact derivatives: Fader & Hardie (2013), eq. 1a. */
export function gammaGammaObjective({ frequency, spend }: SpendHistories): Objective {
  const { values: counts, codes } = distinct(frequency);
  const logSpend = spend.map(Math.log);
  const lnCounts = counts.map(Math.log);
  return {
    dimension: 3,
    evaluate(theta, g, h) {
      const natural = theta.map(Math.exp);
      const [p, q, v] = [natural[0]!, natural[1]!, natural[2]!];
      const ofQ = { ln: lnGamma(q), slope: digamma(q), bend: trigamma(q) };
      const ofPx = table(counts, (x) => p * x);
      const ofSum = table(counts, (x) => p * x + q);
      const lnV = Math.log(v);
      let value = 0;
      let [gp, gq, gv, pp, pq, pv, qq, qv, vv] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
      for (let i = 0; i < codes.length; i++) {
        const k = codes[i]!;
        const x = counts[k]!;
        const z = spend[i]!;
        const lnZ = logSpend[i]!;
        const total = v + x * z;
        const lnTotal = Math.log(total);
        const power = p * x + q;
        value += ofSum.ln[k]! - ofPx.ln[k]! - ofQ.ln + q * lnV + (p * x - 1) * lnZ;
        value += p * x * lnCounts[k]! - power * lnTotal;
        gp += x * (ofSum.slope[k]! - ofPx.slope[k]! + lnZ + lnCounts[k]! - lnTotal);
        gq += ofSum.slope[k]! - ofQ.slope + lnV - lnTotal;
        gv += q / v - power / total;
        pp += x * x * (ofSum.bend[k]! - ofPx.bend[k]!);
        pq += x * ofSum.bend[k]!;
        pv -= x / total;
        qq += ofSum.bend[k]! - ofQ.bend;
        qv += 1 / v - 1 / total;
        vv += power / (total * total) - q / (v * v);
      }
      g.set([gp, gq, gv]);
      h.set([pp, pq, pv, 0, qq, qv, 0, 0, vv]);
      toLogParameters(natural, g, h);
      return value;
    },
  };
}

function table(counts: Float64Array, at: (x: number) => number) {
  const places = counts.map(at);
  return { ln: places.map(lnGamma), slope: places.map(digamma), bend: places.map(trigamma) };
}

/** Starts whose mean is the data's own, p v / (q - 1), from widely spread amounts to nearly equal ones. */
function starts({ spend }: SpendHistories): Float64Array[] {
  const mean = spend.reduce((sum, value) => sum + value / spend.length, 0);
  const shapes = [
    [1, 3],
    [5, 4],
    [20, 10],
    [100, 100],
  ] as const;
  return shapes.map(([p, q]) => Float64Array.of(p, q, (mean * (q - 1)) / p).map((value) => Math.log(value)));
}

function named(values: Float64Array): GammaGammaParameters {
  return { p: values[0]!, q: values[1]!, v: values[2]! };
}
