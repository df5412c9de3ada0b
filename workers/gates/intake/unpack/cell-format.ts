/** What a number format does to a number: a date, digits with leading zeros in groups, or nothing of interest. */
export type CellFormat =
  | { readonly kind: "plain" }
  | { readonly kind: "date" }
  | { readonly kind: "zeros"; readonly groups: readonly number[] };

const plain: CellFormat = { kind: "plain" };
const date: CellFormat = { kind: "date" };

/**
 * Built-in formats that show dates or times (ECMA-376 part 1, 18.8.30): 14 to 22 and 45 to 47 everywhere; 27 to 36 and
 * 50 to 58 are the dates of Chinese, Japanese and Korean editions, 57 among them.
 */
function builtInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/** The format of a number format id; `code` is the workbook's own text for it, if it has one. */
export function cellFormat(id: number, code: string | undefined): CellFormat {
  if (code === undefined) return builtInDate(id) ? date : plain;
  // The last section is what a long number meets: [<=999]000;[<=9999]000\-00;000\-0000 is the Japanese postal code.
  const section = code.split(";").at(code.startsWith("[<") ? -1 : 0) ?? code;
  const bare = section
    .replace(/"[^"]*"/g, "")
    .replace(/\\(.)/g, "$1")
    .replace(/_./g, "")
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "");
  if (/^0{2,}(?:-0+)*$|^0+(?:-0+)+$/.test(bare))
    return { kind: "zeros", groups: bare.split("-").map((zeros) => zeros.length) };
  return /[ymdhsge]/i.test(section.replace(/"[^"]*"|\\.|\[[^\]hms]*\]|general/gi, "")) ? date : plain;
}

const DAY = 86_400_000;

/**
 * A number cell as text: dates as `2026-01-05` (with a time where there is one), postal codes with their zeros, all
 * else with the 15 digits that a spreadsheet counts on. `from1904` is the workbook's other calendar.
 */
export function numberText(raw: string, format: CellFormat, from1904: boolean): string {
  const value = Number(raw);
  if (raw.trim() === "" || !Number.isFinite(value)) return raw;
  if (format.kind === "date" && value >= 0 && value < 2_958_466) return dateText(value, from1904);
  if (format.kind === "zeros" && Number.isInteger(value) && value >= 0) return zeroText(value, format.groups);
  const exact = Number(value.toPrecision(15));
  return Math.abs(exact) < 1e21 && Number.isInteger(exact) ? BigInt(exact).toString() : String(exact);
}

function zeroText(value: number, groups: readonly number[]): string {
  const width = groups.reduce((sum, group) => sum + group, 0);
  const digits = String(value).padStart(width, "0");
  const parts: string[] = [];
  let end = digits.length;
  for (const group of groups.slice(1).toReversed()) {
    parts.unshift(digits.slice(end - group, end));
    end -= group;
  }
  return [digits.slice(0, end), ...parts].join("-");
}

/** Serial days from 1899-12-30, with Excel's 29 February 1900 (18.17.4.1). */
function dateText(serial: number, from1904: boolean): string {
  const whole = from1904 ? serial + 1462 : serial;
  const days = Math.floor(whole);
  const milliseconds = Math.round((whole - days) * 86_400) * 1000;
  const moment = new Date((days - 25_569 + (days < 60 && !from1904 ? 1 : 0)) * DAY + milliseconds);
  const text = moment.toISOString();
  if (days === 0 && !from1904) return text.slice(11, 19);
  return milliseconds % DAY === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}
