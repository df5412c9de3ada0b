import type { FieldTarget } from "../../../terms/field.ts";
import type { ImportPlan } from "../../../terms/intake.ts";
import type { Repair } from "../../../terms/profile.ts";
import type { Cells } from "../read/cells.ts";
import { isRead, repairOf } from "./cell-repairs.ts";
import type { ColumnTally } from "./column-tally.ts";
import { textHash } from "./kept-minima.ts";

const EXAMPLES = 3;
const EXTREMES = 5;
/** Rows remembered by a hash each, to find them again. */
const REMEMBERED = 2_000_000;

type Example = Repair["examples"][number];

interface Found {
  readonly kind: Repair["kind"];
  readonly column?: number;
  rows: number;
  readonly examples: Example[];
  readonly bounds?: NonNullable<Repair["bounds"]>;
}

const needed: ReadonlySet<FieldTarget> = new Set<FieldTarget>([
  "order_date",
  "order_id",
  "customer_id",
  "email",
]);
const amounts: ReadonlySet<FieldTarget> = new Set<FieldTarget>([
  "order_total",
  "line_total",
  "unit_price",
  "quantity",
]);

/** Collects what would be read otherwise than it is written, what cannot be read, and rows that stand there twice. */
export class Repairs {
  private readonly plan: ImportPlan;
  private readonly forbidden: ReadonlyMap<number, unknown>;
  private readonly rowOf: (line: number) => number;
  private readonly found = new Map<string, Found>();
  private readonly seen = new Set<number>();
  /** The smallest and largest numbers of each column of amounts, with their lines. */
  private readonly extremes = new Map<number, { readonly value: number; readonly line: number }[]>();

  constructor(plan: ImportPlan, forbidden: ReadonlyMap<number, unknown>, rowOf: (line: number) => number) {
    this.plan = plan;
    this.forbidden = forbidden;
    this.rowOf = rowOf;
  }

  /** Looks whether the whole row was there before. */
  row(cells: Cells): void {
    if (this.seen.size >= REMEMBERED) return;
    const raw = cells.raw();
    const hash = textHash(raw);
    // The text itself may hold what never comes in: the line says enough.
    if (this.seen.has(hash)) this.add("duplicate-row", undefined, cells.line, "", undefined);
    else this.seen.add(hash);
  }

  cell(index: number, text: string, line: number, number: number | undefined): void {
    const target = this.plan.columns[index] ?? "ignore";
    if (!isRead(target) || this.forbidden.has(index)) return;
    const found = repairOf(target, text, number, this.plan);
    if (found !== undefined) this.add(found.kind, index, line, text, found.value);
    if (number !== undefined && amounts.has(target)) this.extreme(index, number, line);
  }

  /** All repairs, those of columns in their order. Outliers lie beyond three interquartile ranges (Tukey 1977, far out). */
  list(tallies: readonly ColumnTally[]): readonly Repair[] {
    this.plan.columns.forEach((target, index) => {
      const blanks = tallies[index]?.blanks ?? 0;
      if (needed.has(target) && blanks > 0 && !this.forbidden.has(index))
        this.found.set(`missing ${String(index)}`, {
          kind: "missing",
          column: index,
          rows: blanks,
          examples: [],
        });
    });
    for (const [column, values] of this.extremes) this.outliers(column, values, tallies[column]);
    return [...this.found.values()].toSorted((a, b) => (a.column ?? -1) - (b.column ?? -1));
  }

  private outliers(
    column: number,
    values: readonly { readonly value: number; readonly line: number }[],
    tally: ColumnTally | undefined,
  ): void {
    if (tally === undefined || tally.number.count < 20) return;
    const low = tally.number.quantile(0.25);
    const high = tally.number.quantile(0.75);
    const reach = 3 * Math.max(high - low, Math.abs(high) * 0.05);
    const bounds = { low: low - reach, high: high + reach };
    const out = values.filter(({ value }) => value < bounds.low || value > bounds.high);
    for (const { value, line } of out) this.add("outlier", column, line, String(value), undefined);
    const found = this.found.get(`outlier ${String(column)}`);
    if (found !== undefined) this.found.set(`outlier ${String(column)}`, { ...found, bounds });
  }

  private extreme(column: number, value: number, line: number): void {
    const held = this.extremes.get(column) ?? [];
    if (held.length === 0) this.extremes.set(column, held);
    const least = held[0];
    const most = held.at(-1);
    if (
      held.length >= 2 * EXTREMES &&
      least !== undefined &&
      most !== undefined &&
      value >= least.value &&
      value <= most.value
    ) {
      const inner = held[EXTREMES - 1];
      const outer = held[EXTREMES];
      if (inner !== undefined && outer !== undefined && value >= inner.value && value <= outer.value) return;
    }
    held.push({ value, line });
    held.sort((a, b) => a.value - b.value);
    if (held.length > 2 * EXTREMES) held.splice(EXTREMES, 1);
  }

  private add(
    kind: Repair["kind"],
    column: number | undefined,
    line: number,
    original: string,
    repaired: string | undefined,
  ): void {
    const key = `${kind} ${String(column)}`;
    const found = this.found.get(key) ?? {
      kind,
      ...(column === undefined ? {} : { column }),
      rows: 0,
      examples: [],
    };
    this.found.set(key, found);
    found.rows++;
    if (found.examples.length < EXAMPLES || (kind === "outlier" && found.examples.length < 2 * EXTREMES))
      found.examples.push({
        line: this.rowOf(line),
        original: original.slice(0, 80),
        ...(repaired === undefined ? {} : { repaired }),
      });
  }
}
