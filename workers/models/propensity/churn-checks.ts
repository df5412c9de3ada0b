import type { EpochDay } from "../../base/calendar.ts";
import type { ReviewCheck } from "../../terms/insight.ts";
import type { CalibrationDrift } from "../drift/calibration-drift.ts";
import { atLeast, atMost } from "../review.ts";
import { eventCheck, rounded, validationChecks } from "../validation/checks.ts";
import { stratifiedFolds } from "../validation/folds.ts";
import { leakLimit, soloAuc } from "../validation/leak.ts";
import type { Validation } from "../validation/validated.ts";
import type { PersonHistory } from "./person-history.ts";
import type { ActiveSnapshot } from "./snapshot.ts";

const limits = {
  /** People learnt from: below a hundred every curve is chance. */
  people: { least: 100, good: 300 },
  /** Share by which the number who left was off on the time held out. */
  level: { good: 0.15, most: Infinity },
} as const;

interface ChurnData {
  readonly history: PersonHistory;
  readonly end: EpochDay;
  readonly horizon: number;
  readonly span: number;
  readonly left: Uint8Array;
  readonly now: ActiveSnapshot;
}

/** Whether there is enough to learn from: people, time, both outcomes, and orders up to the end. */
export function churnDataChecks({ history, end, horizon, span, left, now }: ChurnData): ReviewCheck[] {
  const stay = left.length - left.reduce((sum, y) => sum + y, 0);
  const lastDay = lastOrderDay(history, end);
  return [
    atLeast(left.length, limits.people, { bad: "churn-too-few-customers", fine: "churn-customers" }),
    atLeast(
      span,
      { least: 3 * horizon, good: 3 * horizon },
      { bad: "churn-span-short", fine: "span" },
      { horizon },
    ),
    atMost(
      lastDay === undefined ? Infinity : end - lastDay,
      { good: Math.min(31, horizon / 2), most: horizon / 2 },
      { bad: "no-recent-orders", fine: "recent-orders" },
      lastDay === undefined ? { value: span } : {},
    ),
    eventCheck(left.length, stay),
    ...(now.person.length === 0
      ? [{ code: "churn-nobody-active", verdict: "do-not-use" as const, details: {} }]
      : []),
  ];
}

function lastOrderDay({ start, day, amount, mask }: PersonHistory, end: EpochDay): EpochDay | undefined {
  let last: EpochDay | undefined;
  for (let p = 0; p < mask.length; p++)
    for (let o = start[p]!; mask[p] === 1 && o < start[p + 1]! && day[o]! <= end; o++)
      if (amount[o]! >= 0 && (last === undefined || day[o]! > last)) last = day[o]!;
  return last;
}

/**
 * Whether the file somebody came from, which has no date, alone tells who left: it then says what was known only later (a list
 * of those who left, say) and must be left out.
 */
export function sourceLeak({ table }: ActiveSnapshot, left: Uint8Array): ReviewCheck | undefined {
  const source = table.columns.find(({ name }) => name === "source");
  if (source === undefined) return undefined;
  const rows = Int32Array.from(left.keys());
  const area = soloAuc(source, rows, left, stratifiedFolds(left, 2, 1));
  if (!(area > leakLimit)) return undefined;
  return { code: "churn-source-leak", verdict: "use-with-care", details: { auc: rounded(area) } };
}

/** What the time held out says: better than chance, than the rate and than recency alone, and as many as were said. */
export function churnFitChecks(
  validation: Validation | undefined,
  { expected, observed }: CalibrationDrift,
  recencyAuc: number,
): ReviewCheck[] {
  if (validation === undefined) return [{ code: "churn-one-outcome", verdict: "do-not-use", details: {} }];
  const facts = { auc: rounded(validation.auc.value), recency: rounded(recencyAuc) };
  const better = validation.auc.value > recencyAuc;
  return [
    ...validationChecks(validation),
    {
      code: better ? "ok-churn-recency" : "churn-recency-as-good",
      verdict: better ? "use" : "use-with-care",
      details: facts,
    },
    atMost(
      rounded(Math.abs(expected - observed) / Math.max(1, observed)),
      limits.level,
      { bad: "churn-level-off", fine: "churn-level" },
      { expected: Math.round(expected), observed },
    ),
  ];
}
