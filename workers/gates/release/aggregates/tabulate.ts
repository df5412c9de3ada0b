import type { Columns } from "../../../columns/columns.ts";
import type { AggregateDimension, AggregateMeasure } from "../../../terms/release.ts";
import type { SegmentSource } from "../segments/source.ts";
import { dimensionColumn } from "./dimensions.ts";
import type { Entry, ProtectedTable } from "./suppress.ts";

/** A table before anything is withheld: what `suppress` judges and `protectTable` publishes from. */
export interface RawTable extends ProtectedTable {
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  /** The cell of each person index, -1 outside the mask. */
  readonly cellOf: Int32Array;
  /** Values by measure of each entry, in the order of `cells`, `rowMargins`, `columnMargins`. */
  readonly values: {
    readonly cells: readonly (readonly number[])[];
    readonly rowMargins: readonly (readonly number[])[];
    readonly columnMargins: readonly (readonly number[])[];
    readonly total: readonly number[];
  };
}

interface Tally {
  people: number;
  readonly values: number[];
  readonly magnitude: number[];
  readonly largest: number[];
}

/**
 * Counts people and sums orders and revenue (minor units) over a mask, by up to two dimensions, in one
 * pass. One dimension lies along the columns. Labels are sorted by themselves, never by size: an
 * order by size would tell how large a withheld cell is. The label of an unknown value, "", is last.
 */
export function tabulate(
  source: Pick<SegmentSource, "columns" | "scores">,
  mask: Uint8Array,
  dimensions: readonly AggregateDimension[],
  measures: readonly AggregateMeasure[],
): RawTable {
  const [first, second] = dimensions;
  const across = axis(source, mask, second ?? first);
  const down = axis(source, mask, second === undefined ? undefined : first);
  const tables = {
    cells: tallies(down.labels.length * across.labels.length, measures),
    rowMargins: tallies(second === undefined ? 0 : down.labels.length, measures),
    columnMargins: tallies(second === undefined ? 0 : across.labels.length, measures),
    total: tallies(1, measures),
  };
  const cellOf = new Int32Array(mask.length).fill(-1);
  for (let p = 0; p < mask.length; p++) {
    if (mask[p] !== 1) continue;
    const person = contributions(source.columns, p, measures);
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
  source: Pick<SegmentSource, "columns" | "scores">,
  mask: Uint8Array,
  dimension: AggregateDimension | undefined,
): { readonly labels: readonly string[]; readonly place: (person: number) => number } {
  if (dimension === undefined) return { labels: [""], place: () => 0 };
  const { codes, words } = dimensionColumn(source, dimension);
  const used = new Set<number>();
  for (let p = 0; p < mask.length; p++) if (mask[p] === 1) used.add(codes[p]!);
  const sorted = [...used].sort((a, b) => (a < 0 ? 1 : b < 0 ? -1 : words[a]! < words[b]! ? -1 : 1));
  const position = new Map(sorted.map((code, index) => [code, index]));
  return {
    labels: sorted.map((code) => (code < 0 ? "" : words[code]!)),
    place: (person) => position.get(codes[person]!)!,
  };
}

function tallies(length: number, measures: readonly AggregateMeasure[]): Tally[] {
  const zeros = () => measures.map(() => 0);
  return Array.from({ length }, () => ({ people: 0, values: zeros(), magnitude: zeros(), largest: zeros() }));
}

/** What each person adds to a measure, by person index. */
export function personAmounts(columns: Columns, measure: AggregateMeasure): Float64Array {
  return Float64Array.from(
    { length: columns.people.count },
    (_, person) => contributions(columns, person, [measure])[0]!,
  );
}

/** What one person adds to each measure. A negative amount is a return: it lowers revenue and is no order. */
function contributions(
  { orders }: Columns,
  person: number,
  measures: readonly AggregateMeasure[],
): readonly number[] {
  let count = 0;
  let revenue = 0;
  for (let o = orders.start[person]!; o < orders.start[person + 1]!; o++) {
    const amount = orders.amount[o]!;
    if (amount >= 0) count++;
    revenue += amount;
  }
  return measures.map((measure) => (measure === "people" ? 1 : measure === "orders" ? count : revenue));
}

function add(
  tally: Tally | undefined,
  person: readonly number[],
  measures: readonly AggregateMeasure[],
): void {
  if (tally === undefined) return;
  tally.people++;
  for (let m = 0; m < measures.length; m++) {
    const size = Math.abs(person[m]!);
    tally.values[m] = tally.values[m]! + person[m]!;
    tally.magnitude[m] = tally.magnitude[m]! + size;
    tally.largest[m] = Math.max(tally.largest[m]!, size);
  }
}

function entryOf(tally: Tally, measures: readonly AggregateMeasure[]): Entry {
  const sums = measures.flatMap((measure, m) =>
    measure === "people" ? [] : [{ magnitude: tally.magnitude[m]!, largest: tally.largest[m]! }],
  );
  return { people: tally.people, sums };
}
