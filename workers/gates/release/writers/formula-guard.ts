import { isDateLike } from "./date-like.ts";

/** A cell for a human's spreadsheet: text, a number, or nothing. */
export type SpreadsheetCell = string | number | null;

/**
 * What makes a spreadsheet read a cell as a formula, at its start: = + - @, the full-width forms that
 * a Japanese Excel folds to them, the long bar and minus signs it treats as "-", and TAB, CR, LF.
 */
const triggers = "=+\\-@＝＋－＠−‐‑–—﹢﹣﹦﹫⁺₊⁻₋⁼₌|｜%％\\t\\r\\n";

/** Characters that another reader may take for a separator or quote, after which a new cell would begin. */
const separators = ",;、；，\"'＂＇\\t\\r\\n";

/** White space and invisible characters a spreadsheet skips before it looks for a formula. */
const skipped =
  "\\s\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufeff";

const atStart = new RegExp(`^[${skipped}"'＂＇]*[${triggers}]`, "u");
const controlAtStart = /^[\t\r\n]/u;
const afterSeparator = new RegExp(`[${separators}][${skipped}"'＂＇]*[${triggers}]`, "u");

/** A plain number as people write one: -12, +3.5, 1,234. Its sign starts no formula. */
const plainNumber = /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$/u;

/** Digits that a spreadsheet would change if it read them as a number: leading zeros, or more than 15 digits. */
const digitsKeptAsText = /^(?:0\d+|\d{16,})$/u;

/**
 * The text of a cell made safe for Excel, LibreOffice and Google Sheets (OWASP "CSV injection"): a
 * text that any of them could take for a formula, at its start or after a character that could be read
 * as a separator, gets a leading apostrophe. Numbers stay numbers.
 */
export function guardFormula(text: string): string {
  if (plainNumber.test(text) && !digitsKeptAsText.test(text.replace(/^[+-]/u, ""))) return text;
  return atStart.test(text) || controlAtStart.test(text) || afterSeparator.test(text) ? `'${text}` : text;
}

/**
 * What a reader of the file sees in a cell. With `keepsDateLike` a text that a spreadsheet would take for a date stays as it is, too.
 * Leading zeros (codes, postal codes) and digit runs longer
 * than a spreadsheet can hold get an apostrophe: a quoted "0600001" would still be read as a number
 * and lose its zero.
 */
export function shownCell(cell: SpreadsheetCell, keepsDateLike = false): string {
  if (cell === null) return "";
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  const asText = digitsKeptAsText.test(cell) || (keepsDateLike && isDateLike(cell));
  return asText ? `'${cell}` : guardFormula(cell);
}
