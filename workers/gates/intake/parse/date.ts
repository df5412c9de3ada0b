import { epochDay, parseIsoDate, type EpochDay } from "../../../base/calendar.ts";
import type { DateOrder } from "../../../terms/intake.ts";

/** First day of each era and the year before its year 1. */
const eras: readonly {
  readonly names: readonly string[];
  readonly base: number;
  readonly from: string;
  readonly to: string;
}[] = [
  { names: ["令和", "令", "R"], base: 2018, from: "2019-05-01", to: "9999-12-31" },
  { names: ["平成", "平", "H"], base: 1988, from: "1989-01-08", to: "2019-04-30" },
  { names: ["昭和", "昭", "S"], base: 1925, from: "1926-12-25", to: "1989-01-07" },
  { names: ["大正", "大", "T"], base: 1911, from: "1912-07-30", to: "1926-12-24" },
  { names: ["明治", "明", "M"], base: 1867, from: "1868-01-25", to: "1912-07-29" },
];

/** What a date cell turned out to be. */
export type DateReading =
  | {
      readonly kind: "day";
      readonly day: EpochDay;
      /** Milliseconds into the day and zone, when the cell tells. */ readonly time?: TimeReading;
    }
  | { readonly kind: "unreadable" }
  | { readonly kind: "out-of-range" };

export interface TimeReading {
  /** Milliseconds since midnight of the written day. */
  readonly ms: number;
  /** Minutes east of UTC; undefined when the cell does not say. */
  readonly zone?: number;
}

const unreadable = { kind: "unreadable" } as const;
const outOfRange = { kind: "out-of-range" } as const;
const EARLIEST = parseIsoDate("1868-01-25") ?? 0;
const LATEST = parseIsoDate("2200-12-31") ?? 0;

const timeForm =
  /(?:[ T]|^)\s*(午前|午後|AM|PM)?\s*(\d{1,2})[:時](\d{1,2})(?:[:分](\d{1,2})(?:\.(\d{1,9}))?秒?|分)?\s*(AM|PM)?\s*(Z|UTC|GMT|JST|[+-]\d{2}:?\d{2})?(?:\s*[A-Z]{3,4})?$/iu;

const monthNames: readonly string[] = [
  "jan",
  "feb",
  "mar",
  "apr",
  "may",
  "jun",
  "jul",
  "aug",
  "sep",
  "oct",
  "nov",
  "dec",
];

/**
 * A date as files write it, NFKC-folded first: ISO 8601, `2026/1/5`, `2026年1月5日`, `令和8年1月5日`, `R8.1.5`,
 * `H31/4/30`, `1/5/2026` and `1/5/26` by `order`, `20260105`, `5 Jan 2026`, an Excel serial (20000 to 80000), each
 * with or without a time of day. The written day counts: no zone is applied to it. Outside 1868 to 2200, year
 * 0000 included, it is out of range; a day that is in no calendar (31 February) is unreadable.
 */
export function parseDate(text: string, order: DateOrder): DateReading {
  let rest = text.normalize("NFKC").trim();
  if (rest === "") return unreadable;
  let time: TimeReading | undefined;
  const timed = timeForm.exec(rest);
  if (timed && timed.index > 0) {
    time = readTime(timed);
    if (time === undefined) return unreadable;
    rest = rest.slice(0, timed.index).trim();
  }
  rest = rest
    .replace(/\s*[((]?[日月火水木金土](?:曜日?)?[))]$/u, "")
    .replace(/^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+/i, "");
  const found = readDay(rest, order);
  if (found.kind !== "day" || time === undefined) return found;
  return { ...found, time };
}

function readTime(match: RegExpExecArray): TimeReading | undefined {
  const half = (match[1] ?? match[6] ?? "").toUpperCase();
  let hour = Number(match[2]);
  const minute = Number(match[3]);
  const second = Number(match[4] ?? 0);
  if ((half === "PM" || half === "午後") && hour < 12) hour += 12;
  if ((half === "AM" || half === "午前") && hour === 12) hour = 0;
  if (hour > 24 || minute > 59 || second > 60) return undefined;
  const fraction = Math.trunc(Number(`0.${match[5] ?? 0}`) * 1000);
  const ms = ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
  const zone = zoneMinutes(match[7]);
  return zone === undefined ? { ms } : { ms, zone };
}

