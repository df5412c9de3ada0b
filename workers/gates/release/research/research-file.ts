import type { Anonymised } from "../../../models/anonymity/anonymise.ts";
import type { Language } from "../../../terms/language.ts";
import type { ResearchRequest } from "../../../terms/research-file.ts";
import { valueLabel } from "../segments/sentence-words.ts";
import { word } from "../words.ts";
import { spreadsheetCsv } from "../writers/spreadsheet-csv.ts";
import type { ResearchTable } from "./research-columns.ts";
import type { AnonymousRow } from "./row.ts";

/**
 * The rows of people who are one of at least k alike, sorted by what they say: no order of the vault is left in them. None where what
 * was asked does not hold.
 */
export function anonymousRows(
  { data, columns, bands }: ResearchTable,
  made: Anonymised,
  language: Language,
): readonly AnonymousRow[] {
  if (!made.fulfilled) return [];
  const { classOf, classes } = made.recoded;
  const labels = Array.from({ length: classes }, (_, one) =>
    columns.map((column, at) => {
      const label = made.labelOf(at, one);
      return made.recoded.level(at, one) === 0 || label === "" ? valueLabel(language, column, label) : label;
    }),
  );
  const rows: { readonly key: string; readonly cells: readonly string[] }[] = [];
  for (const [row, one] of classOf.entries()) {
    if (one < 0) continue;
    const facts = data.sensitive.map(({ codes }, at) => bands[at]![codes[row]!]!);
    const cells = [...labels[one]!, ...facts];
    rows.push({ key: cells.join("\u0000"), cells });
  }
  rows.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return rows.map(({ cells }) => ({ cells }) as AnonymousRow);
}

/** Headings of a research file. */
export function researchHeader({ columns, facts, language = "ja" }: ResearchRequest): readonly string[] {
  return [
    ...columns.map((column) => word(language, `dimension.${column}`)),
    ...facts.map((fact) => word(language, `researchFact.${fact}`)),
  ];
}

/** The file: for a person's spreadsheet, every risky cell neutralised. */
export function researchFile(
  header: readonly string[],
  rows: readonly AnonymousRow[],
): Uint8Array<ArrayBuffer> {
  return spreadsheetCsv(
    header,
    rows.map(({ cells }) => cells),
  );
}
