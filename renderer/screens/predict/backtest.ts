import { parseIsoDate } from "../../../workers/base/calendar.ts";
import type { LifetimeReport } from "../../../workers/terms/insight.ts";

/** How the model and a naive rule did on a stretch of time they were not shown. Repeat purchases, all people. */
export interface Backtest {
  readonly fromDay: string;
  readonly days: number;
  readonly people: number;
  readonly actual: number;
  readonly expected: number;
  /** The rule "they go on as before": the weekly pace up to `fromDay`, continued. Absent when that pace is not known. */
  readonly naive: number | undefined;
}

/** Reads the held-out check of a run; undefined when the run has none. */
export function backtestOf(
  report: Pick<LifetimeReport, "end" | "holdout" | "tracking">,
): Backtest | undefined {
  const { holdout, tracking, end } = report;
  const from = holdout && parseIsoDate(holdout.fromDay);
  const until = parseIsoDate(end);
  if (!holdout || from === undefined || until === undefined) return undefined;
  const sum = (of: "actual" | "expected"): number =>
    holdout.bins.reduce((total, bin) => total + bin[of] * bin.people, 0);
  const days = until - from;
  const actual = sum("actual");
  const expected = sum("expected");
  return {
    fromDay: holdout.fromDay,
    days,
    people: holdout.bins.reduce((total, bin) => total + bin.people, 0),
    actual,
    expected,
    // Older runs do not hold what the plain rule said.
    naive: holdout.naive ?? naivePurchases(tracking, days / 7),
  };
}

function naivePurchases(tracking: LifetimeReport["tracking"], weeks: number): number | undefined {
  const seen = weekBefore(tracking, weeks);
  return seen === undefined ? undefined : (seen.actual / seen.week) * weeks;
}

/** The last week that ended before the final `weeks`. */
function weekBefore(
  tracking: LifetimeReport["tracking"],
  weeks: number,
): LifetimeReport["tracking"][number] | undefined {
  const last = tracking.at(-1)?.week ?? 0;
  return tracking.findLast((point) => point.week > 0 && point.week <= last - weeks);
}

/** The naive rule as a line over the weeks of `tracking`: nothing before the held-out time, then the pace so far. */
export function naiveLine(tracking: LifetimeReport["tracking"], days: number): readonly (number | null)[] {
  const seen = weekBefore(tracking, days / 7);
  return tracking.map(({ week }) =>
    seen === undefined || week < seen.week ? null : (seen.actual / seen.week) * week,
  );
}
