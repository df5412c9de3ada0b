import type { Language } from "../../../terms/language.ts";
import type { AggregateTable } from "../../../terms/release.ts";
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
  const label = (dimension: number, text: string) => valueLabel(language, dimensions[dimension] ?? "", text);
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
  return { header, rows, bytes: spreadsheetCsv(header, rows) };
}

/** The numbers of a line; where they have noise, each with half the width of its 95 % interval behind it, rounded up. */
function numbers(
  { measures, currency, privacy }: AggregateTable,
  values: readonly number[] | undefined,
  language: Language,
  kind: "cells" | "rowSums" | "columnSums" | "total",
): readonly SpreadsheetCell[] {
  if (values === undefined) return measures.map(() => word(language, "withheld"));
  const unit = 10 ** minorDigits(currency);
  return measures.flatMap((measure, m) => {
    const shown = (value: number) => (measure === "revenue" ? value / unit : value);
    const width = privacy?.halfWidths[m]?.[kind];
    return width === undefined ? [shown(values[m]!)] : [shown(values[m]!), shown(Math.ceil(width))];
  });
}
