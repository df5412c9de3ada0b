import type { DateOrder, DecimalMark, Delimiter } from "../../../terms/intake.ts";
import { parseDate } from "../parse/date.ts";
import { parseNumber } from "../parse/number.ts";
import { splitText } from "../read/read-records.ts";
import { guessFromHeading } from "./synonyms.ts";

const LOOKED_AT = 200;

/** The delimiter under which the first rows are widest and most alike; runs of blanks only when nothing else splits them. */
export function guessDelimiter(text: string): Delimiter {
  let best: { readonly delimiter: Delimiter; readonly score: number } | undefined;
  for (const delimiter of [",", "\t", ";", "|"] as const) {
    const widths = splitText(text, delimiter)
      .rows.slice(0, LOOKED_AT)
      .map((row) => row.length);
    const { width, share } = commonest(widths);
    const score = width < 2 ? 0 : share * Math.log2(width + 1);
    if (score > (best?.score ?? 0)) best = { delimiter, score };
  }
  if (best !== undefined && best.score > 0.5) return best.delimiter;
  return looksSpaced(text) ? "space" : ",";
}

function looksSpaced(text: string): boolean {
  const rows = splitText(text, "space").rows.slice(0, LOOKED_AT);
  const { width, share } = commonest(rows.map((row) => row.length));
  if (width < 2 || share < 0.9) return false;
  const cells = rows.slice(1).flat();
  return cells.filter((cell) => /\d/.test(cell)).length > cells.length * 0.5;
}

function commonest(widths: readonly number[]): { readonly width: number; readonly share: number } {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [width = 0, count = 0] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
  return { width, share: widths.length === 0 ? 0 : count / widths.length };
}

/** Index among `rows` of the heading row; undefined when the first full row already holds data. */
export function guessHeader(rows: readonly (readonly string[])[]): number | undefined {
  const { width } = commonest(rows.map((row) => row.length));
  const usual = commonest(rows.map(filledCells)).width;
  for (let index = 0; index < Math.min(rows.length, 30); index++) {
    const row = rows[index] ?? [];
    if (row[0]?.startsWith("#") === true || row.length < width || filledCells(row) === 0) continue;
    const known = row.filter((cell) => guessFromHeading(cell) !== undefined).length;
    if (known >= 2 || (known >= 1 && row.length <= 3)) return index;
    // A title above the table fills a cell or two of many.
    if (filledCells(row) * 2 <= usual && rows.length > index + 1) continue;
    return row.some(isValue) ? undefined : index;
  }
  return undefined;
}

function filledCells(row: readonly string[]): number {
  return row.filter((cell) => cell.trim() !== "").length;
}

function isValue(cell: string): boolean {
  return (
    cell.trim() !== "" &&
    (parseNumber(cell) !== undefined ||
      parseDate(cell, "ymd").kind === "day" ||
      /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell))
  );
}

/** The order of day, month and year in dates that do not say it, and whether that had to be guessed. */
export function guessDateOrder(cells: readonly string[]): {
  readonly order: DateOrder;
  readonly guessed: boolean;
} {
  let first = 0;
  let second = 0;
  let short = 0;
  let twoDigits = 0;
  for (const cell of cells) {
    const match = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{2}|\d{4})(?:\D|$)/.exec(cell.normalize("NFKC").trim());
    if (!match) continue;
    short++;
    if (match[3]?.length === 2) twoDigits++;
    if (Number(match[1]) > 12) first++;
    if (Number(match[2]) > 12) second++;
  }
  if (short === 0) return { order: "ymd", guessed: false };
  if (first > 0 && second === 0) {
    const years = cells.some((cell) => Number(/^(\d{1,2})[-/.]/.exec(cell.trim())?.[1] ?? 0) > 31);
    return { order: twoDigits === short && years ? "ymd" : "dmy", guessed: false };
  }
  if (second > 0 && first === 0) return { order: "mdy", guessed: false };
  return { order: "mdy", guessed: true };
}

/** The decimal mark, by the numbers that can only be read one way. */
export function guessDecimalMark(cells: readonly string[]): DecimalMark {
  let comma = 0;
  let point = 0;
  for (const cell of cells) {
    const text = cell
      .normalize("NFKC")
      .trim()
      .replace(/^[-−▲△¥$€£\s]+|[\s€円%]+$/gu, "");
    if (/^\d{1,3}(?:\.\d{3})*,\d{1,2}$/.test(text) || /^\d{1,3}(?:\.\d{3}){2,}$/.test(text)) comma++;
    if (/^\d{1,3}(?:,\d{3})*\.\d{1,2}$/.test(text) || /^\d{1,3}(?:,\d{3}){1,}$/.test(text)) point++;
  }
  return comma > point ? "," : ".";
}

/** ISO 4217 code for amounts: by their signs, else dollars where there are decimals, else yen. */
export function guessCurrency(cells: readonly string[]): string {
  const joined = cells.slice(0, 2000).join("\n").normalize("NFKC");
  if (/[¥円]/u.test(joined)) return "JPY";
  if (joined.includes("€")) return "EUR";
  if (joined.includes("£")) return "GBP";
  if (joined.includes("$")) return "USD";
  return /^[^\n\d]*\d[\d,]*\.\d{2}$/m.test(joined) ? "USD" : "JPY";
}
