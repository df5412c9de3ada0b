import { isoDate } from "../../../base/calendar.ts";
import type { FieldTarget } from "../../../terms/field.ts";
import type { ImportPlan } from "../../../terms/intake.ts";
import type { Repair } from "../../../terms/profile.ts";
import { parseDate } from "../parse/date.ts";
import { normalizeEmail, normalizePhone, normalizePostalCode } from "../parse/person.ts";
import { storedPrefecture } from "../parse/postal-prefecture.ts";
import type { Cells } from "../read/cells.ts";
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
}

/** How the importer reads a cell of a meaning: the kind of repair, and the value it would store, undefined when it cannot. */
type Reader = (text: string, number: number | undefined, plan: ImportPlan) => string | undefined;

const amount: Reader = (_, number) => (number === undefined ? undefined : String(number));
const readers: Readonly<Partial<Record<FieldTarget, readonly [Repair["kind"], Reader]>>> = {
  order_date: ["date", dateText],
  birth_date: ["date", dateText],
  registered_on: ["date", dateText],
  order_total: ["amount", amount],
  line_total: ["amount", amount],
  unit_price: ["amount", amount],
  quantity: ["amount", amount],
  discount: ["amount", amount],
  phone: ["phone", (text) => normalizePhone(text)],
  postal_code: ["postal-code", (text) => normalizePostalCode(text)],
  prefecture: ["prefecture", (text) => storedPrefecture(text) ?? text],
  email: ["email", (text) => normalizeEmail(text)],
};

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

function dateText(text: string, _: number | undefined, plan: ImportPlan): string | undefined {
  const date = parseDate(text, plan.reading.dateOrder);
  return date.kind === "day" ? isoDate(date.day) : undefined;
}

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
    const reader = readers[target];
    if (reader === undefined || this.forbidden.has(index)) return;
    const [kind, read] = reader;
    const value = read(text, number, this.plan);
    if (value === undefined) this.add("unreadable", index, line, text, undefined);
    else if (value !== text && !sameMoment(kind, text, value)) this.add(kind, index, line, text, value);
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
    const out = values.filter(({ value }) => value < low - reach || value > high + reach);
    for (const { value, line } of out) this.add("outlier", column, line, String(value), undefined);
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

/** A date with a time, and a number with zeros behind its point, say what their repair says. */
function sameMoment(kind: Repair["kind"], text: string, value: string): boolean {
  if (kind === "date") return text.startsWith(value);
  return kind === "amount" && /^-?\d+(?:\.\d+)?$/.test(text) && Number(text) === Number(value);
}
