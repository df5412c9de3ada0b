import type { ReviewCheck } from "../../terms/insight.ts";
import type { Design } from "../design/design.ts";
import { atLeast, atMost } from "../review.ts";
import { aucInterval } from "../validation/auc.ts";
import type { LogisticOutput, Validation } from "./logistic.ts";

/**
 * Limits of a model of yes and no. Ten events a coefficient is the old rule of Peduzzi et al. (1996); below two the fit
 * is noise. The area's lower bound must lie above chance to be used at all.
 */
const limits = {
  events: { least: 10, good: 100 },
  perCoefficient: { least: 2, good: 10 },
  auc: { least: 0.5, good: 0.6 },
  slopeError: { good: 0.2, most: Infinity },
  unusedRows: { good: 0.1, most: 0.9 },
} as const;

/** What a logistic regression may be trusted with. */
export function logisticChecks(output: LogisticOutput, l2: number): ReviewCheck[] {
  const { fit, validation, n, positives, known, design } = output;
  const events = Math.min(positives, n - positives);
  const checks = [
    atLeast(events, limits.events, { bad: "outcome-too-few", fine: "outcome" }),
    ...designChecks(design),
    atMost(round(1 - n / Math.max(1, known)), limits.unusedRows, { bad: "rows-blank", fine: "rows-blank" }),
  ];
  if (fit === undefined) return [...checks, { code: "nothing-to-learn", verdict: "do-not-use", details: {} }];
  const coefficients = fit.coefficients.length - fit.constant.length - fit.repeated.length;
  if (l2 === 0) {
    const share = round(events / Math.max(1, coefficients));
    checks.push(
      atLeast(share, limits.perCoefficient, { bad: "events-per-column", fine: "events-per-column" }),
    );
  }
  return [
    ...checks,
    namedCheck("columns-constant", fit.constant.map(nameIn(design)), "use"),
    namedCheck("columns-repeated", fit.repeated.map(nameIn(design)), "use"),
    namedCheck("leak", output.leaks, "do-not-use") ?? fine("ok-leak"),
    namedCheck("separation", output.separating, "use-with-care"),
    fit.converged ? undefined : { code: "fit-unfinished", verdict: "do-not-use" as const, details: {} },
    ...validationChecks(validation),
  ].filter((check) => check !== undefined);
}

/** What became of the table's columns, where something did. */
export function designChecks(design: Design): ReviewCheck[] {
  return [
    namedCheck("columns-identifier", design.identifiers, "use"),
    namedCheck("columns-mostly-blank", design.mostlyBlank, "use"),
    namedCheck("columns-filled", design.filled, "use-with-care"),
    namedCheck("columns-pooled", design.pooled, "use"),
  ].filter((check) => check !== undefined);
}

function validationChecks(validation: Validation | undefined): ReviewCheck[] {
  if (validation === undefined) return [];
  const [low, high] = aucInterval(validation.auc);
  const facts = { low: round(low), high: round(high), auc: round(validation.auc.value) };
  return [
    atLeast(Number.isNaN(low) ? 0 : round(low), limits.auc, { bad: "like-chance", fine: "auc" }, facts),
    atMost(
      round(Math.min(99, Math.abs(validation.slope - 1))),
      limits.slopeError,
      { bad: "calibration-off", fine: "calibration" },
      { slope: round(validation.slope) },
    ),
  ];
}

function nameIn(design: Design): (column: number) => string {
  return (column) => design.names[column]!;
}

/** A check that names columns; none when there is nothing to name. */
function namedCheck(
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

function fine(code: string): ReviewCheck {
  return { code, verdict: "use", details: {} };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
