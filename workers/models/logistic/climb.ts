import type { JobControl } from "../../base/job.ts";
import { partialCholesky, partialSolve, type PartialFactor } from "../../stats/rank-deficient.ts";
import { logisticPass, type LogisticData, type Pass, type Scaling } from "./pass.ts";

const MAX_STEPS = 60;
const MAX_HALVINGS = 30;
/**
 * Gain in log-likelihood left to one Newton step, below which that step is the last. The step errs by the gain over the
 * root of the number of rows, in standard errors: some 1e-9 of a coefficient's size, whatever the number of rows. Standard
 * errors, which are those before that step, err by some 1e-5 of themselves at most.
 */
const ENOUGH = 1e-9;
const ENOUGH_A_ROW = 1e-10;
/** Gains below which the information that was taken there serves the steps that are left of a quick fit. */
const NEAR = 1e-3;
const NEAR_A_ROW = 1e-6;
/** Gains a row between which one step with the information in hand goes before the exact last one. */
const CLOSE_A_ROW = { from: 3e-6, to: 1e-4 } as const;
/** A part's maximum is as far from that of all rows as the part is small: its last steps are spared. */
const ENOUGH_OF_PART = 0.1;
/** A column is left out when less than this share of its variance is its own. */
const OWN_VARIANCE = 1e-10;
/** Below this many rows a start from a part of them saves nothing. */
export const MANY_ROWS = 8192;

/** Where a climb begins. */
export interface Start {
  readonly beta: Float64Array;
  /** The information there, if it is known well enough for a first step. */
  readonly information?: Float64Array;
}

/** Where a climb ends. */
export interface Top {
  readonly beta: Float64Array;
  readonly logLikelihood: number;
  readonly factor: PartialFactor;
  /** Of the data alone. */
  readonly information: Float64Array;
  readonly lastStep: Float64Array;
  readonly converged: boolean;
  readonly steps: number;
}

/** What a climb is for: a start, coefficients with standard errors to three digits, or all to the last digit. */
export type Purpose = "part" | "quick" | "whole";

/**
 * Newton's method to the maximum of the penalised likelihood. The information is taken where it is needed only: a pass over the
 * rows without it takes half the time.
 * @throws Cancelled
 */
export function climb(
  data: LogisticData,
  scaling: Scaling,
  start: Start,
  penalty: Float64Array,
  purpose: Purpose,
  job: JobControl,
): Top {
  const at = (beta: Float64Array, curved: boolean) => logisticPass(data, scaling, beta, curved, job);
  const rows = data.labels.length;
  const enough = purpose === "part" ? ENOUGH_OF_PART : Math.max(ENOUGH, ENOUGH_A_ROW * rows);
  let { beta } = start;
  let pass = at(beta, start.information === undefined);
  // A first step by the information of a part ends near enough for the exact steps that follow.
  let known = curvature(pass.information ?? start.information, penalty);
  // The gain where the information of these rows was taken; none before it was.
  let knownAt = Infinity;
  let lastGain = Infinity;
  for (let steps = 1; ; steps++) {
    const { step, gain } = newtonStep(pass, beta, penalty, known);
    if (pass.information !== undefined) knownAt = gain;
    const exact = knownAt < Infinity;
    // No step can gain more than the likelihood has left: where rare levels have run off, begin where every step is small.
    if (steps === 1 && gain > -objective(pass, beta, penalty) && beta.some((value) => value !== 0))
      return climb(data, scaling, { beta: new Float64Array(beta.length) }, penalty, purpose, job);
    const moved = (share: number) => beta.map((value, j) => value + share * step[j]!);
    const served = purpose === "quick" && knownAt < Math.max(NEAR, NEAR_A_ROW * rows);
    const last = gain < enough || steps >= MAX_STEPS;
    if (last && pass.information === undefined && !served && !(exact && purpose === "part")) {
      pass = at(beta, true);
      known = curvature(pass.information, penalty);
      continue;
    }
    if (last) {
      // What the whole step gains of the data's likelihood, to second order.
      const slope = step.reduce((sum, d, j) => sum + d * pass.gradient[j]!, 0);
      const logLikelihood = pass.logLikelihood + slope - 0.5 * quadratic(known.information, step);
      const { factor, information } = known;
      const converged = gain < enough;
      return { beta: moved(1), logLikelihood, factor, information, lastStep: step, converged, steps };
    }
    const before = objective(pass, beta, penalty);
    const close = rows > MANY_ROWS && gain > CLOSE_A_ROW.from * rows && gain < CLOSE_A_ROW.to * rows;
    // Only where steps shrink as they do near a maximum: under separation each gains a third of the one before.
    const curved = !exact || gain > 0.01 * lastGain || !(served || close);
    // How far a step by the information of a part came says nothing.
    lastGain = exact ? gain : Infinity;
    let share = 1;
    let next = at(moved(share), curved);
    if (!exact && objective(next, moved(share), penalty) < before) {
      pass = at(beta, true);
      known = curvature(pass.information, penalty);
      continue;
    }
    for (let tries = 0; objective(next, moved(share), penalty) < before && tries < MAX_HALVINGS; tries++) {
      share /= 2;
      next = at(moved(share), curved);
    }
    beta = moved(share);
    pass = next;
    if (pass.information !== undefined) known = curvature(pass.information, penalty);
  }
}

interface Curvature {
  /** Of the data alone. */
  readonly information: Float64Array;
  /** Of the information with the penalty. */
  readonly factor: PartialFactor;
}

function curvature(information: Float64Array | undefined, penalty: Float64Array): Curvature {
  const n = penalty.length;
  const own = information ?? new Float64Array(n * n);
  const whole = own.slice();
  for (let j = 0; j < n; j++) whole[j * n + j] = whole[j * n + j]! + penalty[j]!;
  return { information: own, factor: partialCholesky(whole, n, OWN_VARIANCE) };
}

function objective(pass: Pass, beta: Float64Array, penalty: Float64Array): number {
  return pass.logLikelihood - 0.5 * beta.reduce((sum, value, j) => sum + penalty[j]! * value * value, 0);
}

function newtonStep(pass: Pass, beta: Float64Array, penalty: Float64Array, { factor }: Curvature) {
  const gradient = pass.gradient.map((slope, j) => slope - penalty[j]! * beta[j]!);
  const step = partialSolve(factor, gradient);
  const gain = 0.5 * step.reduce((sum, d, j) => sum + d * gradient[j]!, 0);
  return { step, gain };
}

/** x'Mx. */
export function quadratic(matrix: Float64Array, x: Float64Array): number {
  const n = x.length;
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += x[i]! * matrix[i * n + j]! * x[j]!;
  return sum;
}
