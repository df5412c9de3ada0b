import type {
  AggregateCell,
  AggregateDimension,
  AggregateMargin,
  AggregateMeasure,
  AggregateTable,
} from "../../../terms/release.ts";
import { figureOf, isQuantile } from "./measures.ts";
import type { CellQuantiles } from "./cell-quantiles.ts";
import { suppress, type Suppression, type SuppressionPattern } from "./suppress.ts";
import type { RawTable } from "./tabulate.ts";

/** What a table is about, apart from its numbers. */
export interface AggregateFrame {
  readonly dimensions: readonly AggregateDimension[];
  readonly measures: readonly AggregateMeasure[];
  readonly currency: string;
  readonly k: number;
}

/** The table as it may be published: withheld cells hold no numbers, in memory neither. */
export function protectTable(
  frame: AggregateFrame,
  raw: RawTable,
  pattern: SuppressionPattern = suppress(raw, frame.k),
  quantiles?: CellQuantiles,
): AggregateTable {
  const figures = (values: readonly number[], cell?: number): readonly (number | null)[] => {
    const told =
      cell === undefined || pattern.withoutQuantiles?.has(cell) ? undefined : quantiles?.cells[cell];
    return frame.measures.map((measure) =>
      isQuantile(measure)
        ? (told?.values[measure] ?? null)
        : figureOf(measure, { told: raw.told, values }, raw.values.total),
    );
  };
  const cells = raw.cells.map((_, index): AggregateCell => {
    const row = raw.rowLabels[Math.floor(index / raw.columns)]!;
    const column = raw.columnLabels[index % raw.columns]!;
    const labels = [row, column].slice(2 - frame.dimensions.length);
    return { labels, ...shown(figures(raw.values.cells[index]!, index), pattern.cells[index]) };
  });
  const margin =
    (dimension: 0 | 1, labels: readonly string[], states: readonly (Suppression | undefined)[]) =>
    (values: readonly number[], index: number): AggregateMargin => ({
      dimension,
      label: labels[index]!,
      ...shown(figures(values), states[index]),
    });
  const margins = [
    ...raw.values.rowMargins.map(margin(0, raw.rowLabels, pattern.rowMargins)),
    ...raw.values.columnMargins.map(margin(1, raw.columnLabels, pattern.columnMargins)),
  ];
  return {
    ...frame,
    cells,
    margins,
    // Without dimensions the one cell is the whole.
    ...(pattern.everything
      ? {}
      : { totals: figures(raw.values.total, frame.dimensions.length === 0 ? 0 : undefined) }),
    withheldCells: [...cells, ...margins].filter((entry) => entry.suppressed !== undefined).length,
  };
}

function shown(
  values: readonly (number | null)[],
  suppressed: Suppression | undefined,
): { readonly values: readonly (number | null)[]; readonly suppressed?: Suppression } {
  return suppressed === undefined ? { values } : { values: [], suppressed };
}
