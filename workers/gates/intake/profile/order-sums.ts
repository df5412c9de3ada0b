import type { ImportPlan } from "../../../terms/intake.ts";
import type { Repair } from "../../../terms/profile.ts";
import { parseNumber } from "../parse/number.ts";
import type { Cells } from "../read/cells.ts";
import type { RecordSink } from "../read/tokenizer.ts";

const EXAMPLES = 5;
/** Orders whose sums are held; later ones are not checked. */
const HELD = 500_000;

interface Sum {
  total: number;
  lines: number;
  readonly line: number;
}

/**
 * Adds up the lines of each order beside the file's own total. They may differ for good reason (postage, fees, tax,
 * discounts): a difference is flagged with both figures, and the file's total stands.
 */
export class OrderSums implements RecordSink {
  checked = 0;
  differing = 0;
  private readonly plan: ImportPlan;
  private readonly rowOf: (line: number) => number;
  private readonly sums = new Map<string, Sum>();
  private readonly at: {
    readonly id: number;
    readonly total: number;
    readonly line: number;
    readonly price: number;
    readonly quantity: number;
  };
  private readonly ready: boolean;

  constructor(plan: ImportPlan, rowOf: (line: number) => number) {
    this.plan = plan;
    this.rowOf = rowOf;
    const find = (target: ImportPlan["columns"][number]) => plan.columns.indexOf(target);
    this.at = {
      id: find("order_id"),
      total: find("order_total"),
      line: find("line_total"),
      price: find("unit_price"),
      quantity: find("quantity"),
    };
    this.ready = this.at.id >= 0 && this.at.total >= 0 && (this.at.line >= 0 || this.at.price >= 0);
  }

  bad(): void {
    return undefined;
  }

  record(cells: Cells): void {
    if (!this.ready) return;
    const id = cells.text(this.at.id).trim();
    if (id === "") return;
    let sum = this.sums.get(id);
    if (sum === undefined) {
      if (this.sums.size >= HELD) return;
      sum = { total: NaN, lines: 0, line: cells.line };
      this.sums.set(id, sum);
    }
    const total = this.number(cells, this.at.total);
    if (total === total && sum.total !== sum.total) sum.total = total;
    const line = this.number(cells, this.at.line);
    const price = this.number(cells, this.at.price);
    const quantity = this.at.quantity < 0 ? 1 : this.number(cells, this.at.quantity);
    sum.lines += line === line ? line : price === price && quantity === quantity ? price * quantity : 0;
  }

  private number(cells: Cells, index: number): number {
    if (index < 0 || cells.blank(index)) return NaN;
    return parseNumber(cells.text(index), this.plan.reading.decimalMark) ?? NaN;
  }

  repairs(): readonly Repair[] {
    const examples: Repair["examples"][number][] = [];
    for (const sum of this.sums.values()) {
      if (sum.total !== sum.total) continue;
      this.checked++;
      if (Math.abs(sum.total - sum.lines) < 0.01) continue;
      this.differing++;
      if (examples.length < EXAMPLES)
        examples.push({
          line: this.rowOf(sum.line),
          original: String(sum.total),
          repaired: String(Number(sum.lines.toFixed(2))),
        });
    }
    this.sums.clear();
    return this.differing === 0
      ? []
      : [{ kind: "sum-differs", column: this.at.total, rows: this.differing, examples }];
  }
}
