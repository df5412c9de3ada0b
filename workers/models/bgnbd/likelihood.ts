import { distinct } from "../../stats/distinct.ts";
import { digamma, lnGamma, trigamma } from "../../stats/gamma.ts";
import type { Objective } from "../../stats/newton.ts";

/** Histories of n customers, one entry each: see `PurchaseHistory`. */
export interface Histories {
  readonly frequency: Int32Array | Float64Array;
  readonly recency: Float64Array;
  readonly T: Float64Array;
}

/**
 * Customers with one and the same history, once, with how many they are. The log-likelihood needs one
 * logarithm per different time and one gamma function per different count; what is left per group is
 * one exponential and one logarithm.
 */
interface Groups {
  readonly counts: Float64Array;
  readonly countWeights: Float64Array;
  readonly times: Float64Array;
  readonly size: number;
  readonly count: Int32Array;
  readonly last: Int32Array;
  readonly end: Int32Array;
  readonly weight: Float64Array;
}

function groupHistories({ frequency, recency, T }: Histories): Groups {
  const n = frequency.length;
  const x = distinct(frequency);
  const both = new Float64Array(2 * n);
  both.set(recency);
  both.set(T, n);
  const times = distinct(both);
  const countWeights = new Float64Array(x.values.length);
  const radix = times.values.length;
  const keys = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const code = x.codes[i]!;
    countWeights[code] = countWeights[code]! + 1;
    // Without a repeat purchase the time of the last says nothing: recency is 0 by definition.
    const last = frequency[i] === 0 ? 0 : times.codes[i]!;
    keys[i] = (code * radix + times.codes[n + i]!) * radix + last;
  }
  keys.sort();
  const count = new Int32Array(n);
  const last = new Int32Array(n);
  const end = new Int32Array(n);
  const weight = new Float64Array(n);
  let size = -1;
  for (let i = 0; i < n; i++) {
    const key = keys[i]!;
    if (i === 0 || key !== keys[i - 1]) {
      size++;
      const rest = Math.floor(key / radix);
      last[size] = key - rest * radix;
      count[size] = Math.floor(rest / radix);
      end[size] = rest - count[size]! * radix;
    }
    weight[size] = weight[size]! + 1;
  }
  return { counts: x.values, countWeights, times: times.values, size: size + 1, count, last, end, weight };
}

/**
 * The log-likelihood of the BG/NBD model over ln r, ln alpha, ln a, ln b, with exact gradient and Hessian:
 * Fader, Hardie & Lee (2005), "Counting Your Customers the Easy Way", eq. 6 in the form of their note
 * "Implementing the BG/NBD model in Excel", ln L = A1 + A2 + ln(exp A3 + [x > 0] exp A4).
 *
 * @param atFirst Chances to leave before the first repeat purchase: 0 in BG/NBD; 1 in MBG/NBD, where one may
 *   leave right after the first purchase too.
 */
export function bgnbdObjective(histories: Histories, atFirst: 0 | 1 = 0): Objective {
  const groups = groupHistories(histories);
  return {
    dimension: 4,
    evaluate(theta, gradient, hessian) {
      const natural = theta.map(Math.exp);
      const value =
        addCountTerms(groups, atFirst, natural, gradient, hessian) +
        addTimeTerms(groups, atFirst, natural, gradient, hessian);
      toLogParameters(natural, gradient, hessian);
      return value;
    },
  };
}

/** A1 and A2: they depend on a history through its count alone. */
function addCountTerms(
  groups: Groups,
  atFirst: number,
  natural: Float64Array,
  g: Float64Array,
  h: Float64Array,
): number {
  const [r, alpha, a, b] = [natural[0]!, natural[1]!, natural[2]!, natural[3]!];
  const lnAlpha = Math.log(alpha);
  let value = 0;
  for (let k = 0; k < groups.counts.length; k++) {
    const x = groups.counts[k]!;
    const w = groups.countWeights[k]!;
    value += w * r * lnAlpha;
    g[0] = g[0]! + w * lnAlpha;
    g[1] = g[1]! + (w * r) / alpha;
    h[1] = h[1]! + w / alpha;
    h[5] = h[5]! - (w * r) / (alpha * alpha);
    const stays = x + atFirst;
    if (stays === 0) continue;
    value += w * (lnGamma(r + x) - lnGamma(r));
    value += w * (lnGamma(a + b) - lnGamma(a + b + stays) + lnGamma(b + stays) - lnGamma(b));
    const either = digamma(a + b) - digamma(a + b + stays);
    g[0] = g[0] + w * (digamma(r + x) - digamma(r));
    g[2] = g[2]! + w * either;
    g[3] = g[3]! + w * (either + digamma(b + stays) - digamma(b));
    const bend = trigamma(a + b) - trigamma(a + b + stays);
    h[0] = h[0]! + w * (trigamma(r + x) - trigamma(r));
    h[10] = h[10]! + w * bend;
    h[11] = h[11]! + w * bend;
    h[15] = h[15]! + w * (bend + trigamma(b + stays) - trigamma(b));
  }
  return value;
}

