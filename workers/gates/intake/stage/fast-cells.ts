/** Stands for "not of the plain form": the full parser decides. */
export const NOT_PLAIN = -2_147_483_648;

const ZERO = 0x30;
const EARLIEST = -37_229; // 1868-01-25
const LATEST = 84_371; // 2200-12-31

/**
 * Epoch day of a plain `YYYY-MM-DD` or `YYYY/MM/DD`, alone or followed by `hh:mm` or `hh:mm:ss`; `NOT_PLAIN` for
 * everything else, doubtful days included.
 */
export function plainDay(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length < 10) return NOT_PLAIN;
  const mark = bytes[start + 4];
  if ((mark !== 0x2d && mark !== 0x2f) || bytes[start + 7] !== mark) return NOT_PLAIN;
  if (length > 10 && !plainTime(bytes, start + 10, end)) return NOT_PLAIN;
  const high = pair(bytes, start);
  const low = pair(bytes, start + 2);
  const month = pair(bytes, start + 5);
  const day = pair(bytes, start + 8);
  if (high < 0 || low < 0 || month < 1 || month > 12 || day < 1 || day > 31) return NOT_PLAIN;
  if (day > 28 && day > lengthOf(high * 100 + low, month)) return NOT_PLAIN;
  const found = civilToDay(high * 100 + low, month, day);
  return found < EARLIEST || found > LATEST ? NOT_PLAIN : found;
}

function plainTime(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length !== 6 && length !== 9) return false;
  if ((bytes[start] !== 0x20 && bytes[start] !== 0x54) || bytes[start + 3] !== 0x3a) return false;
  const hour = pair(bytes, start + 1);
  const minute = pair(bytes, start + 4);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return false;
  if (length === 6) return true;
  const second = pair(bytes, start + 7);
  return bytes[start + 6] === 0x3a && second >= 0 && second <= 59;
}

/** Two digits as a number, or a negative one. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - ZERO;
  const ones = (bytes[at + 1] as number) - ZERO;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
}

function lengthOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01 of a Gregorian date, by counting from March (Hinnant, days_from_civil). */
function civilToDay(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = ((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1) | 0;
  return (
    era * 146_097 + yearOfEra * 365 + ((yearOfEra / 4) | 0) - ((yearOfEra / 100) | 0) + dayOfYear - 719_468
  );
}

/**
 * Minor units of a plain `-1234.56`: up to nine digits before the point and no more after it than the currency
 * has; NaN for everything else. `digits` is the number of digits of the minor unit.
 */
export function plainUnits(bytes: Uint8Array, start: number, end: number, digits: number): number {
  let at = start;
  const negative = bytes[at] === 0x2d;
  if (negative) at++;
  const first = at;
  let value = 0;
  for (; at < end; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  if (at === first || at - first > 9) return NaN;
  let left = digits;
  if (at < end) {
    if (bytes[at] !== 0x2e || end - at - 1 > digits || at + 1 === end) return NaN;
    for (at++; at < end; at++, left--) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) return NaN;
      value = value * 10 + digit;
    }
  }
  for (; left > 0; left--) value *= 10;
  return negative ? 0 - value : value;
}
