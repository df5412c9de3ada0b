import { gaussLegendre } from "../../stats/quadrature.ts";

/** Parameters of the Pareto/NBD model; alpha and beta in units of time. */
export interface ParetoNbdParameters {
  readonly r: number;
  readonly alpha: number;
  readonly s: number;
  readonly beta: number;
}

interface LogRule {
  readonly nodes: Float64Array;
  readonly lnWeights: Float64Array;
}

const [fine, coarse] = [16, 8].map((points) => {
  const { nodes, weights } = gaussLegendre(points);
  return { nodes, lnWeights: weights.map(Math.log) };
}) as [LogRule, LogRule];
// What is left beyond is below rounding.
const NEGLIGIBLE = 42;
// Sixteen points integrate a decay of this many units of the logarithm to 1e-15.
const UNITS_A_PANEL = 12;
// As far as eight points do the same.
const UNITS_OF_EIGHT = 3;
const LENGTH_OF_EIGHT = 1;
// The integrand's poles lie pi away from the axis: longer panels would feel them.
const PANEL_LENGTH = 3;
const MAX_PANELS = 64;

/**
 * The part of the likelihood in which the customer left between the last purchase and T,
 *
 *   integral over tau from tx to T of s (alpha + tau)^-(r + x) (beta + tau)^-(s + 1)
 *
 * (Fader & Hardie 2005, "A Note on Deriving the Pareto/NBD Model and Related Expressions", eq. 12, where it
 * becomes the difference of two 2F1), as points with weights. All terms are positive: nothing cancels,
 * nothing overflows, and derivatives by the parameters are sums over the same points. The variable is the
 * logarithm of the smaller of alpha and beta plus tau, in which the integrand is close to exponential.
 */
export class LeavingNodes {
  count = 0;
  /** ln of the integrand times the weight. */
  readonly log = new Float64Array(MAX_PANELS * 16);
  /** ln and inverse of alpha + tau and of beta + tau. */
  readonly lnAlpha = new Float64Array(MAX_PANELS * 16);
  readonly lnBeta = new Float64Array(MAX_PANELS * 16);
  readonly inverseAlpha = new Float64Array(MAX_PANELS * 16);
  readonly inverseBeta = new Float64Array(MAX_PANELS * 16);

  /** Fills the points of one history. */
  set({ r, alpha, s, beta }: ParetoNbdParameters, x: number, tx: number, T: number): void {
    this.count = 0;
    if (!(T > tx)) return;
    const swapped = beta < alpha;
    const [small, large] = swapped ? [beta, alpha] : [alpha, beta];
    const [powerSmall, powerLarge] = swapped ? [s + 1, r + x] : [r + x, s + 1];
    const start = small + tx;
    // The integrand falls by `slope` a unit, ever faster.
    const slope = (y: number) =>
      powerSmall - 1 + (powerLarge * start * Math.exp(y)) / (large + tx + start * Math.expm1(y));
    const first = slope(0);
    const whole = Math.log1p((T - tx) / start);
    const length = first > 0 ? Math.min(whole, NEGLIGIBLE / first) : whole;
    const steepest = Math.max(Math.abs(first), Math.abs(slope(length)));
    const easy = length * steepest <= UNITS_OF_EIGHT && length <= LENGTH_OF_EIGHT;
    const { nodes, lnWeights } = easy ? coarse : fine;
    const wanted = Math.ceil(Math.max((length * steepest) / UNITS_A_PANEL, length / PANEL_LENGTH, 1));
    const panels = Math.min(MAX_PANELS, wanted);
    const half = length / panels / 2;
    const lnStart = Math.log(start);
    const common = Math.log(s * half);
    for (let panel = 0; panel < panels; panel++)
      for (let i = 0; i < nodes.length; i++) {
        const y = half * (2 * panel + 1 + nodes[i]!);
        const grown = start * Math.expm1(y);
        const lnSmall = lnStart + y;
        const lnLarge = Math.log(large + tx + grown);
        const k = this.count++;
        this.lnAlpha[k] = swapped ? lnLarge : lnSmall;
        this.lnBeta[k] = swapped ? lnSmall : lnLarge;
        this.inverseAlpha[k] = 1 / (alpha + tx + grown);
        this.inverseBeta[k] = 1 / (beta + tx + grown);
        this.log[k] = common + lnWeights[i]! + (1 - powerSmall) * lnSmall - powerLarge * lnLarge;
      }
  }
}
