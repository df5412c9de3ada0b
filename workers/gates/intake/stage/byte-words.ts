const ALL_ZEROS = 0x30303030;

/** The least bytes that must follow where a function of this file begins to read. */
export const READ_AHEAD = 12;

/** What of two words read in a row belongs to a value of 0 to 8 bytes. */
export const lowMasks = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1, -1, -1, -1, -1);
export const highMasks = Int32Array.of(0, 0, 0, 0, 0, 0xff, 0xffff, 0xffffff, -1);

/**
 * Four ASCII digits as a number, the first in the lowest byte; negative when one is no digit. All four are looked at
 * together: a byte that is no digit shows in its upper half, by itself or once 6 is added.
 */
function fourDigits(word: number): number {
  const digits = word ^ ALL_ZEROS;
  if (((digits | (digits + 0x06060606)) & 0xf0f0f0f0) !== 0) return -1;
  const pairs = Math.imul(digits & 0x000f000f, 10) + ((digits >>> 8) & 0x000f000f);
  return (pairs & 0xffff) * 100 + (pairs >>> 16);
}

/** The first `count` (1 to 4) bytes of a word as digits, zeros put before them. */
function fewDigits(word: number, count: number): number {
  return count === 4
    ? fourDigits(word)
    : fourDigits((word << (32 - 8 * count)) | (ALL_ZEROS >>> (8 * count)));
}

/** `count` (1 to 8) digits at an offset as a number; negative when one is no digit. */
export function digitsAt(view: DataView, at: number, count: number): number {
  if (count <= 4) return fewDigits(view.getInt32(at, true), count);
  const high = fewDigits(view.getInt32(at, true), count - 4);
  const low = fourDigits(view.getInt32(at + count - 4, true));
  return high < 0 || low < 0 ? -1 : high * 10_000 + low;
}

/** Digits in a row at an offset, 9 for more than 8. */
export function countDigits(bytes: Uint8Array, at: number): number {
  let count = 0;
  while (count < 9 && ((bytes[at + count] as number) - 0x30) >>> 0 <= 9) count++;
  return count;
}

/** Year * 10,000 + month * 100 + day of `YYYY-MM-DD` (or `/`, `.`); negative when it is not of that form. */
export function dateAt(view: DataView, at: number): number {
  const year = fourDigits(view.getInt32(at, true));
  const middle = view.getInt32(at + 4, true);
  const mark = middle & 0xff;
  if (middle >>> 24 !== mark || (mark !== 0x2d && mark !== 0x2f && mark !== 0x2e)) return -1;
  const monthAndDay = fourDigits(((middle >>> 8) & 0xffff) | (view.getInt16(at + 8, true) << 16));
  return year < 0 || monthAndDay < 0 ? -1 : year * 10_000 + monthAndDay;
}
