import type { JobControl } from "../../base/job.ts";
import type { Blocking } from "./blocking.ts";
import { comparisonOf, type Field } from "./field.ts";
import { agreement, LEVELS } from "./table.ts";

/** Fields that one pattern holds, three bits each in two words. */
export const MOST_FIELDS = 20;
const IN_WORD = 10;

/**
 * Pairs of rows by how their fields agree: pairs that agree alike share a pattern, and a fit runs over patterns, which are few
 * (Enamorado, Fifield & Imai 2019, sec. 2.2).
 */
export interface Compared {
  readonly fields: number;
  /** Levels of each pattern, `fields` bytes each, and how many pairs have it. */
  readonly levels: Uint8Array;
  readonly counts: Float64Array;
  /** Pairs compared. */
  readonly compared: number;
  /** The pairs that may be matches, with their pattern. Pairs that agree on less than two fields are counted but not kept. */
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly pattern: Int32Array;
}

/** Fills `levels` with how far each field of two rows agrees. */
export type PairComparison = (a: number, b: number, levels: Uint8Array) => void;

/**
 * The comparison of whole rows; exchanged family and given names count as another writing of both. What is known of a row
 * lies side by side: a pair costs two reads of distant memory and not two for each field.
 */
export function pairComparison(fields: readonly Field[]): PairComparison {
  const unequal = fields.map(comparisonOf);
  const width = fields.length;
  const given = fields.findIndex(({ kind }) => kind === "given");
  const family = fields.findIndex(({ kind }) => kind === "family");
  const { codes, stride, readingAt } = codesByRow(fields);
  return (a, b, levels) => {
    const [x, y] = [a * stride, b * stride];
    for (let f = 0; f < width; f++) {
      const [one, other] = [codes[x + f]!, codes[y + f]!];
      if (one === other && one >= 0) {
        levels[f] = agreement.exact;
        continue;
      }
      const reading = readingAt[f]!;
      if (reading >= 0 && codes[x + reading]! >= 0 && codes[x + reading] === codes[y + reading])
        levels[f] = agreement.variant;
      else levels[f] = one < 0 || other < 0 ? agreement.missing : unequal[f]!(one, other);
    }
    if (given < 0 || family < 0) return;
    if (levels[given]! > agreement.alike || levels[family]! > agreement.alike) return;
    const own = codes[x + given]!;
    if (own < 0 || own !== codes[y + family] || codes[x + family] !== codes[y + given]) return;
    levels[given] = levels[family] = agreement.variant;
  };
}

/** The codes of all fields row by row, those of readings after them; `readingAt` says where a field's reading stands, -1 without one. */
function codesByRow(fields: readonly Field[]) {
  const columns = fields.map(({ codes }) => codes);
  const readingAt = fields.map(({ reading }) => (reading === undefined ? -1 : columns.push(reading) - 1));
  const stride = columns.length;
  const rows = columns[0]?.length ?? 0;
  const codes = new Int32Array(rows * stride);
  columns.forEach((column, at) => {
    for (let row = 0; row < rows; row++) codes[row * stride + at] = column[row]!;
  });
  return { codes, stride, readingAt };
}

/** Compares every pair that blocking brings together. */
export function comparePairs(
  width: number,
  compare: PairComparison,
  blocking: Blocking,
  job: JobControl,
): Compared {
  const scratch = new Uint8Array(width);
  const table = patternTable();
  const kept = pairStore(Math.min(blocking.atMost, 1 << 16));
  let compared = 0;
  const enough = Math.min(2, width);
  blocking.run((a, b) => {
    if ((++compared & 0x3fff) === 0) job.check();
    compare(a, b, scratch);
    let low = 0;
    let high = 0;
    let agreeing = 0;
    for (let f = 0; f < width; f++) {
      const level = scratch[f]!;
      if (f < IN_WORD) low |= level << (3 * f);
      else high |= level << (3 * (f - IN_WORD));
      if (level !== agreement.differ && level !== agreement.missing) agreeing++;
    }
    const pattern = table.count(low, high);
    if (agreeing >= enough) kept.add(a, b, pattern);
  }, job);
  const { lows, highs, counts } = table.finish();
  const levels = new Uint8Array(lows.length * width);
  for (let p = 0; p < lows.length; p++)
    for (let f = 0; f < width; f++)
      levels[p * width + f] =
        f < IN_WORD ? (lows[p]! >>> (3 * f)) & 7 : (highs[p]! >>> (3 * (f - IN_WORD))) & 7;
  return { fields: width, levels, counts, compared, ...kept.finish() };
}

/** Counts patterns: open addressing on both words. */
function patternTable() {
  let bits = 12;
  let slots = new Int32Array(1 << bits).fill(-1);
  const lows: number[] = [];
  const highs: number[] = [];
  const counts: number[] = [];
  const place = (low: number, high: number) => {
    let slot = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
    slot = (slot ^ (slot >>> 16)) & (slots.length - 1);
    while (slots[slot]! >= 0 && (lows[slots[slot]!] !== low || highs[slots[slot]!] !== high))
      slot = (slot + 1) & (slots.length - 1);
    return slot;
  };
  const grow = () => {
    slots = new Int32Array(1 << ++bits).fill(-1);
    lows.forEach((low, pattern) => (slots[place(low, highs[pattern]!)] = pattern));
  };
  return {
    count: (low: number, high: number): number => {
      const slot = place(low, high);
      const known = slots[slot]!;
      if (known >= 0) {
        counts[known]!++;
        return known;
      }
      const pattern = lows.length;
      slots[slot] = pattern;
      lows.push(low);
      highs.push(high);
      counts.push(1);
      if (lows.length * 2 > slots.length) grow();
      return pattern;
    },
    finish: () => ({ lows, highs, counts: Float64Array.from(counts) }),
  };
}

function pairStore(room: number) {
  let a = new Int32Array(Math.max(16, room));
  let b = new Int32Array(a.length);
  let pattern = new Int32Array(a.length);
  let count = 0;
  const longer = (old: Int32Array<ArrayBuffer>) => {
    const grown = new Int32Array(2 * old.length);
    grown.set(old);
    return grown;
  };
  return {
    add: (x: number, y: number, own: number) => {
      if (count === a.length) {
        a = longer(a);
        b = longer(b);
        pattern = longer(pattern);
      }
      a[count] = x;
      b[count] = y;
      pattern[count++] = own;
    },
    finish: () => ({ a: a.slice(0, count), b: b.slice(0, count), pattern: pattern.slice(0, count) }),
  };
}

/** Where a table of chances keeps a level of a field. */
export function cell(field: number, level: number): number {
  return field * LEVELS + level;
}
