import type { PersonField } from "../consented/people-table.ts";
import type { Sha256 } from "../files/sha256.ts";
import { guardFormula, type SpreadsheetCell } from "../writers/formula-guard.ts";
import { beyondWindows31J } from "./encode-text.ts";
import { fieldsOf, personValue, type PersonContext } from "./person-values.ts";
import type { PlatformColumn, PlatformFormat } from "./platform-format.ts";

/** A person's row in a platform's form, or why the platform could make nothing of it. */
export type LaidOut =
  | { readonly cells: readonly SpreadsheetCell[] }
  | { readonly withheld: "no-identifier" }
  | { readonly withheld: "not-encodable"; readonly cell: string; readonly characters: string };

/** Every field of the vault that a format reads; nothing else is asked for. */
export function fieldsOfFormat({ columns }: PlatformFormat): readonly PersonField[] {
  const fields = columns.flatMap(({ value }) => (typeof value === "string" ? fieldsOf(value) : []));
  return [...new Set(fields)];
}

/**
 * Lays a person out as `format` asks: each value in the form of its column, hashed where it is to be, left
 * out where it does not fit. Nothing is hashed for a person whom the platform could not match.
 */
export function layOut(format: PlatformFormat, context: PersonContext, sha256: Sha256): LaidOut {
  const texts = format.columns.map((column) => fitting(column, format, context));
  dropBrokenGroups(format, texts, context);
  const filled = new Set(
    format.columns.filter((_, place) => texts[place] !== undefined).map((c) => c.heading),
  );
  if (!format.needs.some((group) => group.every((heading) => filled.has(heading))))
    return { withheld: "no-identifier" };
  if (format.file.encoding === "windows-31j")
    for (const cell of texts) {
      const characters = cell === undefined ? "" : beyondWindows31J(cell);
      if (cell !== undefined && characters !== "") return { withheld: "not-encodable", cell, characters };
    }
  return {
    cells: format.columns.map((column, place) => {
      const text = texts[place];
      // Never the hash of an empty text: that one hash would match everybody without the value to each other.
      if (text === undefined || text === "") return null;
      return column.hashed ? sha256(text) : text;
    }),
  };
}

/** A column's value where the platform takes it as it is. */
function fitting(
  column: PlatformColumn,
  { file }: PlatformFormat,
  context: PersonContext,
): string | undefined {
  if (typeof column.value !== "string") return column.value.constant;
  const text = personValue(column.value, context);
  if (text === undefined) return undefined;
  const tooLong =
    (column.maxBytes !== undefined && utf8Length(text) > column.maxBytes) ||
    (column.maxCharacters !== undefined && text.length > column.maxCharacters);
  if (tooLong) {
    context.adjusted("too-long");
    return undefined;
  }
  if (column.accepts?.test(text) === false) {
    context.adjusted("not-accepted");
    return undefined;
  }
  // An importer would take an apostrophe for data, and a spreadsheet on the way would run the formula.
  if (
    file.reader === "machine" &&
    !column.hashed &&
    column.value !== "phone-e164" &&
    guardFormula(text) !== text
  ) {
    context.adjusted("formula-like");
    return undefined;
  }
  return text;
}

function dropBrokenGroups(
  format: PlatformFormat,
  texts: (string | undefined)[],
  context: PersonContext,
): void {
  const groups = new Set(format.columns.flatMap(({ together }) => together ?? []));
  for (const group of groups) {
    const places = format.columns.flatMap(({ together }, place) => (together === group ? [place] : []));
    if (places.every((place) => texts[place] !== undefined)) continue;
    context.adjusted(`${group}-incomplete`);
    for (const place of places) texts[place] = undefined;
  }
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
