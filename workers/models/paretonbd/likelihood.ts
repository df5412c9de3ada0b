import { digamma, lnGamma, trigamma } from "../../stats/gamma.ts";
import type { Objective } from "../../stats/newton.ts";
import { toLogParameters, type Histories } from "../bgnbd/likelihood.ts";
import { LeavingNodes } from "./leaving-nodes.ts";

/** Different histories with how many customers have each. */
interface Group {
  readonly x: number;
  readonly tx: number;
  readonly T: number;
  weight: number;
}

function groupsOf({ frequency, recency, T }: Histories): Group[] {
  const byCount = new Map<number, Map<number, Map<number, Group>>>();
  const groups: Group[] = [];
  for (let i = 0; i < frequency.length; i++) {
    const x = frequency[i]!;
    const tx = x === 0 ? 0 : recency[i]!;
    let byLast = byCount.get(x);
    if (byLast === undefined) byCount.set(x, (byLast = new Map<number, Map<number, Group>>()));
    let byEnd = byLast.get(tx);
    if (byEnd === undefined) byLast.set(tx, (byEnd = new Map<number, Group>()));
    const known = byEnd.get(T[i]!);
    if (known === undefined) {
      const group = { x, tx, T: T[i]!, weight: 1 };
      byEnd.set(T[i]!, group);
      groups.push(group);
    } else {
      known.weight++;
    }
  }
  return groups;
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
  return {
    dimension: 4,
    evaluate(theta, g, h) {
      const natural = theta.map(Math.exp);
      let value = addCountTerms(groups, natural, g, h);
      for (const group of groups) value += addTimeTerms(group, natural, nodes, g, h);
      toLogParameters(natural, g, h);
      return value;
    },
  };
}

/**
 * ln of "still a customer" plus "left before T" of a group, with its derivatives. Of each term's logarithm the
 * slopes are -A, -power a, [left] / s - B, -(s + [left]) b, where A and B are ln(alpha + tau) and ln(beta + tau), a
 * and b their inverses; means of these and of their products over the terms are all that is needed.
 */
function addTimeTerms(
  { x, tx, T, weight }: Group,
  natural: Float64Array,
  nodes: LeavingNodes,
  g: Float64Array,
  h: Float64Array,
): number {
  const [r, alpha, s, beta] = [natural[0]!, natural[1]!, natural[2]!, natural[3]!];
  nodes.set({ r, alpha, s, beta }, x, tx, T);
  const power = r + x;
  const [lnA, lnB, inA, inB] = [Math.log(alpha + T), Math.log(beta + T), 1 / (alpha + T), 1 / (beta + T)];
  const still = -power * lnA - s * lnB;
  let largest = still;
  for (let k = 0; k < nodes.count; k++) if (nodes.log[k]! > largest) largest = nodes.log[k]!;
  const share = Math.exp(still - largest);
  // Slopes of "still a customer", then sums over all terms.
  const [a0, b0, c0] = [-power * inA, -lnB, -s * inB];
  let total = share;
  let [gr, ga, gs, gb] = [-share * lnA, share * a0, share * b0, share * c0];
  let [rr, ra, rs, rb] = [share * lnA * lnA, share * (-lnA * a0 - inA), -share * lnA * b0, -share * lnA * c0];
  let [aa, as, ab] = [share * (a0 * a0 + power * inA * inA), share * a0 * b0, share * a0 * c0];
  let [ss, sb] = [share * b0 * b0, share * (b0 * c0 - inB)];
  let bb = share * (c0 * c0 + s * inB * inB);
  const inverseS = 1 / s;
  for (let k = 0; k < nodes.count; k++) {
    const w = Math.exp(nodes.log[k]! - largest);
    const A = nodes.lnAlpha[k]!;
    const inverseA = nodes.inverseAlpha[k]!;
    const inverseB = nodes.inverseBeta[k]!;
    const slopeA = -power * inverseA;
    const slopeS = inverseS - nodes.lnBeta[k]!;
    const slopeB = -(s + 1) * inverseB;
    total += w;
    gr -= w * A;
    ga += w * slopeA;
    gs += w * slopeS;
    gb += w * slopeB;
    rr += w * A * A;
    ra -= w * (A * slopeA + inverseA);
    rs -= w * A * slopeS;
    rb -= w * A * slopeB;
    aa += w * (slopeA * slopeA - slopeA * inverseA);
    as += w * slopeA * slopeS;
    ab += w * slopeA * slopeB;
    ss += w * (slopeS * slopeS - inverseS * inverseS);
    sb += w * (slopeS * slopeB - inverseB);
    bb += w * (slopeB * slopeB - slopeB * inverseB);
  }
  const mean = [gr / total, ga / total, gs / total, gb / total] as const;
  const second = [rr, ra, rs, rb, 0, aa, as, ab, 0, 0, ss, sb, 0, 0, 0, bb];
  for (let i = 0; i < 4; i++) {
    g[i] = g[i]! + weight * mean[i]!;
    for (let j = i; j < 4; j++)
      h[4 * i + j] = h[4 * i + j]! + weight * (second[4 * i + j]! / total - mean[i]! * mean[j]!);
  }
  return weight * (largest + Math.log(total));
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
