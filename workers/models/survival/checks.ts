import type { ReviewCheck } from "../../terms/insight.ts";
import { atLeast } from "../review.ts";
import type { CoxFit } from "./cox.ts";

/** Below ten events a curve is a few steps of chance; ten events a coefficient after Peduzzi et al. (1995). */
const limits = {
  events: { least: 5, good: 30 },
  perCoefficient: { least: 2, good: 10 },
} as const;

/** Whether enough people left to draw a curve. */
export function survivalChecks(events: number, unusable: number): ReviewCheck[] {
  const checks = [atLeast(events, limits.events, { bad: "events-too-few", fine: "events" })];
  if (unusable > 0)
    checks.push({ code: "times-unusable", verdict: "use-with-care", details: { count: unusable } });
  return checks;
}

/** What a proportional hazards model may be trusted with. */
export function coxChecks(fit: CoxFit, names: readonly string[]): ReviewCheck[] {
  const coefficients = names.length - fit.constant.length - fit.repeated.length;
  const perCoefficient = Math.round(fit.events / Math.max(1, coefficients));
  const named = (code: string, columns: readonly number[]): ReviewCheck[] =>
    columns.length === 0
      ? []
      : [
          {
            code,
            verdict: "use",
            details: { columns: columns.map((j) => names[j]!).join(", "), count: columns.length },
          },
        ];
  return [
    atLeast(perCoefficient, limits.perCoefficient, { bad: "events-per-column", fine: "events-per-column" }),
    ...named("columns-constant", fit.constant),
    ...named("columns-repeated", fit.repeated),
    ...(coefficients > 0 ? [] : [{ code: "nothing-to-learn", verdict: "do-not-use" as const, details: {} }]),
    ...(fit.converged ? [] : [{ code: "fit-unfinished", verdict: "do-not-use" as const, details: {} }]),
  ];
}
