/** What a column of people says. Readings are the kana of a name; `birth` holds `YYYYMMDD`, parts unknown as zeros. */
export const identityKinds = [
  "name",
  "given",
  "middle",
  "family",
  "nameReading",
  "givenReading",
  "familyReading",
  "birth",
  "sex",
  "email",
  "phone",
  "number",
  "house",
  "street",
  "city",
  "region",
  "postal",
  "text",
] as const;
export type IdentityKind = (typeof identityKinds)[number];

/** One column: its different texts as the file writes them, and which of them each row holds (-1 for blank). */
export interface IdentityColumn {
  readonly kind: IdentityKind;
  /** The heading: named in answers. */
  readonly name: string;
  readonly levels: readonly string[];
  readonly codes: Int32Array;
}

export interface IdentityTable {
  readonly rows: number;
  readonly columns: readonly IdentityColumn[];
}

/**
 * How far two entries of a field agree, from nothing to all. A field knows some of these only; the chance of each is
 * estimated, so the numbers are names and no scores.
 */
export const agreement = {
  differ: 0,
  /** A part agrees: two of year, month and day; the same numbers or town; the mailbox name before the @. */
  part: 2,
  /** Alike: Jaro-Winkler .85 or more. */
  alike: 3,
  /** One slip or two apart: Jaro-Winkler .93 or more, one wrong or exchanged digit, day and month exchanged. */
  close: 4,
  /** The same in another writing: variant kanji, reading, abbreviation, family and given name exchanged. */
  variant: 5,
  exact: 6,
  /** Blank on either side: says nothing. */
  missing: 7,
} as const;
export const LEVELS = 8;

/** Kinds that people of one household share. */
export const sharedKinds: ReadonlySet<IdentityKind> = new Set([
  "family",
  "email",
  "phone",
  "house",
  "street",
  "city",
  "region",
  "postal",
]);

/** Kinds whose values belong to one person or household: a value that many rows hold is a stand-in, not evidence. */
export const keyKinds: ReadonlySet<IdentityKind> = new Set(["email", "phone", "number"]);
