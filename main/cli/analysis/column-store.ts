import { parseNumber } from "../../../workers/gates/intake/parse/number.ts";
import type { Cells } from "../../../workers/gates/intake/read/cells.ts";
import type { DecimalMark } from "../../../workers/terms/intake.ts";
import type { DataColumn } from "../../../workers/models/design/table.ts";

const blankWords = new Set(["", "na", "n/a", "nan", "null", "none given", "#n/a", "-", "?"]);

/** Beyond this a number counts nothing anybody has: it stands for "without end", and its square would overflow. */
const LARGEST = 1e100;

/** A column being read: as numbers until a cell is none, or as text. */
export interface ColumnStore {
  /** False once a cell did not fit; the column has to be read again as text. */
  add(cells: Cells, at: number): boolean;
  finish(name: string): DataColumn;
}

/** Keeps a column as numbers. */
export function numberStore(mark: DecimalMark): ColumnStore {
  let values = new Float64Array(1024);
  let count = 0;
  return {
    add: (cells, at) => {
      const value = plainNumber(cells, at) ?? spokenNumber(cells.text(at), mark);
      if (value === undefined) return false;
      if (count === values.length) {
        const grown = new Float64Array(2 * count);
        grown.set(values);
        values = grown;
      }
      values[count++] = value;
      return true;
    },
    finish: (name) => ({ name, kind: "number", values: values.slice(0, count) }),
  };
}

/** Keeps a column as codes of the different texts in it. */
export function textStore(): ColumnStore {
  const known = new Map<string, number>();
  let codes = new Int32Array(1024);
  let count = 0;
  return {
    add: (cells, at) => {
      const text = cells.text(at).trim();
      if (count === codes.length) {
        const grown = new Int32Array(2 * count);
        grown.set(codes);
        codes = grown;
      }
      codes[count++] = blankWords.has(text.toLowerCase()) ? -1 : codeOf(known, text);
      return true;
    },
    finish: (name) => {
      const seen = [...known.keys()];
      const levels = seen.toSorted(byCodePoint);
      const place = new Map(levels.map((level, index) => [level, index]));
      const sorted = Int32Array.from(seen, (level) => place.get(level) ?? -1);
      const final = codes.slice(0, count).map((code) => (code < 0 ? -1 : (sorted[code] ?? -1)));
      return { name, kind: "category", levels, codes: final };
    },
  };
}

function codeOf(known: Map<string, number>, text: string): number {
  const code = known.get(text) ?? known.size;
  known.set(text, code);
  return code;
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Digits with at most one point and a minus before, to 15 digits: exact, without making a string. */
function plainNumber(cells: Cells, at: number): number | undefined {
  let from = cells.starts[at] ?? 0;
  const to = cells.ends[at] ?? 0;
  const negative = cells.bytes[from] === 0x2d;
  if (negative) from++;
  if (at >= cells.count || from >= to || to - from > 16) return undefined;
  let [value, digits, scale] = [0, 0, 0];
  for (let i = from; i < to; i++) {
    const digit = (cells.bytes[i] ?? 0) - 0x30;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digits++;
      if (scale > 0) scale *= 10;
    } else if (digit === -2 && scale === 0) {
      scale = 1;
    } else {
      return undefined;
    }
  }
  if (digits === 0 || digits > 15) return undefined;
  const size = scale > 1 ? value / scale : value;
  return negative ? -size : size;
}

function spokenNumber(text: string, mark: DecimalMark): number | undefined {
  if (blankWords.has(text.trim().toLowerCase())) return NaN;
  const value = parseNumber(text, mark);
  return value !== undefined && Math.abs(value) > LARGEST ? NaN : value;
}
