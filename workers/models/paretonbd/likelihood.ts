import { digamma, lnGamma, trigamma } from "../../stats/gamma.ts";
import type { Objective } from "../../stats/newton.ts";
import { toLogParameters, type Histories } from "../bgnbd/likelihood.ts";
import { MixtureTerms } from "../mixture-terms.ts";
import { LeavingNodes } from "./leaving-nodes.ts";

/** Different histories with how many customers have each. */
interface Group {
  readonly x: number;
  readonly tx: number;
  readonly T: number;
  weight: number;
}

function groupsOf({ frequency, recency, T }: Histories): Group[] {
  const seen = new Map<string, Group>();
  for (let i = 0; i < frequency.length; i++) {
    const x = frequency[i]!;
    const tx = x === 0 ? 0 : recency[i]!;
    const key = `${String(x)} ${String(tx)} ${String(T[i]!)}`;
    const known = seen.get(key);
    if (known === undefined) seen.set(key, { x, tx, T: T[i]!, weight: 1 });
    else known.weight++;
  }
  return [...seen.values()];
}

/**
 * The log-likelihood of the Pareto/NBD model over ln r, ln alpha, ln s, ln beta, with exact gradient and
 * Hessian: Schmittlein, Morrison & Colombo (1987); in the form of Fader & Hardie (2005), eq. 12,
 *
 *   L = Gamma(r + x) alpha^r beta^s / Gamma(r) ((alpha + T)^-(r + x) (beta + T)^-s + left before T),
 *
 * "left before T" being the integral of `LeavingNodes`.
 */
export function paretoNbdObjective(histories: Histories): Objective {
  const groups = groupsOf(histories);
  const nodes = new LeavingNodes();
  const terms = new MixtureTerms();
  return {
    dimension: 4,
    evaluate(theta, g, h) {
      const natural = theta.map(Math.exp);
      const [r, alpha, s, beta] = [natural[0]!, natural[1]!, natural[2]!, natural[3]!];
      const parameters = { r, alpha, s, beta };
      const addTerm = (log: number, power: number, dies: 0 | 1, lnAlpha: number, lnBeta: number) => {
        const inAlpha = Math.exp(-lnAlpha);
        const inBeta = Math.exp(-lnBeta);
        const powerBeta = s + dies;
        terms.add(
          log,
          [-lnAlpha, -power * inAlpha, dies / s - lnBeta, -powerBeta * inBeta],
          [
            0, -inAlpha, 0, 0,
            power * inAlpha * inAlpha, 0, 0,
            -dies / (s * s), -inBeta,
            powerBeta * inBeta * inBeta,
          ], // prettier-ignore
        );
      };
      let value = 0;
      for (const { x, tx, T, weight } of groups) {
        nodes.set(parameters, x, tx, T);
        terms.clear();
        const [lnAlphaT, lnBetaT] = [Math.log(alpha + T), Math.log(beta + T)];
        addTerm(-(r + x) * lnAlphaT - s * lnBetaT, r + x, 0, lnAlphaT, lnBetaT);
        for (let k = 0; k < nodes.count; k++)
          addTerm(nodes.log[k]!, r + x, 1, nodes.lnAlpha[k]!, nodes.lnBeta[k]!);
        value += weight * terms.collect(weight, g, h);
      }
      value += addCountTerms(groups, natural, g, h);
      toLogParameters(natural, g, h);
      return value;
    },
  };
}

/** ln Gamma(r + x) - ln Gamma(r) + r ln alpha + s ln beta over all customers. */
function addCountTerms(groups: readonly Group[], natural: Float64Array, g: Float64Array, h: Float64Array) {
  const [r, alpha, s, beta] = [natural[0]!, natural[1]!, natural[2]!, natural[3]!];
  const counts = new Map<number, number>();
  let n = 0;
  for (const { x, weight } of groups) {
    counts.set(x, (counts.get(x) ?? 0) + weight);
    n += weight;
  }
  let value = n * (r * Math.log(alpha) + s * Math.log(beta));
  let [slope, bend] = [n * Math.log(alpha), 0];
  for (const [x, weight] of counts) {
    if (x === 0) continue;
    value += weight * (lnGamma(r + x) - lnGamma(r));
    slope += weight * (digamma(r + x) - digamma(r));
    bend += weight * (trigamma(r + x) - trigamma(r));
  }
  const slopes = [slope, (n * r) / alpha, n * Math.log(beta), (n * s) / beta];
  slopes.forEach((each, i) => (g[i] = g[i]! + each));
  const bends = [
    [0, bend],
    [1, n / alpha],
    [5, (-n * r) / (alpha * alpha)],
    [11, n / beta],
    [15, (-n * s) / (beta * beta)],
  ] as const;
  for (const [at, each] of bends) h[at] = h[at]! + each;
  return value;
}