function zoneMinutes(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const upper = text.toUpperCase();
  if (upper === "Z" || upper === "UTC" || upper === "GMT") return 0;
  if (upper === "JST") return 540;
  const minutes = Number(upper.slice(1, 3)) * 60 + Number(upper.slice(-2));
  return upper.startsWith("-") ? -minutes : minutes;
}

function readDay(text: string, order: DateOrder): DateReading {
  const iso = /^(\d{4})(?:[-/.]|年\s*)(\d{1,2})(?:[-/.]|月\s*)(\d{1,2})日?$/u.exec(text);
  if (iso) return civil(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (compact) return civil(Number(compact[1]), Number(compact[2]), Number(compact[3]));
  const era =
    /^(令和?|平成?|昭和?|大正?|明治?|[RHSTM])\.?\s*(\d{1,2}|元)(?:[-/.]|年\s*)(\d{1,2})(?:[-/.]|月\s*)(\d{1,2})日?$/iu.exec(
      text,
    );
  if (era) return eraDate(era[1] ?? "", era[2] === "元" ? 1 : Number(era[2]), Number(era[3]), Number(era[4]));
  const short = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{2}|\d{4})$/.exec(text);
  if (short) return shortDate(Number(short[1]), Number(short[2]), short[3] ?? "", order);
  const serial = /^(\d{5})(?:\.\d+)?$/.exec(text);
  if (serial) return serialDate(Number(serial[1]));
  return namedMonth(text);
}

function civil(year: number, month: number, day: number): DateReading {
  if (year === 0) return outOfRange;
  const found = epochDay(year, month, day);
  if (found === undefined) return unreadable;
  return found < EARLIEST || found > LATEST ? outOfRange : { kind: "day", day: found };
}

/** A year of an era; a date past the era's end is still read, as people go on using the old name for a while. */
function eraDate(name: string, year: number, month: number, day: number): DateReading {
  const era = eras.find(({ names }) => names.includes(name.toUpperCase()));
  if (era === undefined || year === 0) return outOfRange;
  const found = civil(era.base + year, month, day);
  if (found.kind !== "day") return found;
  return found.day < (parseIsoDate(era.from) ?? 0) ? unreadable : found;
}

function shortDate(first: number, second: number, last: string, order: DateOrder): DateReading {
  if (order === "ymd") return last.length === 4 ? unreadable : civil(century(first), second, Number(last));
  const year = last.length === 4 ? Number(last) : century(Number(last));
  return order === "mdy" ? civil(year, first, second) : civil(year, second, first);
}

/** Two digits of a year: 70 to 99 are of the 20th century (POSIX draws the line at 69). */
function century(year: number): number {
  return year >= 69 ? 1900 + year : 2000 + year;
}

/** Days since 1899-12-30, as Excel counts from March 1900 on (ECMA-376 part 1, 18.17.4.1). */
function serialDate(serial: number): DateReading {
  return serial >= 20_000 && serial <= 80_000 ? { kind: "day", day: serial - 25_569 } : unreadable;
}

function namedMonth(text: string): DateReading {
  const dayFirst = /^(\d{1,2})[ -]([a-z]{3,9})\.?[ ,-]+(\d{2}|\d{4})$/i.exec(text);
  const monthFirst = /^([a-z]{3,9})\.? +(\d{1,2}),? +(\d{4})$/i.exec(text);
  const name = (dayFirst?.[2] ?? monthFirst?.[1] ?? "").slice(0, 3).toLowerCase();
  const month = monthNames.indexOf(name) + 1;
  const year = dayFirst?.[3] ?? monthFirst?.[3] ?? "";
  const day = dayFirst?.[1] ?? monthFirst?.[2];
  if (month === 0 || day === undefined) return unreadable;
  return civil(year.length === 2 ? century(Number(year)) : Number(year), month, Number(day));
}

/** ISO 8601 UTC moment of a date reading; a time without a zone is taken as `zone` minutes east of UTC. */
export function momentOf(reading: DateReading, zone: number): string | undefined {
  if (reading.kind !== "day") return undefined;
  const minutes = reading.time?.zone ?? zone;
  return new Date(reading.day * 86_400_000 + (reading.time?.ms ?? 0) - minutes * 60_000).toISOString();
}
