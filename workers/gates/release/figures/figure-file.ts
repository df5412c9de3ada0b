import type { FigureColumn, FigureTable } from "../../../terms/figures.ts";
import type { Language } from "../../../terms/language.ts";
import { minorDigits } from "../money.ts";
import { word } from "../words.ts";
import type { SpreadsheetCell } from "../writers/formula-guard.ts";
import { spreadsheetCsv } from "../writers/spreadsheet-csv.ts";

/** A table of groups that overlap as a spreadsheet, and what a page draws of it. */
export function figureFile(table: FigureTable, language: Language) {
  const { columns, rows: lines, kind, currency } = table;
  const naming = kind === "productPairs" ? ["figure.product", "figure.withProduct"] : [`figure.${kind}`];
  const header = [
    ...naming.map((key) => word(language, key)),
    ...columns.map((column) => headingOf(column, currency, language)),
  ];
  const unit = 10 ** minorDigits(currency);
  const rows = lines.map(({ labels, figures }) => [
    ...labels,
    ...figures.map((figure, at): SpreadsheetCell => {
      if (typeof figure !== "number")
        return figure === "withheld" ? word(language, "withheld") : word(language, "noFigure");
      return columns[at]!.code === "meanRevenue" ? figure / unit : figure;
    }),
  ]);
  return {
    header,
    rows,
    bytes: spreadsheetCsv(header, rows),
    naming: naming.length,
    charted: [...rows.keys()],
  };
}

function headingOf({ code, age }: FigureColumn, currency: string, language: Language): string {
  const key = code === "people" || code.startsWith("mean") || code === "peopleShare" ? "measure" : "figure";
  return word(language, `${key}.${code}`, { currency: currency || "-", age: String(age ?? "") });
}
