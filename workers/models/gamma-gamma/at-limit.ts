import type { JobControl } from "../../base/job.ts";
import type { Maximum, Objective } from "../../stats/newton.ts";
import { bestMaximum } from "../log-parameters.ts";

/** Parameters of the Gamma-Gamma model that grow without end where there is nothing for them to describe. */
export type Limited = "p" | "q";

/**
 * Where a parameter is held instead of growing on: a customer's own amounts then have less than a ten-thousandth to say
 * (q), or are their mean to a thousandth (p).
 */
const LIMIT = 1e6;
/** Slope by a held parameter's logarithm, in units of the value, that is rounding: a million's digamma has fifteen digits. */
const ROUNDING = 1e-8;

const place = { p: 0, q: 1 } as const;
const faces: readonly (readonly Limited[])[] = [["p", "q"], ["q"], ["p"]];

/** A maximum with some parameters held, as one of the whole: held coordinates have no slope and no curvature. */
interface HeldMaximum {
  readonly top: Maximum;
  readonly held: readonly Limited[];
}

/**
 * Maximum of a Gamma-Gamma likelihood that rises without end, on the border of the parameters. q does so where customers
 * do not differ in what they spend (all are given one mean), p where nobody's own amounts differ (everybody is given
 * their own), both in a shop with one price. The border is the maximum if, there, the held parameters would still rise
 * (the conditions of Karush, Kuhn & Tucker). Undefined where it is not.
 *
 * @param starts Places ln p, ln q, ln v whose mean is that of the data
 */
export function maximumAtLimit(
  objective: Objective,
  starts: readonly Float64Array[],
  job: JobControl,
): HeldMaximum | undefined {
  for (const held of faces) {
    const places = starts.map((start) => shifted(start, held));
    const found = bestMaximum(
      onFace(objective, held),
      places.map((x) => freeOf(x, held)),
      job,
    );
    if (!found.converged) continue;
    const x = wholeOf(found.x, held);
    const gradient = new Float64Array(3);
    const value = objective.evaluate(x, gradient, new Float64Array(9));
    const falls = (name: Limited) => !(gradient[place[name]]! > -ROUNDING * (1 + Math.abs(value)));
    if (held.some(falls)) continue;
    return { top: { ...found, x, value }, held };
  }
  return undefined;
}

const freePlaces = (held: readonly Limited[]) =>
  [0, 1, 2].filter((at) => held.every((name) => place[name] !== at));

function freeOf(x: Float64Array, held: readonly Limited[]): Float64Array {
  return Float64Array.from(freePlaces(held), (at) => x[at]!);
}

function wholeOf(free: Float64Array, held: readonly Limited[]): Float64Array {
  const x = new Float64Array(3).fill(Math.log(LIMIT));
  freePlaces(held).forEach((at, i) => (x[at] = free[i]!));
  return x;
}

/** A start with the held parameters at their limit, and its mean p v / (q - 1) unchanged. */
function shifted(start: Float64Array, held: readonly Limited[]): Float64Array {
  const x = wholeOf(freeOf(start, held), held);
  const lnMeanOverV = ([p, q]: Float64Array) => p! - Math.log(Math.expm1(q!));
  x[2] = start[2]! + lnMeanOverV(start) - lnMeanOverV(x);
  return x;
}

/** The objective over the parameters that are free. */
function onFace(objective: Objective, held: readonly Limited[]): Objective {
  const free = freePlaces(held);
  return {
    dimension: free.length,
    evaluate(theta, gradient, hessian) {
      const g = new Float64Array(3);
      const h = new Float64Array(9);
      const value = objective.evaluate(wholeOf(theta, held), g, h);
      free.forEach((at, i) => {
        gradient[i] = g[at]!;
        free.forEach((to, j) => (hessian[i * free.length + j] = h[3 * at + to]!));
      });
      return value;
    },
  };
}

/** A covariance of the free parameters as one of all three: what is held does not vary. */
export function withHeld(covariance: Float64Array, held: readonly Limited[]): Float64Array {
  const free = freePlaces(held);
  const whole = new Float64Array(9);
  free.forEach((at, i) => free.forEach((to, j) => (whole[3 * at + to] = covariance[i * free.length + j]!)));
  return whole;
}
