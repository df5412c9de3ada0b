import type { JobControl } from "../../../base/job.ts";
import type { Outcome } from "../../../base/fault.ts";
import { fault } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { FieldTarget } from "../../../terms/field.ts";
import type { FileLike, ImportPlan } from "../../../terms/intake.ts";
import { isHashable } from "../../../terms/treatment.ts";
import type { ColumnFacts, Fate, Look, TableProfile } from "../../../terms/profile.ts";
import { parseDate } from "../parse/date.ts";
import { parseNumber } from "../parse/number.ts";
import { findPersonal } from "../recognise/find-personal.ts";
import type { Cells } from "../read/cells.ts";
import { sampleFile } from "../read/encoding.ts";
import { limits } from "../read/limits.ts";
import { readRecords } from "../read/read-records.ts";
import type { RecordSink } from "../read/tokenizer.ts";
import { openTable } from "../unpack/open-table.ts";
import { declarationOf } from "../declarations.ts";
import { ColumnTally } from "./column-tally.ts";
import { lookOf } from "./look-of.ts";
import { OrderSums } from "./order-sums.ts";
import { ruled } from "./presets/apply-rules.ts";
import { headOf, sensitiveColumns } from "./preview.ts";
import { Repairs } from "./repairs.ts";
import type { SensitiveKind } from "./sensitive.ts";

/**
 * Counts every row of a file under a plan and stores nothing: types, blanks, distinct and frequent values, histograms,
 * what each column looks like and what will become of it; what would be read otherwise than it is written; duplicates,
 * outliers, and orders whose lines do not add up to their total. Memory does not grow with the file, but for one hash a
 * row and one sum an order, both up to a bound. Faults: those of `openTable`.
 * @throws Cancelled
 */
export async function profileFile(
  file: FileLike,
  plan: ImportPlan,
  job: JobControl,
): Promise<Outcome<TableProfile>> {
  const opened = await openTable(file, plan.reading.part, job);
  if (!opened.ok) return opened;
  const { text, rowOf, bad } = opened.value;
  const sampled = await sampleFile(text);
  if (!sampled.ok) return sampled;
  const { headings, rows } = headOf(sampled.value, plan.reading);
  const width = plan.columns.length;
  if (width > limits.columns)
    return fault("file-too-many-columns", { columns: width, limit: limits.columns });
  const forbidden = sensitiveColumns(headings, rows);
  const counter = new TableCounter(plan, forbidden, rowOf);
  const sums = new OrderSums(plan, rowOf);
  const behind = ruled(sums, plan, headings) ?? sums;
  await readRecords(text, plan.reading, width, both(counter, behind), job);
  return ok({
    rows: counter.counted,
    unreadable: counter.unreadable + bad.length,
    columns: headings.length === 0 ? [] : counter.columns(headings),
    repairs: [...counter.repairs.list(counter.tallies), ...sums.repairs()],
    ...(sums.checked === 0
      ? {}
      : { sums: { orders: sums.checked, agreeing: sums.checked - sums.differing } }),
  });
}

function both(first: RecordSink, second: RecordSink): RecordSink {
  return {
    record: (cells) => {
      first.record(cells);
      second.record(cells);
    },
    bad: (row) => first.bad(row),
  };
}

class TableCounter implements RecordSink {
  counted = 0;
  unreadable = 0;
  readonly tallies: readonly ColumnTally[];
  readonly repairs: Repairs;
  private readonly plan: ImportPlan;
  private readonly forbidden: ReadonlyMap<number, SensitiveKind>;

  constructor(
    plan: ImportPlan,
    forbidden: ReadonlyMap<number, SensitiveKind>,
    rowOf: (line: number) => number,
  ) {
    this.plan = plan;
    this.forbidden = forbidden;
    this.tallies = plan.columns.map(() => new ColumnTally(plan.columns.length));
    this.repairs = new Repairs(plan, forbidden, rowOf);
  }

  bad(): void {
    this.unreadable++;
  }

  record(cells: Cells): void {
    this.counted++;
    this.repairs.row(cells);
    this.tallies.forEach((tally, index) => {
      tally.rows++;
      if (cells.blank(index)) tally.blanks++;
      else this.count(tally, cells.text(index).trim(), index, cells.line);
    });
  }

  private count(tally: ColumnTally, text: string, index: number, line: number): void {
    const { dateOrder, decimalMark } = this.plan.reading;
    tally.take(text);
    tally.length.add(text.length);
    const number = text.length <= 40 ? parseNumber(text, decimalMark) : undefined;
    if (number !== undefined) {
      tally.numbers++;
      tally.number.add(number);
    }
    // Five digits may be a spreadsheet's day; only a column that means one takes them so.
    if (text.length >= 6 && text.length <= 40) {
      const date = parseDate(text, dateOrder);
      if (date.kind === "day") {
        tally.days++;
        tally.day.add(date.day);
      }
    }
    if (tally.curious && text.length >= 8) {
      tally.looked++;
      if (findPersonal(text).some(({ from, to }) => to - from < text.length)) tally.personal++;
    }
    this.repairs.cell(index, text, line, number);
  }

  columns(headings: readonly string[]): readonly ColumnFacts[] {
    const stored = new Set<FieldTarget>();
    return this.tallies.map((tally, index): ColumnFacts => {
      const special = this.forbidden.get(index);
      const heading = headings[index] ?? "";
      const target = special === undefined ? (this.plan.columns[index] ?? "ignore") : "ignore";
      const repeated = target !== "consent_evidence" && stored.has(target);
      stored.add(target);
      const look = lookOf(heading, tally, special, this.plan.reading);
      const histogram = special === undefined ? tally.histogram() : undefined;
      return {
        heading,
        target,
        class: special === undefined ? declarationOf(target).class : "special_category",
        look,
        fate:
          this.plan.hashed?.includes(index) === true && isHashable(target) && !repeated
            ? "hash"
            : fateOf(target, look, repeated),
        type: tally.type,
        blanks: tally.blanks,
        ...tally.distinct,
        top: special === undefined ? tally.top() : [],
        ...(histogram === undefined ? {} : { histogram }),
        personalShare: tally.looked === 0 ? 0 : tally.personal / tally.looked,
      };
    });
  }
}

function fateOf(target: FieldTarget, look: Look, repeated: boolean): Fate {
  if (look === "card" || look === "my-number" || look === "special-category" || look === "secret")
    return "never";
  if (target === "ignore" || repeated) return "leave-out";
  if (target === "prefecture" && look === "postal-code") return "prefecture";
  return target === "birth_date" ? "age-band" : "keep";
}
