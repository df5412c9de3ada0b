import type { Json } from "../base/canonical-json.ts";
import { aucInterval } from "../models/validation/auc.ts";
import type { Validation } from "../models/validation/validated.ts";
import { finite } from "./document.ts";

/** Members of a document that say how a model did on rows it had not seen. */
export function validationMembers(validation: Validation | undefined): Record<string, Json> {
  if (validation === undefined)
    return { auc: null, logLoss: null, brier: null, accuracy: null, calibration: [], gains: [] };
  const [low, high] = aucInterval(validation.auc);
  const { logLoss, brier, accuracy, f1 } = validation.scores;
  return {
    folds: validation.folds,
    auc: { mean: validation.auc.value, low: finite(low), high: finite(high) },
    logLoss,
    brier,
    accuracy,
    f1,
    plainRate: { logLoss: validation.plain.logLoss, brier: validation.plain.brier },
    liftTopTenth: validation.lift,
    calibrationSlope: finite(validation.slope),
    calibration: validation.bins.map(({ n, expected, observed }) => ({
      n,
      expected,
      observed: observed.value,
      low: observed.low,
      high: observed.high,
    })),
    gains: validation.gains.map(({ precision, ...gain }) => ({
      ...gain,
      precision: precision.value,
      low: precision.low,
      high: precision.high,
    })),
    conformal: { ...validation.band },
  };
}
