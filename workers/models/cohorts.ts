import { monthIndex, type EpochDay } from "../base/calendar.ts";
import type { JobControl } from "../base/job.ts";
import { checkEvery } from "./cancel.ts";

/** People grouped by the period of their first order, and how many of them order again in each later period. */
export interface CohortInput {
  /** Orders of person p are `start[p]` to `start[p + 1]`, sorted by day. */
  readonly start: Int32Array;
  readonly day: Int32Array;
  readonly amount: Float64Array;
  readonly mask: Uint8Array;
  /** Orders after this day are not seen; its period is the last one. */
  readonly end: EpochDay;
  /** Weeks start on Monday (ISO 8601). */
  readonly unit: "week" | "month";
}

export interface CohortOutput {
  readonly cohorts: readonly {
    /** Period number: months since January of year 0, or weeks since the Monday 1969-12-29. */
    readonly period: number;
    readonly size: number;
    /** People with an order 0, 1, 2 ... periods later, up to the period of the end. */
    readonly retained: readonly number[];
  }[];
}

// Epoch day 0 was a Thursday.
const DAYS_FROM_MONDAY = 3;

/** The period a day lies in. */
export function periodOf(day: EpochDay, unit: "week" | "month"): number {
  return unit === "month" ? monthIndex(day) : Math.floor((day + DAYS_FROM_MONDAY) / 7);
}

/** Monday of a week number. */
export function mondayOf(week: number): EpochDay {
  return week * 7 - DAYS_FROM_MONDAY;
}

/** Counts retention. Returns (negative amounts) are not orders. Periods without a new customer have no cohort. Linear in orders. */
export function cohorts(input: CohortInput, job: JobControl): CohortOutput {
  const { start, day, amount, mask, end, unit } = input;
  const periods = periodTable(day, end, unit);
  if (periods.count === 0) return { cohorts: [] };
  const { table, firstDay, count } = periods;
  // A row for each period somebody came in: one date mistyped a hundred years ago costs one row, not thousands of empty ones.
  const rows = new Map<number, Int32Array>();
  for (let p = 0, people = start.length - 1; p < people; p++) {
    checkEvery(job, p);
    if (mask[p] !== 1) continue;
    let row = -1;
    let seen = -1;
    for (let o = start[p]!, stop = start[p + 1]!; o < stop; o++) {
      if (day[o]! > end) break;
      if (amount[o]! < 0) continue;
      const period = table[day[o]! - firstDay]!;
      if (period === seen) continue;
      seen = period;
      if (row < 0) row = period;
      let cells = rows.get(row);
      if (cells === undefined) rows.set(row, (cells = new Int32Array(count - row)));
      cells[period - row] = cells[period - row]! + 1;
    }
  }
  return {
    cohorts: [...rows]
      .sort(([a], [b]) => a - b)
      .map(([row, cells]) => ({
        period: periods.firstPeriod + row,
        size: cells[0]!,
        retained: Array.from(cells),
      })),
  };
}

/** Period of each day from the first to the end, counted from the first period: a look-up instead of calendar sums per order. */
function periodTable(day: Int32Array, end: EpochDay, unit: "week" | "month") {
  let firstDay = end + 1;
  for (let o = 0; o < day.length; o++) if (day[o]! < firstDay) firstDay = day[o]!;
  if (firstDay > end) return { count: 0, table: new Int32Array(0), firstDay, firstPeriod: 0 };
  const firstPeriod = periodOf(firstDay, unit);
  const table = Int32Array.from(
    { length: end - firstDay + 1 },
    (_, offset) => periodOf(firstDay + offset, unit) - firstPeriod,
  );
  return { count: table[table.length - 1]! + 1, table, firstDay, firstPeriod };
}
