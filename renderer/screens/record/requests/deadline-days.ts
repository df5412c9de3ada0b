import type { RequestEntry } from "../../../../workers/terms/rights.ts";

/** One day of the calendar strip. */
export interface DeadlineDay {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly today: boolean;
  /** Before today, in the week of today. */
  readonly past: boolean;
  readonly due: readonly RequestEntry[];
}

const MS_PER_DAY = 86_400_000;
const WEEKS = 6;

/** Six weeks of days from the Monday of this week on, with what is due on each. `today` is `YYYY-MM-DD`. */
export function deadlineDays(today: string, requests: readonly RequestEntry[]): readonly DeadlineDay[] {
  const now = Date.parse(`${today}T00:00:00Z`);
  const monday = now - ((new Date(now).getUTCDay() + 6) % 7) * MS_PER_DAY;
  return Array.from({ length: WEEKS * 7 }, (_, at) => {
    const day = new Date(monday + at * MS_PER_DAY).toISOString().slice(0, 10);
    return {
      day,
      today: day === today,
      past: day < today,
      due: requests.filter(({ outcome, deadline }) => outcome === undefined && deadline.dueOn === day),
    };
  });
}

/** How pressing a number of days is. */
export function urgency(daysLeft: number): "danger" | "warn" | "ok" {
  if (daysLeft < 0) return "danger";
  return daysLeft <= 7 ? "warn" : "ok";
}

/** The day of the reader's clock. */
export function localToday(now: Date): string {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
