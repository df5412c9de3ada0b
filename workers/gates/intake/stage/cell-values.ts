import type { ImportPlan, QuarantineReason } from "../../../terms/intake.ts";
import { parseDate } from "../parse/date.ts";
import { currencyDigits, parseAmount } from "../parse/money.ts";
import { parseNumber } from "../parse/number.ts";
import type { Cells } from "../read/cells.ts";
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
  private readonly dates = new ByteDictionary();
  private readonly days: number[] = [];

  constructor(plan: ImportPlan) {
    this.plan = plan;
  }

  /** Epoch day of a cell that is not blank. */
  day(cells: Cells, index: number): Found {
    const start = cells.starts[index] ?? 0;
    const end = cells.ends[index] ?? 0;
    const plain = plainDay(cells.bytes, start, end);
    if (plain !== NOT_PLAIN) return this.give(plain);
    if (this.dates.size < REMEMBERED) {
      const before = this.dates.size;
      const code = this.dates.intern(cells.bytes, start, end);
      if (code === before) this.days[code] = this.parsedDay(cells.text(index));
      return this.asDay(this.days[code] ?? NaN);
    }
    return this.asDay(this.parsedDay(cells.text(index)));
  }

  /** Minor units of a cell that is not blank. */
  amount(cells: Cells, index: number, digits: number): Found {
    if (this.plan.reading.decimalMark === ".") {
      const plain = plainUnits(cells.bytes, cells.starts[index] ?? 0, cells.ends[index] ?? 0, digits);
      if (plain === plain) return this.give(plain);
    }
    const units = parseAmount(cells.text(index), digits, this.plan.reading.decimalMark);
    return units === undefined ? this.fail("amount-unreadable") : this.give(units);
  }

  /** A whole number of things; `2.5` of something counts as it stands until it is stored. */
  quantity(cells: Cells, index: number): Found {
    const plain = plainUnits(cells.bytes, cells.starts[index] ?? 0, cells.ends[index] ?? 0, 0);
    if (plain === plain) return this.give(plain);
    const value = parseNumber(cells.text(index), this.plan.reading.decimalMark);
    if (value === undefined || Math.abs(value) > 1e9) return this.fail("quantity-unreadable");
    return this.give(value);
  }

  private parsedDay(text: string): number {
    const date = parseDate(text, this.plan.reading.dateOrder);
    return date.kind === "day" ? date.day : date.kind === "out-of-range" ? Infinity : NaN;
  }

  private asDay(day: number): Found {
    if (Number.isFinite(day)) return this.give(day);
    return this.fail(day === Infinity ? "date-out-of-range" : "date-unreadable");
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

/** Numbers the different texts of a column of words, trimmed; -1 for blank. */
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
    if (start === end) return -1;
    const before = this.seen.size;
    const seen = this.seen.intern(cells.bytes, start, end);
    if (seen < before) return this.codes[seen] ?? -1;
    const code = this.of(cells.text(index));
    this.codes[seen] = code;
    return code;
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
