import * as v from "valibot";
import { holdoutSchema } from "./holdout.ts";
import { languages } from "./language.ts";
import { purposeCodes, recipients, type LegalBasis, type PurposeCode, type Recipient } from "./purpose.ts";
import type { AnonymityPromise } from "./research-file.ts";
import { choiceAttributes, type ChoiceAttribute } from "./segment.ts";

/** File formats of consented rows. */
export const platforms = [
  "spreadsheet",
  "postal_labels",
  "mailchimp_audience",
  "klaviyo_list",
  "hubspot_contacts",
  "salesforce_leads",
  "google_customer_match",
  "meta_customer_list",
  "line_ads_email",
  "line_official_user_ids",
  "yahoo_display_email",
  "x_list",
  "tiktok_customer_file",
] as const;
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

/** Dimensions whose lines anybody could write down without the data: a table with noise is split by no others. */
export const publicDimensions = [
  "prefecture",
  "gender",
  "ageBand",
  "firstOrderMonth",
] as const satisfies readonly AggregateDimension[];

/** Kinds of exact noise: the Gaussian adds less where there are several numbers, the Laplace gives a guarantee without a delta. */
export const privacyMechanisms = ["gaussian", "laplace"] as const;
export type PrivacyMechanism = (typeof privacyMechanisms)[number];

const share = v.pipe(v.number(), v.finite(), v.gtValue(0), v.maxValue(10));
const bound = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000_000));

/** Differential privacy of a table: how much of the vault's budget it may spend, by epsilon or by rho of zCDP (one of them). */
export const privacyOptionSchema = v.object({
  epsilon: v.optional(share),
  rho: v.optional(share),
  mechanism: v.optional(v.picklist(privacyMechanisms)),
  /** The most orders of one person that count, and the most of their spend in minor units; a public default where left out. */
  ordersBound: v.optional(bound),
  revenueBound: v.optional(bound),
});
export type PrivacyOption = v.InferOutput<typeof privacyOptionSchema>;

export const aggregateRequestSchema = v.object({
  /** Everybody when left out. */
  segmentId: v.optional(v.number()),
  dimensions: v.pipe(v.array(v.picklist(aggregateDimensions)), v.maxLength(2)),
  measures: v.pipe(v.array(v.picklist(aggregateMeasures)), v.minLength(1)),
  k: v.optional(v.pipe(v.number(), v.integer(), v.minValue(defaultK), v.maxValue(1000))),
  /** Of the headings and words in the file; Japanese when left out. */
  language: v.optional(v.picklist(languages)),
  /** Withholds so many more cells that the table, beside all released before, tells of nobody. */
  guarded: v.optional(v.boolean()),
  /** Noise in place of withheld cells. */
  privacy: v.optional(privacyOptionSchema),
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
  /** Set where the table would not be released: with what was released before, it would tell of too few people. */
  readonly differencing?: DifferencingRefusal;
  /** Set where the numbers that leave have noise. */
  readonly privacy?: TablePrivacy;
}

/** What a table with noise promises: of a person's presence, nobody learns more than epsilon allows (but for delta). */
export interface PrivacyPromise {
  readonly mechanism: PrivacyMechanism;
  readonly epsilon: number;
  readonly delta: number;
  readonly rho: number;
  readonly ordersBound?: number;
  readonly revenueBound?: number;
}

export interface TablePrivacy extends PrivacyPromise {
  /** Half of 95 % intervals, by measure: of a cell, of a row's and a column's total, of the whole. */
  readonly halfWidths: readonly {
    readonly cells: number;
    readonly rowSums: number;
    readonly columnSums: number;
    readonly total: number;
  }[];
  /** Rho of the vault: what all releases may spend, and what they have spent before this one. */
  readonly budget: number;
  readonly spent: number;
}

/** Why a table is not released beside what was released before, and what could be released in its place. */
export interface DifferencingRefusal {
  /** Numbers subtract to those of a few people; counts leave room for only a few; or it could not be proved safe. */
  readonly why: "combination" | "bounds" | "undecided";
  readonly k: number;
  /** The releases it would be subtracted from, by their numbers in the ledger. */
  readonly releases: readonly number[];
  /** Each tried with the guard; the nearest first. */
  readonly alternatives: readonly SafeAlternative[];
  /** How many more people it takes, at the least, where waiting for them would do. */
  readonly wait?: number;
}

export interface SafeAlternative {
  readonly kind: "withhold-more" | "coarser-dimension" | "drop-dimension" | "people-only";
  readonly request: AggregateRequest;
  readonly withheldCells: number;
}

/** What may leave with consent, to whom and as what. The release gate refuses every other combination. */
export const consentedWays = [
  { purpose: "email_marketing", recipient: "self", platform: "spreadsheet" },
  { purpose: "postal_marketing", recipient: "self", platform: "spreadsheet" },
  { purpose: "postal_marketing", recipient: "self", platform: "postal_labels" },
  { purpose: "email_marketing", recipient: "mailchimp", platform: "mailchimp_audience" },
  { purpose: "email_marketing", recipient: "klaviyo", platform: "klaviyo_list" },
  { purpose: "email_marketing", recipient: "hubspot", platform: "hubspot_contacts" },
  { purpose: "email_marketing", recipient: "salesforce", platform: "salesforce_leads" },
  { purpose: "ads_matching", recipient: "google_ads", platform: "google_customer_match" },
  { purpose: "ads_matching", recipient: "meta", platform: "meta_customer_list" },
  { purpose: "ads_matching", recipient: "ly_corporation", platform: "line_ads_email" },
  { purpose: "ads_matching", recipient: "ly_corporation", platform: "line_official_user_ids" },
  { purpose: "ads_matching", recipient: "ly_corporation", platform: "yahoo_display_email" },
  { purpose: "ads_matching", recipient: "x_corp", platform: "x_list" },
  { purpose: "ads_matching", recipient: "tiktok", platform: "tiktok_customer_file" },
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
  /** Keeps a random control back, so that what the release does can be told. */
  holdout: v.optional(holdoutSchema),
  /** An order of segments: who counts for an earlier segment of it is left out. */
  priorityId: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});
