import type { Language } from "../../../terms/language.ts";
import { moneyMeasures, type AggregateTable } from "../../../terms/release.ts";
import { valueLabel } from "../segments/sentence-words.ts";
import { word } from "../words.ts";
import { minorDigits } from "../money.ts";
import type { SpreadsheetCell } from "../writers/formula-guard.ts";
import { spreadsheetCsv } from "../writers/spreadsheet-csv.ts";

/** A table as a spreadsheet: one line a cell, then the totals of rows and columns, then the whole. */
export interface AggregateFile {
  readonly header: readonly string[];
  readonly rows: readonly (readonly SpreadsheetCell[])[];
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of the rows, which a chart of the first figure shows; none where there is nothing to compare. */
  readonly charted: readonly number[];
  /** Columns at the left that name a line. */
  readonly naming: number;
}

/** Writes a table for people to read. Withheld cells carry one and the same mark: which rule withheld them is not told. */
export function aggregateFile(table: AggregateTable, language: Language): AggregateFile {
  const { dimensions, measures, currency } = table;
  const header = [
    ...dimensions.map((dimension) => word(language, `dimension.${dimension}`)),
    ...measures.flatMap((measure) => {
      const name = word(language, `measure.${measure}`, { currency: currency || "-" });
      return table.privacy === undefined ? [name] : [name, word(language, "halfWidth", { measure: name })];
    }),
  ];
  const total = word(language, "total");
  // Values told as one have a line each.
  const label = (dimension: number, text: string) =>
    text
      .split("\n")
      .map((one) => valueLabel(language, dimensions[dimension] ?? "", one))
      .join(language === "ja" ? "・" : " + ");
  const rows = table.cells.map(({ labels, values, suppressed }) => [
    ...labels.map((text, dimension) => label(dimension, text)),
    ...numbers(
      table,
      suppressed === undefined ? values : undefined,
      language,
      dimensions.length > 0 ? "cells" : "total",
    ),
  ]);
  for (const { dimension, label: text, values, suppressed } of table.margins) {
    const labels = dimension === 0 ? [label(0, text), total] : [total, label(1, text)];
    const kind = dimension === 0 ? "rowSums" : "columnSums";
    rows.push([...labels, ...numbers(table, suppressed === undefined ? values : undefined, language, kind)]);
  }
  // Without dimensions the one cell is the whole.
  if (dimensions.length > 0)
    rows.push([...dimensions.map(() => total), ...numbers(table, table.totals, language, "total")]);
  const cells = dimensions.length === 1 ? [...table.cells.keys()] : [];
  const margins = table.margins.flatMap(({ dimension }, at) =>
    dimension === 0 ? [table.cells.length + at] : [],
  );
  return {
    header,
    rows,
    bytes: spreadsheetCsv(header, rows),
    charted: [...cells, ...margins],
    naming: dimensions.length,
  };
}

/** The numbers of a line; where they have noise, each with half the width of its 95 % interval behind it, rounded up. */
function numbers(
  { measures, currency, privacy }: AggregateTable,
  values: readonly (number | null)[] | undefined,
  language: Language,
  kind: "cells" | "rowSums" | "columnSums" | "total",
): readonly SpreadsheetCell[] {
  if (values === undefined) return measures.map(() => word(language, "withheld"));
  const unit = 10 ** minorDigits(currency);
  return measures.flatMap((measure, m): readonly SpreadsheetCell[] => {
    const shown = (value: number) => (moneyMeasures.includes(measure) ? value / unit : value);
    const value = values[m] ?? null;
    if (value === null) return [word(language, "noFigure")];
    const width = privacy?.halfWidths[m]?.[kind];
    return width === undefined ? [shown(value)] : [shown(value), shown(Math.ceil(width))];
  });
}
