import { epochDay } from "../../../base/calendar.ts";
import type { DateOrder, QuarantineReason } from "../../../terms/intake.ts";
import { momentOf, parseDate } from "./date.ts";

const DAY = 86_400;
const EARLIEST = -3_217_795_200; // 1868-01-13, as parseDate

/**
 * Seconds since 1970 of a moment as files write it: any date `parseDate` reads, or a Unix time in seconds, milliseconds or
 * microseconds (10, 13 or 16 digits, as analytics exports have it). A moment without a zone is taken as `zone` minutes
 * east of UTC; one more than a day after `now` (seconds) has not happened.
 */
export function parseMoment(
  text: string,
  order: DateOrder,
  zone: number,
  now: number,
): number | Extract<QuarantineReason, "date-unreadable" | "date-out-of-range" | "date-in-future"> {
  const seconds = secondsOf(text, order, zone);
  if (typeof seconds === "string") return seconds;
  return seconds > now + DAY ? "date-in-future" : seconds;
}

function secondsOf(
  text: string,
  order: DateOrder,
  zone: number,
): number | "date-unreadable" | "date-out-of-range" {
  const plain = plainSeconds(text, zone);
  if (plain !== undefined) return plain;
  const unix = /^\s*(\d{10}|\d{13}|\d{16})(?:\.\d+)?\s*$/.exec(text.normalize("NFKC"))?.[1];
  if (unix !== undefined) return Math.floor(Number(unix) / 10 ** (unix.length - 10));
  const reading = parseDate(text, order);
  const moment = momentOf(reading, zone);
  if (moment === undefined) return reading.kind === "out-of-range" ? "date-out-of-range" : "date-unreadable";
  return Math.floor(Date.parse(moment) / 1000);
}

/** `2026-01-05 12:34:56` and `2026-01-05T12:34:56.789Z`, by far the most usual forms, without ado. */
function plainSeconds(text: string, zone: number): number | undefined {
  const found = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(Z)?$/.exec(text);
  if (found === null) return undefined;
  const day = epochDay(Number(found[1]), Number(found[2]), Number(found[3]));
  const hour = Number(found[4]);
  const minute = Number(found[5]);
  const second = Number(found[6]);
  if (day === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  const seconds = day * DAY + hour * 3600 + minute * 60 + second - (found[7] === "Z" ? 0 : zone * 60);
  return seconds < EARLIEST || seconds > 7_289_568_000 ? undefined : seconds;
}
