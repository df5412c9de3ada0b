import type { FieldClass, FieldTarget } from "./field.ts";

/** What the values of a column look like, whatever its heading says. */
export const looks = [
  "email",
  "phone",
  "line-user-id",
  "postal-code",
  "prefecture",
  "address",
  "person-name",
  "reading",
  "birth-date",
  "date",
  "card",
  "my-number",
  "special-category",
  "secret",
  "ip-address",
  "url",
  "personal-text",
  "number",
  "code",
  "words",
  "text",
  "blank",
] as const;
export type Look = (typeof looks)[number];

/** What becomes of a column: stored, stored as something coarser, left out, or never let in. */
export const fates = ["keep", "age-band", "prefecture", "hash", "leave-out", "never"] as const;
export type Fate = (typeof fates)[number];

/** Counts of a number or day column in bins of one width; `from` is the lower edge of the first. Days are epoch days. */
export interface Histogram {
  readonly kind: "number" | "day" | "length";
  readonly from: number;
  readonly width: number;
  readonly counts: readonly number[];
}

/** Everything counted of one column, over all rows. */
export interface ColumnFacts {
  readonly heading: string;
  readonly target: FieldTarget;
  readonly class: FieldClass;
  readonly look: Look;
  readonly fate: Fate;
  readonly type: "number" | "date" | "text" | "blank";
  readonly blanks: number;
  readonly distinct: number;
  /** False where there were too many to hold and `distinct` is an estimate (within about 3 %). */
  readonly distinctExact: boolean;
  /** Most frequent values with their rows; empty for what never comes in. */
  readonly top: readonly { readonly value: string; readonly rows: number }[];
  readonly histogram?: Histogram;
  /** Share of the filled cells looked at that hold personal data inside longer text. */
  readonly personalShare: number;
}

/** A proposal to read a value otherwise than it is written. Nothing is changed by proposing. */
export interface Repair {
  readonly kind:
    | "date"
    | "amount"
    | "phone"
    | "postal-code"
    | "prefecture"
    | "email"
    | "unreadable"
    | "missing"
    | "duplicate-row"
    | "outlier"
    | "sum-differs";
  /** Column it is about, by position; undefined for whole rows. */
  readonly column?: number;
  readonly rows: number;
  /** Of outliers: what lies outside is far out. */
  readonly bounds?: { readonly low: number; readonly high: number };
  /** Some of them: line of the file, what stands there, what would be stored instead where there is a proposal. */
  readonly examples: readonly {
    readonly line: number;
    readonly original: string;
    readonly repaired?: string;
  }[];
}

/** A whole file counted before anything of it is stored. */
export interface TableProfile {
  readonly rows: number;
  /** Rows that cannot be split into cells; they would go to quarantine. */
  readonly unreadable: number;
  readonly columns: readonly ColumnFacts[];
  readonly repairs: readonly Repair[];
  /** Orders whose lines were added up beside their own total. */
  readonly sums?: { readonly orders: number; readonly agreeing: number };
}
