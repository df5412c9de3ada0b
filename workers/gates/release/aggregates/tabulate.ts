import { unwatched, type JobControl } from "../../../base/job.ts";
import type { Columns } from "../../../columns/columns.ts";
import type { AggregateDimension, AggregateMeasure } from "../../../terms/release.ts";
import { dimensionColumn, type TableSource } from "./dimensions.ts";
import { toldBy, type ToldMeasure } from "./measures.ts";
import type { Entry, ProtectedTable } from "./suppress.ts";

/** A table before anything is withheld: what `suppress` judges and `protectTable` publishes from. */
export interface RawTable extends ProtectedTable {
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  /** The cell of each person index, -1 outside the mask. */
  readonly cellOf: Int32Array;
  /** What is added up. */
  readonly told: readonly ToldMeasure[];
  /** Sums by `told` of each entry, in the order of `cells`, `rowMargins`, `columnMargins`. */
  readonly values: {
    readonly cells: readonly (readonly number[])[];
    readonly rowMargins: readonly (readonly number[])[];
    readonly columnMargins: readonly (readonly number[])[];
    readonly total: readonly number[];
  };
}

/** People counted between two looks whether to stop. */
const betweenLooks = 8192;

interface Tally {
  people: number;
  readonly values: number[];
  readonly magnitude: number[];
  readonly largest: number[];
  readonly second: number[];
}

/** Lines of one dimension (0 or 1) that are told as one: their labels. */
export interface Pooled {
  readonly dimension: number;
  readonly labels: ReadonlySet<string>;
}

/**
 * Counts people and sums orders and revenue (minor units) over a mask, by up to two dimensions, in one
 * pass. One dimension lies along the columns. Labels are sorted by themselves, never by size: an
 * order by size would tell how large a withheld cell is. The label of an unknown value, "", is last, and behind it the line of
 * values told as one, whose label holds a line each.
 */
export function tabulate(
  source: TableSource,
  mask: Uint8Array,
  dimensions: readonly AggregateDimension[],
  shown: readonly AggregateMeasure[],
  pooled?: Pooled,
  job: JobControl = unwatched,
): RawTable {
  const measures = toldBy(shown);
  const [first, second] = dimensions;
  const poolOf = (at: number) => (pooled?.dimension === at ? pooled.labels : new Set<string>());
  const across = axis(source, mask, second ?? first, poolOf(second === undefined ? 0 : 1));
  const down = axis(source, mask, second === undefined ? undefined : first, poolOf(0));
  const tables = {
    cells: tallies(down.labels.length * across.labels.length, measures),
    rowMargins: tallies(second === undefined ? 0 : down.labels.length, measures),
    columnMargins: tallies(second === undefined ? 0 : across.labels.length, measures),
    total: tallies(1, measures),
  };
  const cellOf = new Int32Array(mask.length).fill(-1);
  for (let p = 0; p < mask.length; p++) {
    if (p % betweenLooks === 0) {
      job.check();
      job.progress({ phase: "tabulating", done: p, total: mask.length });
    }
    if (mask[p] !== 1) continue;
    const person = contributions(source, p, measures);
    const row = down.place(p);
    const column = across.place(p);
    cellOf[p] = row * across.labels.length + column;
    add(tables.cells[cellOf[p]!], person, measures);
    add(tables.rowMargins[row], person, measures);
    add(tables.columnMargins[column], person, measures);
    add(tables.total[0], person, measures);
  }
  const entries = (list: readonly Tally[]) => list.map((tally) => entryOf(tally, measures));
  const values = (list: readonly Tally[]) => list.map((tally) => tally.values);
  return {
    rows: down.labels.length,
    columns: across.labels.length,
    rowLabels: down.labels,
    columnLabels: across.labels,
    cellOf,
    told: measures,
    cells: entries(tables.cells),
    rowMargins: entries(tables.rowMargins),
    columnMargins: entries(tables.columnMargins),
    total: entryOf(tables.total[0]!, measures),
    values: {
      cells: values(tables.cells),
      rowMargins: values(tables.rowMargins),
      columnMargins: values(tables.columnMargins),
      total: tables.total[0]!.values,
    },
  };
}

