import type { HeldRepair } from "../../../terms/held-repair.ts";
import type { ImportPlan, QuarantineReason } from "../../../terms/intake.ts";
import { parseNumber } from "../parse/number.ts";
import type { Cells } from "../read/cells.ts";
import type { BadRow, RecordSink } from "../read/tokenizer.ts";
import { isRead, repairOf } from "./cell-repairs.ts";
import { textHash } from "./kept-minima.ts";

/** Rows remembered by a hash each, to find them again. */
const REMEMBERED = 2_000_000;

interface Found {
  readonly reason: QuarantineReason;
  readonly column?: number;
}

/**
 * Stands before a sink and keeps back the rows of repairs that the user did not accept; nothing of them is changed. Undefined where
 * all are accepted. `rawOf` gives a record's text as it may be kept.
 */
export function heldRepairs(
  sink: RecordSink,
  plan: ImportPlan,
  headings: readonly string[],
  rawOf: (cells: Cells) => string,
): RecordSink | undefined {
  return plan.held === undefined || plan.held.length === 0
    ? undefined
    : new HeldRepairs(sink, plan, plan.held, headings, rawOf);
}

class HeldRepairs implements RecordSink {
  private readonly sink: RecordSink;
  private readonly plan: ImportPlan;
  private readonly held: readonly HeldRepair[];
  private readonly headings: readonly string[];
  private readonly rawOf: (cells: Cells) => string;
  private readonly read: readonly number[];
  private readonly seen = new Set<number>();

  constructor(
    sink: RecordSink,
    plan: ImportPlan,
    held: readonly HeldRepair[],
    headings: readonly string[],
    rawOf: (cells: Cells) => string,
  ) {
    this.sink = sink;
    this.plan = plan;
    this.held = held;
    this.headings = headings;
    this.rawOf = rawOf;
    this.read = plan.columns.flatMap((target, index) => (isRead(target) ? [index] : []));
  }

  record(cells: Cells): void {
    const found = this.found(cells);
    if (found === undefined) {
      this.sink.record(cells);
      return;
    }
    const heading = found.column === undefined ? undefined : this.headings[found.column];
    this.sink.bad({
      line: cells.line,
      reason: found.reason,
      raw: this.rawOf(cells),
      ...(heading === undefined || heading === "" ? {} : { column: heading }),
    });
  }

  bad(row: BadRow): void {
    this.sink.bad(row);
  }

  private found(cells: Cells): Found | undefined {
    for (const decision of this.held) {
      if (decision.kind === "duplicate-row") {
        if (this.again(cells)) return { reason: "duplicate-row" };
        continue;
      }
      const columns = decision.column === undefined ? this.read : [decision.column];
      const column = columns.find((index) => this.concerns(decision, cells, index));
      if (column !== undefined)
        return { reason: decision.kind === "outlier" ? "outlier" : "repair-held", column };
    }
    return undefined;
  }

  private again(cells: Cells): boolean {
    const hash = textHash(cells.raw());
    if (this.seen.has(hash)) return true;
    if (this.seen.size < REMEMBERED) this.seen.add(hash);
    return false;
  }

  private concerns({ kind, bounds }: HeldRepair, cells: Cells, index: number): boolean {
    if (cells.blank(index)) return false;
    const text = cells.text(index).trim();
    const number = text.length <= 40 ? parseNumber(text, this.plan.reading.decimalMark) : undefined;
    if (kind === "outlier")
      return bounds !== undefined && number !== undefined && (number < bounds.low || number > bounds.high);
    const repair = repairOf(this.plan.columns[index] ?? "ignore", text, number, this.plan);
    return repair?.kind === kind && repair.value !== undefined;
  }
}
