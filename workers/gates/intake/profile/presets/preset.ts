import type { FieldTarget } from "../../../../terms/field.ts";
import type { DateOrder } from "../../../../terms/intake.ts";

/** A heading, or several names of one: other generations of the export, other languages. */
export type HeadingName = string | readonly string[];

/** What a preset does with rows. Named, closed and told by data: a preset never brings code. */
export type PresetRule =
  /** Rows whose cell says one of these are no business of the vault: counted as left out. */
  | { readonly rule: "leave-out"; readonly heading: HeadingName; readonly values: readonly string[] }
  /** Rows whose cell says anything else are left out. */
  | { readonly rule: "keep-only"; readonly heading: HeadingName; readonly values: readonly string[] }
  /** In rows whose cell says one of these, the columns of these meanings count as blank. */
  | {
      readonly rule: "blank";
      readonly heading: HeadingName;
      readonly values: readonly string[];
      readonly columns: readonly FieldTarget[];
    }
  /** Words of the tool for an order that came to nothing. */
  | { readonly rule: "cancelled"; readonly heading: HeadingName; readonly values: readonly string[] }
  /** In rows whose cell says one of these, amounts of these meanings change their sign. */
  | {
      readonly rule: "negate";
      readonly heading: HeadingName;
      readonly values: readonly string[];
      readonly columns: readonly FieldTarget[];
    }
  /** What was paid back comes off the amount. */
  | { readonly rule: "subtract"; readonly from: FieldTarget; readonly heading: HeadingName }
  /** What the kind of file says of every row in it. */
  | { readonly rule: "fact"; readonly target: FieldTarget; readonly value: string };

/** What an export does not hold, so that the user can be told before they look for it. */
export type PresetLack = "customer" | "email" | "consent" | "lines" | "people";

/** What is known beforehand of one tool's export. Data only; columns are found by heading, never by position. */
export interface Preset {
  readonly id: string;
  /** Name of the tool: consent and identifiers remember it as their source. */
  readonly source: string;
  /** The set that tells the file: all of them must be there, in any order; of several names of one, any. */
  readonly signature: readonly HeadingName[];
  /** Headings none of which may be there. */
  readonly without?: readonly string[];
  /** Beginnings of the file's name, in lower case; where given, one must fit. */
  readonly fileName?: readonly string[];
  /** Meaning by heading; a heading that is not listed is not stored. Of a heading that occurs twice, the first counts. */
  readonly columns: Readonly<Record<string, FieldTarget>>;
  /** Columns of this export are chosen by the user: those not listed are guessed as in any file. */
  readonly guessOthers?: boolean;
  readonly currency?: string;
  readonly dateOrder?: DateOrder;
  /** Rows that are no goods of the order: their line is passed over, the order they belong to is kept. */
  readonly lines?: { readonly heading: string; readonly keep: readonly string[] };
  readonly rules?: readonly PresetRule[];
  readonly lacks?: readonly PresetLack[];
  /** The headings, or only the Japanese ones, were not seen in a real export: the user is asked to look at them. */
  readonly unconfirmed?: true | "japanese";
}
