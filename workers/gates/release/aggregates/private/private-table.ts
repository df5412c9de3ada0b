import type { Columns } from "../../../../columns/columns.ts";
import { sumsOf } from "../../../../models/privacy/fit-table.ts";
import { addNoise, halfWidthsOf } from "../../../../models/privacy/noisy-table.ts";
import { UniformSource } from "../../../../models/privacy/random-bits.ts";
import type { AggregateMeasure, AggregateTable, TablePrivacy } from "../../../../terms/release.ts";
import type { AggregateFrame } from "../aggregate-table.ts";
import { dimensionColumn } from "../dimensions.ts";
import type { SegmentSource } from "../../segments/source.ts";
import type { PrivacyPlan } from "./plan.ts";
import { publicLabels } from "./public-labels.ts";

type Source = Pick<SegmentSource, "columns" | "scores">;

/** The lines of a table that are known without the data: one row where there are fewer than two dimensions. */
export interface PublicShape {
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
}

/** The shape of a table, or the dimension that has no public lines. */
export function publicShape(dimensions: AggregateFrame["dimensions"], today: Date): PublicShape | string {
  const labels: (readonly string[])[] = [];
  for (const dimension of dimensions) {
    const lines = publicLabels(dimension, today);
    if (lines === undefined) return dimension;
    labels.push(lines);
  }
  const [first = [""], second] = labels;
  return second === undefined
    ? { rowLabels: [""], columnLabels: first }
    : { rowLabels: first, columnLabels: second };
}

/** Half-widths of the intervals a table will have. They depend on its shape and the plan only. */
export function plannedWidths(shape: PublicShape, plan: PrivacyPlan): TablePrivacy["halfWidths"] {
  const size = { rows: shape.rowLabels.length, columns: shape.columnLabels.length };
  return plan.noise.map((noise) => halfWidthsOf(size, noise));
}

/** The table with noise drawn anew: every cell of the public shape has a number, and rows, columns and total add up. */
export function privateTable(
  source: Source,
  mask: Uint8Array,
  frame: AggregateFrame,
  shape: PublicShape,
  plan: PrivacyPlan,
  budget: Pick<TablePrivacy, "budget" | "spent">,
): AggregateTable {
  const [rows, columns] = [shape.rowLabels.length, shape.columnLabels.length];
  const exact = exactCells(source, mask, frame, shape, plan);
  const bits = new UniformSource((bytes) => void crypto.getRandomValues(bytes));
  const noisy = exact.map((cells, measure) => addNoise(cells, { rows, columns }, plan.noise[measure]!, bits));
  for (const cells of exact) cells.fill(0);
  const sums = noisy.map(({ cells }) => sumsOf(cells, rows, columns));
  const two = frame.dimensions.length === 2;
  return {
    ...frame,
    cells: Array.from({ length: rows * columns }, (_, at) => ({
      labels: [shape.rowLabels[Math.floor(at / columns)]!, shape.columnLabels[at % columns]!].slice(
        2 - frame.dimensions.length,
      ),
      values: noisy.map(({ cells }) => cells[at]!),
    })),
    margins: !two
      ? []
      : [
          ...shape.rowLabels.map((label, at) => ({
            dimension: 0 as const,
            label,
            values: sums.map((sum) => sum.rows[at]!),
          })),
          ...shape.columnLabels.map((label, at) => ({
            dimension: 1 as const,
            label,
            values: sums.map((sum) => sum.columns[at]!),
          })),
        ],
    totals: sums.map((sum) => sum.total),
    withheldCells: 0,
    privacy: { ...plan.promise, ...budget, halfWidths: noisy.map(({ halfWidths }) => halfWidths) },
  };
}

/** Exact sums of clamped contributions; each person is in one cell. */
function exactCells(
  source: Source,
  mask: Uint8Array,
  { dimensions, measures }: AggregateFrame,
  { rowLabels, columnLabels }: PublicShape,
  plan: PrivacyPlan,
): readonly Float64Array[] {
  const [first, second] = dimensions;
  const place = (dimension: typeof first, labels: readonly string[]): ((person: number) => number) => {
    if (dimension === undefined) return () => 0;
    const { codes, words } = dimensionColumn(source, dimension);
    const position = new Map(labels.map((label, at) => [label, at]));
    const unknown = labels.length - 1;
    const of = Int32Array.from(words, (word) => position.get(word) ?? unknown);
    return (person) => of[codes[person]!] ?? unknown;
  };
  const across = place(second ?? first, columnLabels);
  const down = place(second === undefined ? undefined : first, rowLabels);
  const cells = measures.map(() => new Float64Array(rowLabels.length * columnLabels.length));
  for (let person = 0; person < mask.length; person++) {
    if (mask[person] !== 1) continue;
    const at = down(person) * columnLabels.length + across(person);
    for (const [index, measure] of measures.entries()) {
      const own = contribution(source.columns, person, measure);
      cells[index]![at] = cells[index]![at]! + Math.min(Math.max(0, own), plan.noise[index]!.bound);
    }
  }
  return cells;
}

/** What a person adds before it is clamped: themself, orders, or spend in minor units. A negative amount is a return, no order. */
function contribution({ orders }: Columns, person: number, measure: AggregateMeasure): number {
  if (measure === "people") return 1;
  let sum = 0;
  for (let order = orders.start[person]!; order < orders.start[person + 1]!; order++) {
    const amount = orders.amount[order]!;
    sum += measure === "revenue" ? amount : amount >= 0 ? 1 : 0;
  }
  return sum;
}
