import { unwatched } from "../../base/job.ts";
import { normalQuantile } from "../../stats/normal.ts";
import { fitLogistic } from "../logistic/fit.ts";

/** How the chances said before compare with what happened since. */
export interface CalibrationDrift {
  readonly n: number;
  readonly expected: number;
  readonly observed: number;
  /** Log-odds by which all chances are too low (above 0) or too high, with its 95 % range. */
  readonly shift: { readonly value: number; readonly low: number; readonly high: number };
  /** Slope of the outcome's log-odds on those said: below 1 the chances are too extreme. */
  readonly slope: { readonly value: number; readonly low: number; readonly high: number };
  /** Whether one of the ranges leaves out what a calibrated model would have; undefined where it cannot be told. */
  readonly drifted: boolean | undefined;
}

/**
 * Calibration in the large and slope (Cox 1958; Steyerberg 2019, section 15.3) of chances against outcomes that came later.
 * The shift is told with the slope kept at 1, by a logistic regression on the intercept with the log-odds as offset.
 */
export function calibrationDrift(chances: Float64Array, labels: Uint8Array): CalibrationDrift {
  const n = labels.length;
  const expected = chances.reduce((sum, p) => sum + p, 0);
  const observed = labels.reduce((sum, y) => sum + y, 0);
  const nothing = { value: NaN, low: NaN, high: NaN };
  if (observed === 0 || observed === n)
    return { n, expected, observed, shift: nothing, slope: nothing, drifted: undefined };
  const logit = chances.map((p) => Math.log(Math.max(1e-9, p) / Math.max(1e-9, 1 - p)));
  const shift = shiftOf(logit, observed);
  const fit = fitLogistic({ columns: [logit], labels }, {}, unwatched);
  const slope = fit.constant.length > 0 ? nothing : ranged(fit.coefficients[0]!, fit.standardErrors[0]!);
  const out = (range: typeof nothing, calibrated: number) =>
    range.low > calibrated || range.high < calibrated;
  return { n, expected, observed, shift, slope, drifted: out(shift, 0) || out(slope, 1) };
}

/** The one number that, added to all log-odds, makes their chances sum to the outcomes; by Newton's method. */
function shiftOf(logit: Float64Array, observed: number) {
  let [value, curve] = [0, 1];
  for (let step = 0; step < 100; step++) {
    let sum = 0;
    curve = 0;
    for (const eta of logit) {
      const p = 1 / (1 + Math.exp(-eta - value));
      sum += p;
      curve += p * (1 - p);
    }
    const move = Math.max(-1, Math.min(1, (observed - sum) / Math.max(1e-12, curve)));
    value += move;
    if (Math.abs(move) < 1e-10) break;
  }
  return ranged(value, 1 / Math.sqrt(curve));
}

function ranged(value: number, error: number) {
  const half = normalQuantile(0.975) * error;
  return { value, low: value - half, high: value + half };
}
