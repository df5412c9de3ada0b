import { digamma, lnGamma, trigamma } from "../../stats/gamma.ts";
import type { Objective } from "../../stats/newton.ts";
import { toLogParameters } from "../bgnbd/likelihood.ts";
import { MixtureTerms } from "./mixture-terms.ts";

/**
 * Histories over occasions at which one may buy once: `frequency` of them were used, the last was number
 * `recency` (0 when none was), and there have been `T`. `weight` customers have each history, 1 without.
 */
export interface OccasionHistories {
  readonly frequency: ArrayLike<number>;
  readonly recency: ArrayLike<number>;
  readonly T: ArrayLike<number>;
  readonly weight?: ArrayLike<number>;
}

/** ln Gamma and its first two derivatives at base, base + 1 ... base + count. */
class GammaTable {
  readonly ln: Float64Array;
  readonly slope: Float64Array;
  readonly bend: Float64Array;

  constructor(base: number, count: number) {
    const places = Float64Array.from({ length: count + 1 }, (_, k) => base + k);
    this.ln = places.map(lnGamma);
    this.slope = places.map(digamma);
    this.bend = places.map(trigamma);
  }
}

function groupsOf({ frequency, recency, T, weight }: OccasionHistories) {
  const seen = new Map<string, { x: number; tx: number; n: number; weight: number }>();
  for (let i = 0; i < frequency.length; i++) {
    const [x, tx, n] = [frequency[i]!, recency[i]!, T[i]!];
    const key = `${String(x)} ${String(tx)} ${String(n)}`;
    const known = seen.get(key);
    const more = weight?.[i] ?? 1;
    if (known === undefined) seen.set(key, { x, tx, n, weight: more });
    else known.weight += more;
  }
  return [...seen.values()];
}

/**
 * The log-likelihood of the BG/BB model over ln alpha, ln beta, ln gamma, ln delta, with exact gradient and
 * Hessian: Fader, Hardie & Shang (2010), "Customer-Base Analysis in a Discrete-Time Noncontractual
 * Setting", eq. 5: still a customer after n occasions, or left after occasion m, tx <= m < n.
 */
export function bgbbObjective(histories: OccasionHistories): Objective {
  const groups = groupsOf(histories);
  const longest = groups.reduce((most, { n }) => Math.max(most, n), 0);
  const terms = new MixtureTerms();
  return {
    dimension: 4,
    evaluate(theta, g, h) {
      const natural = theta.map(Math.exp);
      const addTerm = termsAt(natural, longest, terms);
      let value = 0;
      for (const { x, tx, n, weight } of groups) {
        terms.clear();
        addTerm(x, n, 0);
        for (let m = tx; m < n; m++) addTerm(x, m, 1);
        value += weight * terms.collect(weight, g, h);
      }
      toLogParameters(natural, g, h);
      return value;
    },
  };
}

/** Adds B(alpha + x, beta + m - x) / B(alpha, beta) * B(gamma + left, delta + m) / B(gamma, delta) to the terms. */
function termsAt(natural: Float64Array, longest: number, terms: MixtureTerms) {
  const [alpha, beta, gamma, delta] = [natural[0]!, natural[1]!, natural[2]!, natural[3]!];
  const ofAlpha = new GammaTable(alpha, longest);
  const ofBeta = new GammaTable(beta, longest);
  const ofBuying = new GammaTable(alpha + beta, longest);
  const ofGamma = new GammaTable(gamma, 1);
  const ofDelta = new GammaTable(delta, longest);
  const ofStaying = new GammaTable(gamma + delta, longest + 1);
  const rise = (table: GammaTable, of: keyof GammaTable, k: number) => table[of][k]! - table[of][0]!;
  return (x: number, m: number, left: 0 | 1) => {
    const sum = (of: keyof GammaTable) => ({
      alpha: rise(ofAlpha, of, x),
      beta: rise(ofBeta, of, m - x),
      buying: rise(ofBuying, of, m),
      gamma: rise(ofGamma, of, left),
      delta: rise(ofDelta, of, m),
      staying: rise(ofStaying, of, m + left),
    });
    const ln = sum("ln");
    const slope = sum("slope");
    const bend = sum("bend");
    terms.add(
      ln.alpha + ln.beta - ln.buying + ln.gamma + ln.delta - ln.staying,
      [
        slope.alpha - slope.buying,
        slope.beta - slope.buying,
        slope.gamma - slope.staying,
        slope.delta - slope.staying,
      ],
      [
        bend.alpha - bend.buying, -bend.buying, 0, 0,
        bend.beta - bend.buying, 0, 0,
        bend.gamma - bend.staying, -bend.staying,
        bend.delta - bend.staying,
      ], // prettier-ignore
    );
  };
}
