import { isoDate } from "../../../base/calendar.ts";
import type { DateOrder } from "../../../terms/intake.ts";
import { parseDate } from "../parse/date.ts";

/**
 * A date of birth as eight digits for comparison, parts that are not known as zeros: any form intake reads; digits that make no date of
 * the calendar (a slip of the keyboard) stay as they are; "" when there is nothing to compare.
 */
export function birthKey(text: string, order: DateOrder): string {
  const folded = text.normalize("NFKC").trim();
  if (/^\d{8}$/.test(folded)) return folded;
  if (/^\d{4}$/.test(folded)) return `${folded}0000`;
  const found = parseDate(folded, order);
  if (found.kind === "day") return isoDate(found.day).replaceAll("-", "");
  const parts = /^(\d{4})\D(\d{1,2})\D(\d{1,2})/.exec(folded);
  if (parts !== null) return birthOf(parts[1]!, parts[2]!, parts[3]!);
  const digits = folded.replace(/\D/g, "");
  return digits.length >= 6 && digits.length <= 9 ? digits : "";
}

/** A date of birth from its parts, each possibly blank. */
export function birthOf(year: string, month: string, day: string): string {
  const digits = (text: string, width: number) =>
    text.normalize("NFKC").replace(/\.0+$/, "").replace(/\D/g, "").slice(0, width).padStart(width, "0");
  const whole = digits(year, 4) + digits(month, 2) + digits(day, 2);
  return /^0+$/.test(whole) ? "" : whole;
}
