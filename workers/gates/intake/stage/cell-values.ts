import type { ImportPlan, QuarantineReason } from "../../../terms/intake.ts";
import { parseDate } from "../parse/date.ts";
import { currencyDigits, parseAmount } from "../parse/money.ts";
import { parseNumber } from "../parse/number.ts";
import { blankBytes, cellForms, decodeUtf8, type Cells } from "../read/cells.ts";
import { ByteDictionary } from "./byte-dictionary.ts";
import { NOT_PLAIN, plainDay, plainUnits } from "./fast-cells.ts";

const REMEMBERED = 100_000;

/** What a cell reader found: `value` where `problem` is undefined. Filled anew by each call. */
export interface Found {
  value: number;
  problem: QuarantineReason | undefined;
}

/** Reads dates and amounts from cells: plain forms on bytes, all others once for each different text. */
export class CellValues {
  readonly found: Found = { value: 0, problem: undefined };
  private readonly plan: ImportPlan;
  private readonly pointed: boolean;
  private readonly dates = new ByteDictionary();
  private readonly days: number[] = [];

  constructor(plan: ImportPlan) {
    this.plan = plan;
    this.pointed = plan.reading.decimalMark === ".";
  }

  /** Epoch day of a cell that is not blank. */
  day(cells: Cells, index: number): Found {
    const day = this.dayOf(cells.bytes, cells.starts[index] ?? 0, cells.ends[index] ?? 0);
    if (Number.isFinite(day)) return this.give(day);
    return this.fail(day === Infinity ? "date-out-of-range" : "date-unreadable");
  }

  /** Minor units of a cell that is not blank. */
  amount(cells: Cells, index: number, digits: number): Found {
    const start = cells.starts[index] ?? 0;
    const units = this.amountOf(cells.bytes, start, cells.ends[index] ?? 0, digits);
    return Number.isFinite(units) ? this.give(units) : this.fail("amount-unreadable");
  }

  /** A whole number of things; `2.5` of something counts as it stands until it is stored. */
  quantity(cells: Cells, index: number): Found {
    const start = cells.starts[index] ?? 0;
    const value = this.quantityOf(cells.bytes, start, cells.ends[index] ?? 0);
    return Number.isFinite(value) ? this.give(value) : this.fail("quantity-unreadable");
  }

  /** Epoch day of a date in bytes; Infinity when it is out of range, NaN when it is no date. */
  dayOf(bytes: Uint8Array, start: number, end: number): number {
    const plain = plainDay(bytes, start, end);
    if (plain !== NOT_PLAIN) return plain;
    if (this.dates.size >= REMEMBERED) return this.parsedDay(decodeUtf8(bytes, start, end));
    const before = this.dates.size;
    const code = this.dates.intern(bytes, start, end);
    if (code === before) this.days[code] = this.parsedDay(decodeUtf8(bytes, start, end));
    return this.days[code] ?? NaN;
  }

  /** Minor units of an amount in bytes; NaN when they are blank, Infinity when they are no amount. */
  amountOf(bytes: Uint8Array, start: number, end: number, digits: number): number {
    if (start === end) return NaN;
    const plain = plainUnits(bytes, start, end, digits, this.pointed);
    if (plain === plain) return plain;
    if (blankBytes(bytes, start, end)) return NaN;
    return parseAmount(decodeUtf8(bytes, start, end), digits, this.plan.reading.decimalMark) ?? Infinity;
  }

  /** A number of things in bytes; NaN when they are blank, Infinity when they are no number. */
  quantityOf(bytes: Uint8Array, start: number, end: number): number {
    if (start === end) return NaN;
    const plain = plainUnits(bytes, start, end, 0, this.pointed);
    if (plain === plain) return plain;
    if (blankBytes(bytes, start, end)) return NaN;
    const value = parseNumber(decodeUtf8(bytes, start, end), this.plan.reading.decimalMark);
    return value === undefined || Math.abs(value) > 1e9 ? Infinity : value;
  }

  private parsedDay(text: string): number {
    const date = parseDate(text, this.plan.reading.dateOrder);
    return date.kind === "day" ? date.day : date.kind === "out-of-range" ? Infinity : NaN;
  }

  private give(value: number): Found {
    this.found.value = value;
    this.found.problem = undefined;
    return this.found;
  }

  private fail(problem: QuarantineReason): Found {
    this.found.problem = problem;
    return this.found;
  }
}

/** Numbers the different texts of a column of words, normalised; -1 for blank. */
export class Words {
  readonly list: string[] = [];
  private readonly seen = new ByteDictionary();
  private readonly codes: number[] = [];
  private readonly byText = new Map<string, number>();
  private readonly normalise: (text: string) => string | undefined;

  constructor(normalise: (text: string) => string | undefined) {
    this.normalise = normalise;
  }

  code(cells: Cells, index: number): number {
    if (index < 0 || index >= cells.count) return -1;
    const start = cells.starts[index] ?? 0;
    const end = cells.ends[index] ?? 0;
    // Doubled quotes would stand for themselves in the bytes of a bare cell.
    if (cells.forms[index] === cellForms.escaped) return this.of(cells.text(index));
    return this.codeOf(cells.bytes, start, end);
  }

  /** As `code`, of a cell without doubled quotes. */
  codeOf(bytes: Uint8Array, start: number, end: number): number {
    if (start === end) return -1;
    const before = this.seen.size;
    const seen = this.seen.intern(bytes, start, end);
    if (seen === before) this.codes[seen] = this.of(decodeUtf8(bytes, start, end));
    return this.codes[seen] as number;
  }

  of(text: string): number {
    const word = this.normalise(text);
    if (word === undefined || word === "") return -1;
    const known = this.byText.get(word);
    if (known !== undefined) return known;
    this.byText.set(word, this.list.length);
    return this.list.push(word) - 1;
  }
}

/** Digits of the minor unit for each word of a currency column. */
export function digitsOf(words: Words, code: number, fallback: string): number {
  return currencyDigits(code < 0 ? fallback : (words.list[code] ?? fallback));
}
