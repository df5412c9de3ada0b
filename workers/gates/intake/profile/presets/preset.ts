import type { FieldTarget } from "../../../../terms/field.ts";
import type { DateOrder } from "../../../../terms/intake.ts";

/** What is known beforehand of one tool's export. Data only; columns are found by heading, never by position. */
export interface Preset {
  readonly id: string;
  /** Name of the tool: consent and identifiers remember it as their source. */
  readonly source: string;
  /** The set that tells the file: all of them must be there, in any order. */
  readonly signature: readonly string[];
  /** Meaning by heading; a heading that is not listed is not stored. Of a heading that occurs twice, the first counts. */
  readonly columns: Readonly<Record<string, FieldTarget>>;
  readonly currency?: string;
  readonly dateOrder?: DateOrder;
  /** Rows that are no goods of the order: their line is passed over, the order they belong to is kept. */
  readonly lines?: { readonly heading: string; readonly keep: readonly string[] };
}