export type ConsentedRequest = v.InferOutput<typeof consentedRequestSchema>;

/** Why people of a segment stay in the vault. */
export const withheldReasons = [
  "objected-to-profiling",
  "counted-elsewhere",
  "held-out",
  "consent-denied",
  "consent-unknown",
  "stopped-by-law",
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
  /** Cells that the file's encoding cannot hold, with the characters that are beyond it: the first twenty. */
  readonly notEncodable: readonly { readonly cell: string; readonly characters: string }[];
  /** What the platform's importer would say of the first rows, by its documented rules. */
  readonly forecast: ImportForecast;
}

/** What an importer would do with a file, foretold from its bytes by the platform's documented rules. */
export interface ImportForecast {
  readonly accepted: number;
  /** Rows the importer would refuse, or of a file it would refuse whole. */
  readonly refused: number;
  /** Rows it would take, but not as written. */
  readonly altered: number;
  /** Each kind of finding once, with how many rows it concerns (0 for the file as a whole). */
  readonly findings: readonly {
    readonly code: ForecastCode;
    readonly rows: number;
    readonly refuses: boolean;
  }[];
}

export const forecastCodes = [
  "encoding",
  "byte-order-mark",
  "headings",
  "too-many-rows",
  "too-large",
  "too-few-rows",
  "cells-missing",
  "required-missing",
  "nothing-to-match",
  "hash-form",
  "hash-of-nothing",
  "address-form",
  "phone-form",
  "value-form",
  "too-long",
  "duplicate",
] as const;
export type ForecastCode = (typeof forecastCodes)[number];

/** What leaves: a table of figures, rows of people who agreed, or rows that point at nobody. */
export const releaseKinds = ["aggregate", "consented", "research"] as const;
export type ReleaseKind = (typeof releaseKinds)[number];

/** What is written beside each released file, and what `kurabito verify` checks without the vault. */
export interface Manifest {
  readonly format: "kurabito-manifest/1";
  readonly id: string;
  readonly kind: ReleaseKind;
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
  /** Set where the platform takes no heading row, so that a reader does not count one. */
  readonly headless?: true;
  /** Of the text; UTF-8 when left out. */
  readonly encoding?: "windows-31j";
  readonly k?: number;
  /** Of a table with noise; its `people` is a number with noise too. */
  readonly privacy?: PrivacyPromise;
  /** Of rows that point at nobody: with k, how they were made so. */
  readonly anonymity?: AnonymityPromise;
  /** The packs of rules in force when it left; absent where none was. */
  readonly policies?: readonly { readonly id: string; readonly version: string }[];
  readonly withheld: Readonly<Record<string, number>>;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  /** The public half of the key of the vault it left; manifests of older versions have none. */
  readonly signer?: ManifestSigner;
  /** SHA-256 of the canonical JSON of everything above. */
  readonly digest: string;
  /** By the signer, of that same text; base64. */
  readonly signature?: string;
}

// A type and no interface, so that it counts as plain JSON.
export type ManifestSigner = {
  readonly algorithm: "ECDSA-P256-SHA256";
  /** SubjectPublicKeyInfo, base64. */
  readonly publicKey: string;
  /** SHA-256 of its bytes. */
  readonly fingerprint: string;
};

/** One line of "what left this laptop". */
export interface ReleaseEntry {
  readonly id: number;
  readonly at: string;
  readonly kind: ReleaseKind;
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
  /** Of the written files; absent from aggregates. */
  readonly forecast?: ImportForecast;
}
