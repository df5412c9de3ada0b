import { civilDate, isoDate, type EpochDay } from "../base/calendar.ts";

/** One line of CSV (RFC 4180): quotes where a cell needs them. */
export function csvLine(cells: readonly (string | number)[]): string {
  return cells
    .map(String)
    .map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(",");
}

/** `HH:MM:SS` of a second of the day. */
export function clock(second: number): string {
  const parts = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** `YYYY/MM/DD`. */
export function slashDate(day: EpochDay): string {
  return isoDate(day).replaceAll("-", "/");
}

/** A date of the era 令和, which began on 2019-05-01: `令和7年4月3日`. */
export function reiwaDate(day: EpochDay): string {
  const { year, month, day: date } = civilDate(day);
  return `令和${String(year - 2018)}年${String(month)}月${String(date)}日`;
}

/** Digits, letters and signs in their full-width forms. */
export function fullWidth(text: string): string {
  return text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
}

/** `12,345`. */
export function grouped(amount: number): string {
  return String(amount).replace(/\B(?=(\d{3})+$)/g, ",");
}
