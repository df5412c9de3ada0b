import * as v from "valibot";
import { fieldTargets, type FieldClass, type FieldTarget } from "./field.ts";
import { heldRepairSchema } from "./held-repair.ts";
import type { PurposeCode } from "./purpose.ts";
import { documentedBasisSchema, hashedColumnsSchema } from "./treatment.ts";
import type { TableKind } from "./table-kind.ts";

/** The part of a Blob that intake reads through: a Blob or File in both the browser and Node is one. */
export interface FileLike {
  readonly size: number;
  slice(start: number, end: number): FileLike;
  arrayBuffer(): Promise<ArrayBuffer>;
}

export const encodings = ["utf-8", "shift_jis", "euc-jp", "utf-16le", "utf-16be", "iso-2022-jp"] as const;
/** As the WHATWG Encoding Standard names them; `shift_jis` is windows-31j (CP932). */
export type Encoding = (typeof encodings)[number];

/** `space` is one or more blanks between right-aligned columns. */
export const delimiters = [",", "\t", ";", "|", "space"] as const;
export type Delimiter = (typeof delimiters)[number];

export const dateOrders = ["ymd", "mdy", "dmy"] as const;
export type DateOrder = (typeof dateOrders)[number];

export const decimalMarks = [".", ","] as const;
export type DecimalMark = (typeof decimalMarks)[number];

/** How a file is read: found by looking at it, changed by the user where the guess is wrong. */
export const readingSchema = v.object({
  encoding: v.picklist(encodings),
  delimiter: v.picklist(delimiters),
  /** Zero-based physical row of the headings; undefined when the file has none. */
  headerRow: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  dateOrder: v.picklist(dateOrders),
  decimalMark: v.picklist(decimalMarks),
  /** Sheet of a workbook or member of an archive; the fitting one when left out. */
  part: v.optional(v.pipe(v.string(), v.maxLength(1000))),
});
export type Reading = v.InferOutput<typeof readingSchema>;

/** What each column (by position) means, and the facts a file may leave out. */
export const importPlanSchema = v.object({
  reading: readingSchema,
  columns: v.array(v.picklist(fieldTargets)),
  /** ISO 4217 code for amounts without a currency column. */
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
  /** Name of the system the file came from; consent and identifiers remember it. */
  source: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  preset: v.optional(v.string()),
  hashed: v.optional(hashedColumnsSchema),
  bases: v.optional(v.pipe(v.array(documentedBasisSchema), v.maxLength(100))),
  /** The people agreed to have data of a third party tied to themselves: asked for where the source holds such data. */
  joinConfirmed: v.optional(v.boolean()),
  /** Repairs that are not accepted. */
  held: v.optional(v.pipe(v.array(heldRepairSchema), v.maxLength(1000))),
});
export type ImportPlan = v.InferOutput<typeof importPlanSchema>;

/** What the columns of a kind of file mean, as a user decided: found again by the set of headings. */
export const savedMappingSchema = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
  /** Of headings that occur twice each has its entry, in the order of the file. */
  columns: v.pipe(
    v.array(
      v.strictObject({
        heading: v.pipe(v.string(), v.maxLength(500)),
        target: v.picklist(fieldTargets),
        /** Only a keyed hash of it is stored. */
        hash: v.optional(v.boolean()),
      }),
    ),
    v.minLength(1),
    v.maxLength(1000),
  ),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
  source: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  dateOrder: v.picklist(dateOrders),
  decimalMark: v.picklist(decimalMarks),
});
export type SavedMapping = v.InferOutput<typeof savedMappingSchema>;

/** A saved mapping as it is listed. */
export interface MappingEntry extends SavedMapping {
  readonly id: string;
}

/** Everything known about one column before anything is stored. */
export interface ColumnProfile {
  readonly heading: string;
  /** Best guess at the meaning, with its confidence from 0 to 1; shown as a guess. */
  readonly guess: FieldTarget;
  readonly confidence: number;
  readonly class: FieldClass;
  readonly purposes: readonly PurposeCode[];
  /** First values that are not blank, as decoded. */
  readonly examples: readonly string[];
  /** Share of blank cells among the rows looked at, 0 to 1. */
  readonly blank: number;
}

/** How the headings read under one encoding, so that the user can pick with their eyes. */
export interface EncodingCandidate {
  readonly encoding: Encoding;
  readonly headings: readonly string[];
  /** False when the bytes are not valid in this encoding. */
  readonly valid: boolean;
}

/** A sheet of a workbook or a member of an archive, and whether it can be read as a table. */
export interface TablePart {
  readonly name: string;
  /** `refused`: its path leads out of the archive. */
  readonly state: "readable" | "refused" | "password" | "unsupported" | "empty";
}

