import * as v from "valibot";
import type { FieldClass } from "./field.ts";
import type { PurposeCode } from "./purpose.ts";

/** What a stored field is used for now, not what it might be: each is looked up in the vault. */
export type MapUse =
  | "matching"
  | "customer-view"
  | "consent-gate"
  | "identity"
  | "rfm"
  | "cohorts"
  | "lifetime"
  | "churn"
  | "groups"
  | "segments"
  | "email_marketing"
  | "postal_marketing"
  | "ads_matching";

/** What is wanting of a field: nothing in it, little in it, nothing uses it, no purpose, no word of what the customer gets. */
export type MapGap = "empty" | "sparse" | "unused" | "no-purpose" | "no-value";

/** One field of the vault that speaks of people. */
export interface MapField {
  /** Table and column, or table and kind: `customers.prefecture`, `identifiers.email`. */
  readonly id: string;
  readonly table: string;
  readonly name: string;
  /** The field is a copy the vault keeps to work with (for undo, for review), not a field of a file. */
  readonly working: boolean;
  readonly class: FieldClass;
  readonly purposes: readonly PurposeCode[];
  /** Rows in which it is filled, of how many. */
  readonly filled: number;
  readonly rows: number;
  /** Names of the sources it came from. */
  readonly sources: readonly string[];
  readonly uses: readonly MapUse[];
  /** What the customer gets for it, in the owner's words; "" where nothing was written. */
  readonly value: string;
  /** Why a special category is kept at all. */
  readonly basis?: { readonly purpose: PurposeCode; readonly reason: string };
  readonly gaps: readonly MapGap[];
}

/** A column of a file that was refused at the door. */
export interface RefusedColumn {
  readonly heading: string;
  readonly source: string;
  readonly files: number;
}

/** A system that files came from. */
export interface MapSource {
  readonly name: string;
  /** zero, first, second or third party, where the owner said so. */
  readonly party?: string;
  readonly imports: number;
  /** ISO moments of its first and latest import. */
  readonly since: string;
  readonly until: string;
}

/** From a source to a table (rows), or from a table to a purpose (filled fields). */
export interface MapLink {
  readonly from: string;
  readonly to: string;
  readonly weight: number;
}

/** The whole vault: what it holds about people, where from, what for and with what use. */
export interface DataMap {
  readonly people: number;
  readonly fields: readonly MapField[];
  readonly sources: readonly MapSource[];
  readonly refused: readonly RefusedColumn[];
  readonly fromSources: readonly MapLink[];
  readonly toPurposes: readonly MapLink[];
}

export const fieldValueSchema = v.strictObject({
  field: v.pipe(v.string(), v.minLength(3), v.maxLength(300)),
  /** Empty takes the words away. */
  text: v.pipe(v.string(), v.trim(), v.maxLength(300)),
});
