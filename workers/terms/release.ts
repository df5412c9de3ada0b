import * as v from "valibot";
import { languages } from "./language.ts";
import { purposeCodes, recipients, type LegalBasis, type PurposeCode, type Recipient } from "./purpose.ts";
import { choiceAttributes, type ChoiceAttribute } from "./segment.ts";

/** File formats of consented rows. */
export const platforms = ["spreadsheet", "google_customer_match"] as const;
export type Platform = (typeof platforms)[number];

export const aggregateMeasures = ["people", "orders", "revenue"] as const;
export type AggregateMeasure = (typeof aggregateMeasures)[number];

export const aggregateDimensions = [
  ...choiceAttributes.filter((name): name is Exclude<ChoiceAttribute, "product"> => name !== "product"),
  "firstOrderMonth",
] as const;
export type AggregateDimension = (typeof aggregateDimensions)[number];

/** The smallest number of people a released cell may speak of. */
export const defaultK = 10;

export const aggregateRequestSchema = v.object({
  /** Everybody when left out. */
  segmentId: v.optional(v.number()),
  dimensions: v.pipe(v.array(v.picklist(aggregateDimensions)), v.maxLength(2)),
  measures: v.pipe(v.array(v.picklist(aggregateMeasures)), v.minLength(1)),
  k: v.optional(v.pipe(v.number(), v.integer(), v.minValue(defaultK), v.maxValue(1000))),
  /** Of the headings and words in the file; Japanese when left out. */
  language: v.optional(v.picklist(languages)),
});
export type AggregateRequest = v.InferOutput<typeof aggregateRequestSchema>;

/**
 * A cell of an aggregate; `suppressed` cells carry no numbers at all. A label is "" where the value is
 * not known. Which rule withheld a cell is for the owner's eyes: the file marks both kinds alike.
 */
export interface AggregateCell {
  readonly labels: readonly string[];
  readonly values: readonly number[];
  readonly suppressed?: "primary" | "complementary";
}

/** The total of one row (dimension 0) or column (dimension 1) of a two-dimensional aggregate. */
export interface AggregateMargin {
  readonly dimension: 0 | 1;
  readonly label: string;
  readonly values: readonly number[];
  readonly suppressed?: "primary" | "complementary";
}

export interface AggregateTable {
  readonly dimensions: readonly AggregateDimension[];
  readonly measures: readonly AggregateMeasure[];
  readonly currency: string;
  readonly k: number;
  readonly cells: readonly AggregateCell[];
  /** Empty with fewer than two dimensions. */
  readonly margins: readonly AggregateMargin[];
  /** Totals over all cells, or undefined when they would give a withheld cell away. */
  readonly totals?: readonly number[];
  /** Cells and margins without numbers. */
  readonly withheldCells: number;
}

/** What may leave with consent, to whom and as what. The release gate refuses every other combination. */
export const consentedWays = [
  { purpose: "email_marketing", recipient: "self", platform: "spreadsheet" },
  { purpose: "postal_marketing", recipient: "self", platform: "spreadsheet" },
  { purpose: "ads_matching", recipient: "google_ads", platform: "google_customer_match" },
] as const satisfies readonly {
  readonly purpose: PurposeCode;
  readonly recipient: Recipient;
  readonly platform: Platform;
}[];

export const consentedRequestSchema = v.object({
  segmentId: v.number(),
  purpose: v.picklist(purposeCodes),
  recipient: v.picklist(recipients),
  platform: v.picklist(platforms),
  /** Of the headings of a spreadsheet; Japanese when left out. */
  language: v.optional(v.picklist(languages)),
});
export type ConsentedRequest = v.InferOutput<typeof consentedRequestSchema>;

/** Why people of a segment stay in the vault. */
export const withheldReasons = [
  "objected-to-profiling",
  "consent-denied",
  "consent-unknown",
  "no-identifier",
  "not-encodable",
] as const;
export type WithheldReason = (typeof withheldReasons)[number];

export interface ConsentedPreview {
  readonly people: number;
  readonly releasable: number;
  readonly withheld: Readonly<Record<WithheldReason, number>>;
  readonly columns: readonly string[];
  /** The first rows exactly as the file would hold them. */
  readonly sample: readonly (readonly string[])[];
  /** What the format could not carry as the vault holds it: people by code, for example "inner-spaces-removed". */
  readonly adjustments: Readonly<Record<string, number>>;
}

/** What is written beside each released file, and what `kurabito verify` checks without the vault. */
export interface Manifest {
  readonly format: "kurabito-manifest/1";
  readonly id: string;
  readonly kind: "aggregate" | "consented";
  readonly createdAt: string;
  readonly program: string;
  readonly segment: string;
  readonly purpose: PurposeCode;
  readonly recipient: Recipient;
  readonly platform?: Platform;
  readonly basis: LegalBasis;
  readonly people: number;
  readonly rows: number;
  readonly columns: readonly string[];
  readonly k?: number;
  readonly withheld: Readonly<Record<string, number>>;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  /** SHA-256 of the canonical JSON of everything above. */
  readonly digest: string;
}

/** One line of "what left this laptop". */
export interface ReleaseEntry {
  readonly id: number;
  readonly at: string;
  readonly kind: "aggregate" | "consented";
  readonly segment: string;
  readonly purpose: PurposeCode;
  readonly recipient: Recipient;
  readonly platform?: Platform;
  readonly people: number;
  readonly rows: number;
  readonly files: readonly string[];
  readonly folder: string;
  readonly digest: string;
  /** "failed": entered in the ledger, but no file was written. */
  readonly state: "released" | "failed";
}

export interface ReleaseOutcome {
  readonly release: ReleaseEntry;
  readonly manifest: Manifest;
  readonly paths: readonly string[];
}
