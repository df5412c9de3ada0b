import { parseIsoDate, type EpochDay } from "../base/calendar.ts";
import { fault, type Outcome } from "../base/fault.ts";
import { ok } from "../base/result.ts";
import type { Workspace } from "../workspace.ts";

const MS_PER_DAY = 86_400_000;

/**
 * The day of the last order, undefined when there is none. An order of a day that has not come is a slip of the file's, and counts
 * only where every order is one: there it is this machine's clock that is wrong. Tomorrow has come somewhere on earth.
 */
export function lastOrderDay(workspace: Workspace): EpochDay | undefined {
  const { day, count } = workspace.columns().orders;
  const tomorrow = today(workspace) + 1;
  let [last, latest] = [-Infinity, -Infinity];
  for (let o = 0; o < count; o++) {
    const own = day[o]!;
    if (own > latest) latest = own;
    if (own > last && own <= tomorrow) last = own;
  }
  if (count === 0) return undefined;
  return last === -Infinity ? latest : last;
}

function today(workspace: Workspace): EpochDay {
  return Math.floor(workspace.now().getTime() / MS_PER_DAY);
}

/** The clock of an analysis: the day asked for, else that of the last order, else today. */
export function endDay(workspace: Workspace, asked: string | undefined): Outcome<EpochDay> {
  if (asked !== undefined) {
    const day = parseIsoDate(asked);
    return day === undefined ? fault("bad-arguments") : ok(day);
  }
  return ok(lastOrderDay(workspace) ?? today(workspace));
}
