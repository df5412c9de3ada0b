import { isoDate, isoMonth } from "../base/calendar.ts";
import type { Outcome } from "../base/fault.ts";
import { unwatched } from "../base/job.ts";
import { ok } from "../base/result.ts";
import type { Input } from "../contract.ts";
import type { CohortRates } from "../models/cohort-rates.ts";
import { mondayOf, type CohortOutput } from "../models/cohorts.ts";
import { atLeast, review } from "../models/review.ts";
import type { CohortRatesReport, CohortReport, Review } from "../terms/insight.ts";
import type { Workspace } from "../workspace.ts";
import { endDay } from "./clock.ts";

/** Retention by the period of the first order, over the people analytics may consider. */
export async function cohortReport(
  workspace: Workspace,
  input: Input<"cohorts">,
): Promise<Outcome<CohortReport>> {
  const end = endDay(workspace, input.end);
  if (!end.ok) return end;
  const unit = input.unit ?? "month";
  const { start, day, amount } = workspace.columns().orders;
  const { mask, withheld } = workspace.permitted("analytics");
  const output = await workspace.models.run(
    "cohorts",
    { start, day, amount, mask, end: end.value, unit },
    unwatched,
  );
  return ok({
    unit,
    end: isoDate(end.value),
    withheld,
    cohorts: cohortList(output, unit),
    review: cohortReview(output),
  });
}

/** Cohorts with the first day of a week, or the month, they start in. */
export function cohortList({ cohorts }: CohortOutput, unit: "week" | "month"): CohortReport["cohorts"] {
  return cohorts.map(({ period, size, retained }) => ({
    start: unit === "month" ? isoMonth(period) : isoDate(mondayOf(period)),
    size,
    retained,
  }));
}

/** Counts are true however few; shares of small cohorts jump, and one period shows no retention at all. */
export function cohortReview({ cohorts }: CohortOutput): Review {
  const people = cohorts.reduce((sum, { size }) => sum + size, 0);
  const periods = cohorts[0]?.retained.length ?? 0;
  return review([
    atLeast(people, { least: 1, good: 100 }, { bad: "cohort-too-few-customers", fine: "cohort-customers" }),
    atLeast(periods, { least: 2, good: 4 }, { bad: "cohort-too-few-periods", fine: "cohort-periods" }),
  ]);
}

/** Cohort rates with the months by name. */
export function cohortRatesReport(rates: CohortRates): CohortRatesReport {
  const cohorts = rates.cohorts.map(({ period, ...cohort }) => ({ start: isoMonth(period), ...cohort }));
  return { ...rates, cohorts };
}