/** What a table was taken out of. */
export interface Container {
  readonly kind: "xlsx" | "zip" | "json-lines";
  /** All sheets or members; none for JSON Lines. */
  readonly parts: readonly TablePart[];
  /** The one that was read. */
  readonly part?: string;
  /** The sheet of it, where a member is a workbook. */
  readonly inside?: string;
}

/** What a look at a file finds, before anything is stored. */
export interface FilePreview {
  readonly name: string;
  readonly bytes: number;
  readonly reading: Reading;
  readonly encodings: readonly EncodingCandidate[];
  readonly preset?: string;
  /** Name of the user's own mapping that was applied. */
  readonly mapping?: string;
  readonly container?: Container;
  readonly columns: readonly ColumnProfile[];
  /** The first rows as text cells. */
  readonly rows: readonly (readonly string[])[];
  readonly plan: ImportPlan;
  /** Headings that occur more than once, trailing total rows and the like: said, never silently handled. */
  readonly notes: readonly PreviewNote[];
}

export interface PreviewNote {
  readonly code:
    | "duplicate-heading"
    | "no-customer"
    | "no-heading"
    | "guessed-date-order"
    | "column-not-stored"
    | "special-category-dropped"
    /** The headings of this tool's export were not seen in a file of its own: the meanings need a look. */
    | "preset-unconfirmed"
    /** What this tool's export does not hold: `lack` is customer, email, consent, lines or people. */
    | "preset-lacks";
  readonly details: Readonly<Record<string, string | number>>;
}

export const quarantineReasons = [
  "quote-not-closed",
  "quote-in-field",
  "too-few-cells",
  "too-many-cells",
  "cell-too-long",
  "bytes-not-decodable",
  "nul-byte",
  "json-unreadable",
  "date-missing",
  "date-unreadable",
  "date-out-of-range",
  "amount-missing",
  "amount-unreadable",
  "quantity-unreadable",
  "customer-missing",
  "order-missing",
  "email-unreadable",
  "consent-unreadable",
  "purpose-unreadable",
  "customer-unknown",
  "date-in-future",
  "message-event-unreadable",
  "review-empty",
  "rating-unreadable",
  "repair-held",
  "duplicate-row",
  "outlier",
  "total-row",
  "heading-repeated",
] as const;
export type QuarantineReason = (typeof quarantineReasons)[number];

/** A row that was not stored: kept whole, with the reason, until it is mended or discarded. */
export interface QuarantinedRow {
  readonly id: number;
  readonly importId: number;
  /** One-based physical line in the file where the row starts. */
  readonly line: number;
  readonly reason: QuarantineReason;
  /** Heading of the column at fault, when one cell is to blame. */
  readonly column?: string;
  readonly raw: string;
  readonly state: "waiting" | "mended" | "discarded";
}

/** Some of the rows that wait. */
export interface QuarantinePage {
  /** Rows of the reason asked for, or of all reasons. */
  readonly total: number;
  readonly rows: readonly QuarantinedRow[];
  /** The headings of each import that has a row here, by its id. */
  readonly headings: Readonly<Record<number, readonly string[]>>;
  /** How many wait for each reason, whichever was asked for. */
  readonly byReason: Readonly<Partial<Record<QuarantineReason, number>>>;
}

/** What one import did. */
export interface ImportOutcome {
  readonly importId: number;
  readonly name: string;
  /** Records in the file, headings not counted: read = stored + quarantined + repeated + leftOut. */
  readonly read: number;
  readonly stored: number;
  readonly quarantined: number;
  /** Records that the format's rules leave out: deposits of a till, carts never paid. */
  readonly leftOut: number;
  /** Records that were already in the vault, unchanged, or that speak of people who were erased. */
  readonly repeated: number;
  /** People of the file who were erased before: nothing of them was stored. */
  readonly withheld: number;
  /** Cells left as they are because they were put right at the person's wish; left out where there were none. */
  readonly keptCorrections?: number;
  readonly customersNew: number;
  readonly customersChanged: number;
  readonly ordersNew: number;
  readonly consentsNew: number;
  /** What the file is a table of. */
  readonly kind: TableKind;
  /** Events, messages, reviews or days of spend that are new. */
  readonly entriesNew: number;
  /** Of the rows stored, those of nobody the vault knows: kept under a keyed hash until somebody is known by it. */
  readonly unclaimed: number;
  readonly byReason: Readonly<Partial<Record<QuarantineReason, number>>>;
  readonly dryRun: boolean;
}

/** One line of the list of imports. */
export interface ImportEntry {
  readonly id: number;
  readonly name: string;
  readonly source: string;
  readonly at: string;
  readonly read: number;
  readonly stored: number;
  readonly quarantined: number;
  readonly undoneAt?: string;
}
