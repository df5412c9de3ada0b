import { civilDate, daysInMonth, epochDay, isoDate, type EpochDay } from "../../../base/calendar.ts";
import type { Deadline, RequestKind, RequestLaw } from "../../../terms/rights.ts";
import { legalDeadlines, type LegalDeadline, type LegalPeriod } from "./legal-deadlines.ts";

/** How long a pack of law in force gives, and by which article. */
export interface PackPeriod {
  readonly period: LegalPeriod;
  readonly article: string;
}

/**
 * The last day to answer a request received on `received` (GDPR art. 12(3); the table names every law's article). An extension follows
 * on the first period. Where a law moves a last day off a weekend or holiday to the next working day, the earlier day is kept.
 * A pack of that law in force may ask for an earlier day. @throws RangeError for a law without a rule: a bug.
 */
export function deadlineOf(
  law: RequestLaw,
  kind: RequestKind,
  received: EpochDay,
  extended: boolean,
  pack?: PackPeriod,
): Deadline {
  const { period, extension, article, source, ownTarget } = ruleOf(law, kind);
  const periods = extended && extension !== undefined ? [period, extension] : [period];
  const due = after(received, periods);
  // What a pack in force asks counts where it is earlier; an extension is the law's own and follows it as well.
  const asked = pack === undefined ? due : after(received, [pack.period, ...periods.slice(1)]);
  return {
    dueOn: isoDate(Math.min(due, asked)),
    article: pack !== undefined && asked < due ? pack.article : article,
    source,
    ownTarget: asked < due ? false : (ownTarget ?? false),
    ...(extension === undefined || extended
      ? {}
      : { extendable: isoDate(after(received, [period, extension])) }),
  };
}

function ruleOf(law: RequestLaw, kind: RequestKind): LegalDeadline {
  const own = legalDeadlines.filter((rule) => rule.law === law);
  const found =
    own.find(({ kinds }) => kinds?.includes(kind) === true) ?? own.find(({ kinds }) => kinds === undefined);
  if (found === undefined) throw new RangeError(`no deadline for ${law}`);
  return found;
}

// Months are counted together: one month from 31 January and two more end on 30 April, not on the 28th.
function after(from: EpochDay, periods: readonly LegalPeriod[]): EpochDay {
  const sum = (unit: LegalPeriod["unit"]): number =>
    periods.reduce((total, one) => total + (one.unit === unit ? one.amount : 0), 0);
  return addBusinessDays(addMonths(from, sum("month")) + sum("day"), sum("business-day"));
}

/** The same day so many months later, or the last day of a month that is shorter (Regulation 1182/71 art. 3(2)(c)). */
export function addMonths(day: EpochDay, months: number): EpochDay {
  const { year, month, day: date } = civilDate(day);
  const index = year * 12 + (month - 1) + months;
  const [toYear, toMonth] = [Math.floor(index / 12), (index % 12) + 1];
  return epochDay(toYear, toMonth, Math.min(date, daysInMonth(toYear, toMonth))) ?? day;
}

/** So many Mondays to Fridays later. Epoch day 0 was a Thursday. */
export function addBusinessDays(day: EpochDay, count: number): EpochDay {
  let at = day;
  for (let left = count; left > 0;) {
    at++;
    if ((((at + 3) % 7) + 7) % 7 < 5) left--;
  }
  return at;
}
