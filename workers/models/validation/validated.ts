import { unwatched } from "../../base/job.ts";
import { fitLogistic } from "../logistic/fit.ts";
import { conformalBand, type ConformalBand } from "./conformal.ts";
import type { CrossValidation } from "./cross-validate.ts";
import { gainsTable, type Gain } from "./gains.ts";
import { calibrationBins, liftAt, scoresOf, type CalibrationBin, type Scores } from "./scores.ts";

/** How a model did on rows it had not seen. */
export interface Validation extends CrossValidation {
  readonly scores: Scores;
  /** Scores of saying the same chance of everybody: the rate. */
  readonly plain: Scores;
  readonly bins: readonly CalibrationBin[];
  /** Times as many of the outcome among the tenth with the highest probabilities as among all. */
  readonly lift: number;
  readonly gains: readonly Gain[];
  readonly band: ConformalBand;
  /** Slope of the outcome's log-odds on the predicted log-odds (Cox 1958): 1 is calibrated, below 1 too sure. */
  readonly slope: number;
}

/** Every measure of held-out probabilities against what happened. */
export function validated(cross: CrossValidation, labels: Uint8Array): Validation {
  const { probability } = cross;
  const rate = labels.reduce((sum, y) => sum + y, 0) / labels.length;
  return {
    ...cross,
    scores: scoresOf(probability, labels),
    plain: scoresOf(new Float64Array(labels.length).fill(rate), labels),
    bins: calibrationBins(probability, labels),
    lift: liftAt(probability, labels, 0.1),
    gains: gainsTable(probability, labels),
    band: conformalBand(probability, labels),
    slope: calibrationSlope(probability, labels),
  };
}

/** Slope of the outcome's log-odds on the predicted log-odds; NaN where all predictions are the same. */
function calibrationSlope(probability: Float64Array, labels: Uint8Array): number {
  const logit = probability.map((p) => Math.max(-30, Math.min(30, Math.log(p / (1 - p)))));
  const fit = fitLogistic({ columns: [logit], labels }, {}, unwatched);
  return fit.constant.length > 0 ? NaN : fit.coefficients[0]!;
}
