import type { ReviewCheck } from "../../terms/insight.ts";
import type { BehaviourField } from "../../terms/propensity.ts";
import type { CalibrationDrift } from "../drift/calibration-drift.ts";
import { atLeast, atMost } from "../review.ts";
import { eventCheck, rounded, validationChecks } from "../validation/checks.ts";
import { stratifiedFolds } from "../validation/folds.ts";
import { leakLimit, soloAuc } from "../validation/leak.ts";
import type { Validation } from "../validation/validated.ts";
import { sumOf } from "./figures.ts";
import type { Past } from "./past.ts";

const limits = {
  /** Rows learnt from: below a hundred every curve is chance. */
  rows: { least: 100, good: 300 },
  /** Share by which the number of outcomes was off on the time held out. */
  level: { good: 0.15, most: Infinity },
} as const;

/** Whether there is enough to learn from and to judge by: rows, both outcomes in both pasts, and somebody to score. */
export function pastChecks(first: Past, second: Past, scored: number): ReviewCheck[] {
  const least = (one: Past) => Math.min(sumOf(one.labels), one.labels.length - sumOf(one.labels));
  const rarer = least(first) <= least(second) ? first : second;
  return [
    atLeast(first.labels.length, limits.rows, { bad: "propensity-too-few", fine: "propensity-rows" }),
    eventCheck(rarer.labels.length, sumOf(rarer.labels)),
    ...(scored === 0 ? [{ code: "propensity-nobody", verdict: "do-not-use" as const, details: {} }] : []),
  ];
}

/** Whether the time that is known holds the time ahead three times: to know people by, to learn, and to judge. */
export function spanCheck(span: number, horizon: number): ReviewCheck {
  return atLeast(
    span,
    { least: 3 * horizon, good: 3 * horizon },
    { bad: "churn-span-short", fine: "span" },
    { horizon },
  );
}

/**
 * The suspected fields that alone tell the outcome of either past, each with what the review says of it: a list made today of what
 * somebody did lately gives itself away in the later one.
 */
export function leakingFields(
  pasts: readonly Past[],
  suspects: readonly BehaviourField[],
): { readonly field: BehaviourField; readonly check: ReviewCheck }[] {
  return suspects.flatMap((field) => {
    const area = pasts.reduce((most, past) => Math.max(most, areaOf(past, field)), 0);
    if (!(area > leakLimit)) return [];
    const details = { field, auc: rounded(area) };
    return [{ field, check: { code: "propensity-leak", verdict: "use-with-care" as const, details } }];
  });
}

function areaOf({ table, labels }: Past, field: BehaviourField): number {
  const column = table.columns.find(({ name }) => name === field);
  if (column === undefined) return 0;
  return soloAuc(column, Int32Array.from(labels.keys()), labels, stratifiedFolds(labels, 2, 1));
}

/** What the rows held out say: better than chance, than the rate and than a plain rule, and as many as were said. */
export function fitChecks(
  validation: Validation | undefined,
  { expected, observed }: CalibrationDrift,
  plainAuc: number,
): ReviewCheck[] {
  if (validation === undefined)
    return [{ code: "propensity-one-outcome", verdict: "do-not-use", details: {} }];
  const better = !(plainAuc >= validation.auc.value);
  return [
    ...validationChecks(validation),
    {
      code: better ? "ok-plain-rule" : "plain-rule-as-good",
      verdict: better ? "use" : "use-with-care",
      details: { auc: rounded(validation.auc.value), plain: rounded(plainAuc) },
    },
    atMost(
      rounded(Math.abs(expected - observed) / Math.max(1, observed)),
      limits.level,
      { bad: "propensity-level-off", fine: "propensity-level" },
      { expected: Math.round(expected), observed },
    ),
  ];
}
