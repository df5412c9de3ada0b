/** Stands for "not of the plain form": the full parser decides. */
export const NOT_PLAIN = -2_147_483_648;

const ZERO = 0x30;
const FIRST_YEAR = 1868;
const LAST_YEAR = 2200;
const EVE_OF_FIRST_YEAR = -37_256;
const EARLIEST = -37_231; // 1868-01-25, as the full parser has it
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Epoch day of the day before the first of each month from January 1868 on, and one entry more. */
const monthStarts = new Int32Array((LAST_YEAR - FIRST_YEAR + 1) * 12 + 1);
for (let year = FIRST_YEAR, month = 0, day = EVE_OF_FIRST_YEAR; year <= LAST_YEAR; year++)
  for (const length of monthLengths) {
    monthStarts[month++] = day;
    day += length + (length === 28 && isLeapYear(year) ? 1 : 0);
    monthStarts[month] = day;
  }

/**
 * Epoch day of a plain `YYYY-MM-DD` (also with `/` or `.`, and `YYYY/M/D`), alone or followed by a time of day, or of
 * `YYYYMMDD`; `NOT_PLAIN` for everything else, doubtful days included.
 */
export function plainDay(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length < 8) return NOT_PLAIN;
  const year = pair(bytes, start) * 100 + pair(bytes, start + 2);
  // A byte that is no digit makes its pair at least 1000 and the year far too great.
  if (year < FIRST_YEAR || year > LAST_YEAR) return NOT_PLAIN;
  const mark = bytes[start + 4] as number;
  if (mark !== 0x2d && mark !== 0x2f && mark !== 0x2e) {
    if (length !== 8) return NOT_PLAIN;
    return dayOf(year, pair(bytes, start + 4), pair(bytes, start + 6));
  }
  let at = start + 5;
  const month = oneOrTwo(bytes, at, end);
  at += digitAt(bytes, at + 1, end) ? 2 : 1;
  if (at + 1 >= end || bytes[at] !== mark) return NOT_PLAIN;
  at++;
  const day = oneOrTwo(bytes, at, end);
  at += digitAt(bytes, at + 1, end) ? 2 : 1;
  if (at < end && !plainTime(bytes, at, end)) return NOT_PLAIN;
  return dayOf(year, month, day);
}

/** Epoch day of a date; `NOT_PLAIN` for one that is not in the calendar or too long ago to be meant. */
export function dayOf(year: number, month: number, day: number): number {
  if (month < 1 || month > 12 || day < 1 || day > 31) return NOT_PLAIN;
  const index = (year - FIRST_YEAR) * 12 + month - 1;
  const found = (monthStarts[index] as number) + day;
  return found >= EARLIEST && found <= (monthStarts[index + 1] as number) ? found : NOT_PLAIN;
}

/** Whether `bytes[start, end)` is ` h:mm`, `Th:mm:ss` or that with a fraction and a zone as ISO 8601 writes it. */
function plainTime(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== 0x20 && bytes[start] !== 0x54) return false;
  let at = start + 1;
  const hour = oneOrTwo(bytes, at, end);
  at += digitAt(bytes, at + 1, end) ? 2 : 1;
  if (hour > 23 || at + 2 >= end || bytes[at] !== 0x3a || pair(bytes, at + 1) > 59) return false;
  at += 3;
  if (at < end && bytes[at] === 0x3a) {
    if (at + 2 >= end || pair(bytes, at + 1) > 59) return false;
    at += 3;
    if (at < end && bytes[at] === 0x2e) {
      const first = ++at;
      while (digitAt(bytes, at, end)) at++;
      if (at === first || at - first > 9) return false;
    }
  }
  return at === end || plainZone(bytes, at, end);
}

/** `Z`, `+09:00` or `+0900`, with one blank before it or none. */
function plainZone(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  if (bytes[at] === 0x20) at++;
  const length = end - at;
  if (length === 1) return bytes[at] === 0x5a;
  if (length !== 5 && length !== 6) return false;
  if (bytes[at] !== 0x2b && bytes[at] !== 0x2d) return false;
  if (length === 6 && bytes[at + 3] !== 0x3a) return false;
  return pair(bytes, at + 1) < 100 && pair(bytes, end - 2) < 100;
}

function digitAt(bytes: Uint8Array, at: number, end: number): boolean {
  return at < end && ((bytes[at] as number) - ZERO) >>> 0 <= 9;
}

/** Two digits as a number; at least 1000 when they are not two digits. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = ((bytes[at] as number) - ZERO) >>> 0;
  const ones = ((bytes[at + 1] as number) - ZERO) >>> 0;
  return tens > 9 || ones > 9 ? 1000 : tens * 10 + ones;
}

/** One digit or two as a number; at least 1000 when there is none. */
function oneOrTwo(bytes: Uint8Array, at: number, end: number): number {
  if (digitAt(bytes, at + 1, end)) return pair(bytes, at);
  return digitAt(bytes, at, end) ? (bytes[at] as number) - ZERO : 1000;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/**
 * Minor units of a plain `-1234.56` or `1,234`: up to nine digits before the point, alone or in whole groups of
 * three, and no more after it than the currency has; NaN for everything else. `digits` is the number of digits of
 * the minor unit; `pointed` says that the point is the decimal mark, without it only bare digits are plain.
 */
export function plainUnits(
  bytes: Uint8Array,
  start: number,
  end: number,
  digits: number,
  pointed: boolean,
): number {
  const negative = bytes[start] === 0x2d;
  const first = negative ? start + 1 : start;
  let at = first;
  let value = 0;
  for (; at < end; at++) {
    const digit = ((bytes[at] as number) - ZERO) >>> 0;
    if (digit > 9) break;
    value = value * 10 + digit;
  }
  if (at === first || at - first > 9) return NaN;
  let left = digits;
  if (at < end) {
    if (!pointed) return NaN;
    if (bytes[at] === 0x2c) {
      if (at - first > 3) return NaN;
      for (; at < end && bytes[at] === 0x2c; at += 4) {
        if (at + 3 >= end || at - first > 8) return NaN;
        const tail = pair(bytes, at + 1) * 10 + (((bytes[at + 3] as number) - ZERO) >>> 0);
        if (tail > 999 || ((bytes[at + 3] as number) - ZERO) >>> 0 > 9) return NaN;
        value = value * 1000 + tail;
      }
    }
    if (at < end) {
      if (bytes[at] !== 0x2e || end - at - 1 > digits || at + 1 === end) return NaN;
      for (at++; at < end; at++, left--) {
        const digit = ((bytes[at] as number) - ZERO) >>> 0;
        if (digit > 9) return NaN;
        value = value * 10 + digit;
      }
    }
  }
  for (; left > 0; left--) value *= 10;
  return negative ? 0 - value : value;
}
