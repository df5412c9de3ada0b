import type { ReviewCheck } from "../../terms/insight.ts";
import type { Design } from "../design/design.ts";
import { atLeast, atMost } from "../review.ts";
import { eventCheck, leakCheck, namedCheck, rounded, validationChecks } from "../validation/checks.ts";
import type { LogisticOutput } from "./logistic.ts";

/** Ten events a coefficient is the old rule of Peduzzi et al. (1996); below two the fit is noise. */
const limits = {
  perCoefficient: { least: 2, good: 10 },
  unusedRows: { good: 0.1, most: 0.9 },
} as const;

/** What a logistic regression may be trusted with. `penalised` fits may have more columns than outcomes allow. */
export function logisticChecks(output: LogisticOutput, penalised: boolean): ReviewCheck[] {
  const { fit, validation, n, positives, known, design } = output;
  const events = Math.min(positives, n - positives);
  const checks = [
    eventCheck(n, positives),
    ...designChecks(design),
    atMost(rounded(1 - n / Math.max(1, known)), limits.unusedRows, { bad: "rows-blank", fine: "rows-blank" }),
  ];
  if (fit === undefined) return [...checks, { code: "nothing-to-learn", verdict: "do-not-use", details: {} }];
  const coefficients = fit.coefficients.length - fit.constant.length - fit.repeated.length;
  if (!penalised) {
    const share = rounded(events / Math.max(1, coefficients));
    checks.push(
      atLeast(share, limits.perCoefficient, { bad: "events-per-column", fine: "events-per-column" }),
    );
  }
  return [
    ...checks,
    namedCheck("columns-constant", fit.constant.map(nameIn(design)), "use"),
    namedCheck("columns-repeated", fit.repeated.map(nameIn(design)), "use"),
    leakCheck(output.leaks),
    namedCheck("leak-suspect", output.suspects ?? [], "use-with-care"),
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

function nameIn(design: Design): (column: number) => string {
  return (column) => design.names[column]!;
}
