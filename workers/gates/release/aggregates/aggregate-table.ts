import type {
  AggregateCell,
  AggregateDimension,
  AggregateMargin,
  AggregateMeasure,
  AggregateTable,
} from "../../../terms/release.ts";
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
): AggregateTable {
  const cells = raw.cells.map((_, index): AggregateCell => {
    const row = raw.rowLabels[Math.floor(index / raw.columns)]!;
    const column = raw.columnLabels[index % raw.columns]!;
    const labels = [row, column].slice(2 - frame.dimensions.length);
    return { labels, ...shown(raw.values.cells[index]!, pattern.cells[index]) };
  });
  const margin =
    (dimension: 0 | 1, labels: readonly string[], states: readonly (Suppression | undefined)[]) =>
    (values: readonly number[], index: number): AggregateMargin => ({
      dimension,
      label: labels[index]!,
      ...shown(values, states[index]),
    });
  const margins = [
    ...raw.values.rowMargins.map(margin(0, raw.rowLabels, pattern.rowMargins)),
    ...raw.values.columnMargins.map(margin(1, raw.columnLabels, pattern.columnMargins)),
  ];
  return {
    ...frame,
    cells,
    margins,
    ...(pattern.everything ? {} : { totals: raw.values.total }),
    withheldCells: [...cells, ...margins].filter((entry) => entry.suppressed !== undefined).length,
  };
}

function shown(
  values: readonly number[],
  suppressed: Suppression | undefined,
): { readonly values: readonly number[]; readonly suppressed?: Suppression } {
  return suppressed === undefined ? { values } : { values: [], suppressed };
}