/** ln(exp A3 + [x + atFirst > 0] exp A4), group by group; `share` is the second term's part of the sum. */
function addTimeTerms(
  groups: Groups,
  atFirst: number,
  natural: Float64Array,
  g: Float64Array,
  h: Float64Array,
): number {
  const [r, alpha, a, b] = [natural[0]!, natural[1]!, natural[2]!, natural[3]!];
  const { counts, times, size, count, last, end, weight } = groups;
  const logs = times.map((time) => Math.log(alpha + time));
  const inverses = times.map((time) => 1 / (alpha + time));
  const lnA = Math.log(a);
  const lnAlpha = Math.log(alpha);
  const lnLeave = counts.map((x) => (x + atFirst > 0 ? Math.log(b + x + atFirst - 1) : 0));
  let value = 0;
  let [gr, gAlpha, gA, gB] = [0, 0, 0, 0];
  let [rr, rAlpha, rA, rB, alphaAlpha, alphaA, alphaB, aa, ab, bb] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < size; i++) {
    const x = counts[count[i]!]!;
    const w = weight[i]!;
    const logEnd = logs[end[i]!]!;
    const inverseEnd = inverses[end[i]!]!;
    const power = r + x;
    if (x + atFirst === 0) {
      value -= w * power * logEnd;
      gr -= w * logEnd;
      gAlpha -= w * power * inverseEnd;
      rAlpha -= w * inverseEnd;
      alphaAlpha += w * power * inverseEnd * inverseEnd;
      continue;
    }
    const logLast = x === 0 ? lnAlpha : logs[last[i]!]!;
    const inverseLast = x === 0 ? 1 / alpha : inverses[last[i]!]!;
    const leave = lnLeave[count[i]!]!;
    const gap = power * (logLast - logEnd) + leave - lnA; // A3 - A4
    const odds = Math.exp(gap < 700 ? gap : 700);
    const share = 1 / (1 + odds);
    value += w * (lnA - leave - power * logLast + Math.log1p(odds));
    const both = w * share * (1 - share);
    const ws = w * share;
    const wEnd = w - ws;
    const inverse = wEnd * inverseEnd + ws * inverseLast;
    // Differences of the two terms' slopes: their product times share (1 - share) is the curvature of the sum.
    const dr = logEnd - logLast;
    const dAlpha = power * (inverseEnd - inverseLast);
    const out = 1 / (b + x + atFirst - 1);
    gr -= wEnd * logEnd + ws * logLast;
    gAlpha -= power * inverse;
    gA += ws;
    gB -= ws * out;
    rr += both * dr * dr;
    rAlpha += both * dr * dAlpha - inverse;
    rA += both * dr;
    rB -= both * dr * out;
    alphaAlpha +=
      both * dAlpha * dAlpha + power * (wEnd * inverseEnd * inverseEnd + ws * inverseLast * inverseLast);
    alphaA += both * dAlpha;
    alphaB -= both * dAlpha * out;
    aa += both - ws;
    ab -= both * out;
    bb += (both + ws) * out * out;
  }
  const slopes = [gr, gAlpha, gA / a, gB];
  for (let i = 0; i < 4; i++) g[i] = g[i]! + slopes[i]!;
  const bends = [
    rr,
    rAlpha,
    rA / a,
    rB,
    0,
    alphaAlpha,
    alphaA / a,
    alphaB,
    0,
    0,
    aa / (a * a),
    ab / a,
    0,
    0,
    0,
    bb,
  ];
  for (let i = 0; i < 16; i++) h[i] = h[i]! + bends[i]!;
  return value;
}

/** Turns derivatives by parameters into derivatives by their logarithms, and fills the lower triangle. */
export function toLogParameters(natural: Float64Array, g: Float64Array, h: Float64Array): void {
  const n = natural.length;
  for (let i = 0; i < n; i++) {
    g[i] = g[i]! * natural[i]!;
    for (let j = i; j < n; j++) {
      const bend = h[i * n + j]! * natural[i]! * natural[j]! + (i === j ? g[i]! : 0);
      h[i * n + j] = bend;
      h[j * n + i] = bend;
    }
  }
}
