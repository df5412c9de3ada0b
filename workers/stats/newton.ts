import { cholesky, choleskySolve } from "./linear.ts";

/** A twice differentiable function to be maximised. */
export interface Objective {
  readonly dimension: number;
  /** Value at `x`; fills the gradient and the row-major Hessian. */
  evaluate(x: Float64Array, gradient: Float64Array, hessian: Float64Array): number;
}

// Newton's steps near a maximum gain next to nothing once or twice; a plateau gains it again and again.
const FLAT = 1e-8;
const MAX_FLAT_STEPS = 5;

/** Where the search ended. */
export interface Maximum {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  /** The Newton step left to take would raise the value by less than the tolerance, and the Hessian is negative definite. */
  readonly converged: boolean;
  readonly iterations: number;
}

export interface NewtonOptions {
  readonly maxIterations?: number;
  /** Gain still expected, in units of the value, below which the search has converged. */
  readonly tolerance?: number;
  /** Longest step of one coordinate: 2 is a factor of 7.4 for a log-parameter. */
  readonly maxStep?: number;
  /** Coordinates stay within plus and minus this. */
  readonly bound?: number;
  /** Called before each evaluation; may throw to stop. */
  readonly onIteration?: (iteration: number) => void;
}

/**
 * Maximises by Newton's method with exact derivatives. Where the Hessian is not negative definite or a
 * step does not raise the value, the step is damped towards the gradient (Levenberg 1944; Nocedal &
 * Wright 2006, section 3.4). Quadratic convergence near the maximum; on a plateau that rises without
 * end the search stops unconverged.
 */
export function maximise(objective: Objective, start: Float64Array, options: NewtonOptions = {}): Maximum {
  const { maxIterations = 100, tolerance = 1e-13, maxStep = 2, bound = 30 } = options;
  const n = objective.dimension;
  let here = evaluated(objective, start);
  let damping = 0;
  let converged = false;
  let flatSteps = 0;
  let iteration = 0;
  for (; iteration < maxIterations && Number.isFinite(here.value); iteration++) {
    options.onIteration?.(iteration);
    // Whether this is the maximum is the undamped step's to say: near it, rounding may have damped the last one.
    const plain = ascent(here, n, 0);
    converged = plain.damping === 0 && 0.5 * plain.gain < tolerance * (1 + Math.abs(here.value));
    const step = converged || damping === 0 ? plain : ascent(here, n, damping);
    const next = evaluated(objective, moved(here.x, step.direction, maxStep, bound));
    if (converged) {
      // The last step is below rounding in the value, yet still sharpens the place.
      if (next.value >= here.value - tolerance * (1 + Math.abs(here.value))) here = next;
      break;
    }
    if (next.value > here.value) {
      flatSteps = next.value - here.value < FLAT * (1 + Math.abs(here.value)) ? flatSteps + 1 : 0;
      here = next;
      if (flatSteps === MAX_FLAT_STEPS) break;
      damping = step.damping < 1e-6 ? 0 : step.damping / 10;
    } else if (damping > 1e10) {
      break;
    } else {
      damping = Math.max(step.damping * 10, 1e-4);
    }
  }
  return { ...here, converged, iterations: iteration };
}

interface Point {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

function evaluated(objective: Objective, x: Float64Array): Point {
  const gradient = new Float64Array(objective.dimension);
  const hessian = new Float64Array(objective.dimension ** 2);
  const value = objective.evaluate(x, gradient, hessian);
  return { x, value, gradient, hessian };
}

/** The step that solves (-H + damping * scale) d = g, with the least damping from `least` up that makes it solvable. */
function ascent(point: Point, n: number, least: number) {
  let scale = 0;
  for (let i = 0; i < n; i++) scale = Math.max(scale, Math.abs(point.hessian[i * n + i]!));
  if (scale === 0) scale = 1;
  for (let damping = least; ; damping = damping === 0 ? 1e-6 : damping * 10) {
    const curvature = point.hessian.map((entry) => -entry);
    for (let i = 0; i < n; i++) curvature[i * n + i] = curvature[i * n + i]! + damping * scale;
    const lower = cholesky(curvature, n);
    if (lower === undefined && damping < 1e12) continue;
    const direction = lower === undefined ? point.gradient.slice() : choleskySolve(lower, point.gradient, n);
    const gain = direction.reduce((sum, d, i) => sum + d * point.gradient[i]!, 0);
    return { direction, gain, damping };
  }
}

function moved(x: Float64Array, direction: Float64Array, maxStep: number, bound: number): Float64Array {
  const longest = direction.reduce((max, d) => Math.max(max, Math.abs(d)), 0);
  const factor = longest > maxStep ? maxStep / longest : 1;
  return x.map((value, i) => Math.min(bound, Math.max(-bound, value + factor * direction[i]!)));
}
