import type { ReviewCheck } from "../../terms/insight.ts";
import { atLeast, atMost } from "../review.ts";
import { aucInterval } from "./auc.ts";
import { leakLimit } from "./leak.ts";
import type { Validation } from "./validated.ts";

/** The area's lower bound must lie above chance for a model to be used at all. */
const limits = {
  events: { least: 10, good: 100 },
  auc: { least: 0.5, good: 0.6 },
  slopeError: { good: 0.2, most: Infinity },
} as const;

/** Whether there are enough of the rarer outcome to learn from. */
export function eventCheck(n: number, positives: number): ReviewCheck {
  const events = Math.min(positives, n - positives);
  return atLeast(events, limits.events, { bad: "outcome-too-few", fine: "outcome" });
}

/** What held-out rows say of a model: better than chance, better than the rate alone, and chances of the right size. */
export function validationChecks(validation: Validation | undefined): ReviewCheck[] {
  if (validation === undefined) return [];
  // Folds with one of the rarer outcome have no spread: then the area may be anything.
  const [low, high] = validation.auc.variance >= 0 ? aucInterval(validation.auc) : [0, 1];
  const facts = { low: rounded(low), high: rounded(high), auc: rounded(validation.auc.value) };
  const slopeError = Math.min(99, Math.abs(validation.slope - 1));
  const { scores, plain } = validation;
  return [
    atLeast(rounded(low), limits.auc, { bad: "like-chance", fine: "auc" }, facts),
    // Columns none of which tells the outcome alone may do so together.
    ...(validation.auc.value > leakLimit
      ? [{ code: "too-good", verdict: "use-with-care" as const, details: { auc: facts.auc } }]
      : []),
    ...(scores.logLoss < plain.logLoss
      ? []
      : [
          {
            code: "plain-rate-better",
            verdict: "do-not-use" as const,
            details: { model: rounded(scores.logLoss), plain: rounded(plain.logLoss) },
          },
        ]),
    Number.isNaN(slopeError)
      ? { code: "calibration-unknown", verdict: "do-not-use", details: {} }
      : atMost(
          rounded(slopeError),
          limits.slopeError,
          { bad: "calibration-off", fine: "calibration" },
          { slope: rounded(validation.slope) },
        ),
  ];
}

/** Columns that alone tell the outcome, or that there are none. */
export function leakCheck(leaks: readonly string[]): ReviewCheck {
  return namedCheck("leak", leaks, "do-not-use") ?? { code: "ok-leak", verdict: "use", details: {} };
}

/** A check that names columns; none when there is nothing to name. */
export function namedCheck(
  code: string,
  names: readonly string[],
  verdict: ReviewCheck["verdict"],
): ReviewCheck | undefined {
  if (names.length === 0) return undefined;
  const shown = names.slice(0, 5).join(", ");
  return {
    code,
    verdict,
    details: { columns: names.length > 5 ? `${shown}, …` : shown, count: names.length },
  };
}

/** A number as checks tell it: three digits after the point. */
export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
