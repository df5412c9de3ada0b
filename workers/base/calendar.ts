/** A day as a whole number of days since 1970-01-01 in the proleptic Gregorian calendar, without a zone. */
export type EpochDay = number;

const MS_PER_DAY = 86_400_000;

/** The epoch day of a civil date, or undefined when no such day exists (31 February, month 13, year 0). */
export function epochDay(year: number, month: number, day: number): EpochDay | undefined {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / MS_PER_DAY;
}

/** Year, month (1 to 12) and day of an epoch day. */
export function civilDate(day: EpochDay): {
  readonly year: number;
  readonly month: number;
  readonly day: number;
} {
  const date = new Date(day * MS_PER_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** `YYYY-MM-DD` of an epoch day. */
export function isoDate(day: EpochDay): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The epoch day of `YYYY-MM-DD`, or undefined for any other text. */
export function parseIsoDate(text: string): EpochDay | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match ? epochDay(Number(match[1]), Number(match[2]), Number(match[3])) : undefined;
}

/** Months since January of year 0: equal for the days of one calendar month. */
export function monthIndex(day: EpochDay): number {
  const { year, month } = civilDate(day);
  return year * 12 + (month - 1);
}

/** `YYYY-MM` of a month index. */
export function isoMonth(index: number): string {
  return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`;
}

/** Number of days in a month of the Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
