import type { Sha256 } from "../files/sha256.ts";
import { layOut } from "../platforms/lay-out.ts";
import { writeRows } from "../platforms/write-rows.ts";
import { word } from "../words.ts";
import type { Language } from "../../../terms/language.ts";
import type { SpreadsheetCell } from "../writers/formula-guard.ts";
import type { KnownAs } from "./known-as.ts";
import type { RecallForm } from "./recall-forms.ts";

/** The list one recipient is asked to act on. */
export interface RecallList {
  readonly rows: readonly (readonly SpreadsheetCell[])[];
  /** People of whom the vault no longer holds what this recipient knows them by. */
  readonly unlisted: number;
}

/**
 * Lays out those who are called back, as the recipient knows them. They are told to nobody new: the caller hands over only people whom
 * this recipient received before, and the list says that they leave.
 */
export function recallRows(
  { format }: RecallForm,
  { people, customers }: KnownAs,
  homeCountry: string | undefined,
  sha256: Sha256,
): RecallList {
  const rows = new Map<string, readonly SpreadsheetCell[]>();
  const listed = new Set<number>();
  customers.forEach((customer, person) => {
    const laidOut = layOut(format, { people, person, homeCountry, adjusted: () => undefined }, sha256);
    if (!("cells" in laidOut)) return;
    rows.set(JSON.stringify(laidOut.cells), laidOut.cells);
    listed.add(customer);
  });
  return { rows: [...rows.values()], unlisted: new Set(customers).size - listed.size };
}

/** The files of a list in its platform's form. */
export function recallFiles(
  { format: { file, columns } }: RecallForm,
  rows: RecallList["rows"],
  language: Language,
): readonly Uint8Array[] {
  const header = columns.map(({ heading }) =>
    file.reader === "person" ? word(language, `column.${heading}`) : heading,
  );
  return writeRows(file, header, rows).map(({ bytes }) => bytes);
}