/** The labels that occur within the mask, sorted, and the position of each person's label. */
function axis(
  source: TableSource,
  mask: Uint8Array,
  dimension: AggregateDimension | undefined,
  pooled: ReadonlySet<string>,
): { readonly labels: readonly string[]; readonly place: (person: number) => number } {
  if (dimension === undefined) return { labels: [""], place: () => 0 };
  const { codes, words } = dimensionColumn(source, dimension);
  const used = new Set<number>();
  for (let p = 0; p < mask.length; p++) if (mask[p] === 1) used.add(codes[p]!);
  const label = (code: number): string => (code < 0 ? "" : words[code]!);
  const sorted = [...used].sort((a, b) => (a < 0 ? 1 : b < 0 ? -1 : words[a]! < words[b]! ? -1 : 1));
  const own = sorted.filter((code) => !pooled.has(label(code)));
  const together = sorted.filter((code) => pooled.has(label(code)));
  const position = new Map([
    ...own.map((code, index) => [code, index] as const),
    ...together.map((code) => [code, own.length] as const),
  ]);
  return {
    labels: [...own.map(label), ...(together.length === 0 ? [] : [together.map(label).join("\n")])],
    place: (person) => position.get(codes[person]!)!,
  };
}

function tallies(length: number, measures: readonly ToldMeasure[]): Tally[] {
  const zeros = () => measures.map(() => 0);
  return Array.from({ length }, () => ({
    people: 0,
    values: zeros(),
    magnitude: zeros(),
    largest: zeros(),
    second: zeros(),
  }));
}

/** What each person adds to a measure, by person index. */
export function personAmounts(columns: Columns, measure: "orders" | "revenue"): Float64Array {
  return Float64Array.from({ length: columns.people.count }, (_, person) => {
    const { count, revenue } = purchases(columns, person);
    return measure === "orders" ? count : revenue;
  });
}

/** Of whom a model expects nothing adds nothing: tables of expectations are of people who have one. */
function contributions(
  { columns, scores }: TableSource,
  person: number,
  measures: readonly ToldMeasure[],
): readonly number[] {
  const { count, revenue } = purchases(columns, person);
  return measures.map((measure) => {
    switch (measure) {
      case "people":
        return 1;
      case "orders":
        return count;
      case "revenue":
        return revenue;
      case "lifetimeValue":
      case "churnRisk":
        return Number.isNaN(scores[measure][person]!) ? 0 : scores[measure][person]!;
    }
  });
}

/** A negative amount is a return: it lowers revenue and is no order. */
function purchases(
  { orders }: Columns,
  person: number,
): { readonly count: number; readonly revenue: number } {
  let count = 0;
  let revenue = 0;
  for (let o = orders.start[person]!; o < orders.start[person + 1]!; o++) {
    const amount = orders.amount[o]!;
    if (amount >= 0) count++;
    revenue += amount;
  }
  return { count, revenue };
}

function add(tally: Tally | undefined, person: readonly number[], measures: readonly ToldMeasure[]): void {
  if (tally === undefined) return;
  tally.people++;
  for (let m = 0; m < measures.length; m++) {
    const size = Math.abs(person[m]!);
    tally.values[m] = tally.values[m]! + person[m]!;
    tally.magnitude[m] = tally.magnitude[m]! + size;
    tally.second[m] = Math.max(tally.second[m]!, Math.min(tally.largest[m]!, size));
    tally.largest[m] = Math.max(tally.largest[m]!, size);
  }
}

function entryOf(tally: Tally, measures: readonly ToldMeasure[]): Entry {
  const sums = measures.flatMap((measure, m) =>
    measure === "people"
      ? []
      : [{ magnitude: tally.magnitude[m]!, largest: tally.largest[m]!, second: tally.second[m]! }],
  );
  return { people: tally.people, sums };
}
