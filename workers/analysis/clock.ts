import { parseIsoDate, type EpochDay } from "../base/calendar.ts";
import { fault, type Outcome } from "../base/fault.ts";
import { ok } from "../base/result.ts";
import type { Columns } from "../columns/columns.ts";
import type { Workspace } from "../workspace.ts";

const MS_PER_DAY = 86_400_000;

/** The day of the last order in the columns, or undefined when there is none. */
export function lastOrderDay({ orders }: Columns): EpochDay | undefined {
  const { day, count } = orders;
  if (count === 0) return undefined;
  let last = day[0]!;
  for (let o = 1; o < count; o++) if (day[o]! > last) last = day[o]!;
  return last;
}

/** The clock of an analysis: the day asked for, else that of the last order, else today. */
export function endDay(workspace: Workspace, asked: string | undefined): Outcome<EpochDay> {
  if (asked !== undefined) {
    const day = parseIsoDate(asked);
    return day === undefined ? fault("bad-arguments") : ok(day);
  }
  const today = Math.floor(workspace.now().getTime() / MS_PER_DAY);
  return ok(lastOrderDay(workspace.columns()) ?? today);
}
