import * as v from "valibot";
import { messageItems, type MessageItem, type PolicyRuleView } from "./policy.ts";
import { sendingEntries } from "./decision.ts";
import { holdoutSchema } from "./holdout.ts";
import { languages } from "./language.ts";
import { platforms, type Platform } from "./platform.ts";
import { purposeCodes, recipients, type LegalBasis, type PurposeCode, type Recipient } from "./purpose.ts";
import type { AnonymityPromise } from "./research-file.ts";
import { choiceAttributes, type ChoiceAttribute, type SensitiveTopic } from "./segment.ts";
import type { LeftDespite, SendingFacts } from "./sending-facts.ts";

/** Measures that add up over people; the only ones a table with noise has. */
export const countedMeasures = ["people", "orders", "revenue"] as const;
export type CountedMeasure = (typeof countedMeasures)[number];

/** Of the spend of one person: told of cells only, rounded, where enough people lie on each side (docs/adr/0034). */
export const quantileMeasures = ["lowerQuartile", "median", "upperQuartile"] as const;
export type QuantileMeasure = (typeof quantileMeasures)[number];

/** What a model expects of a person, on average. */
export const modelMeasures = ["meanLifetimeValue", "meanChurnRisk"] as const;

export const aggregateMeasures = [
  ...countedMeasures,
  "peopleShare",
  "revenueShare",
  "meanOrders",
  "meanRevenue",
  "orderValue",
  ...quantileMeasures,
  ...modelMeasures,
] as const;
export type AggregateMeasure = (typeof aggregateMeasures)[number];

/** Measures in minor units of the main currency. */
export const moneyMeasures: readonly AggregateMeasure[] = [
  "revenue",
  "meanRevenue",
  "orderValue",
  ...quantileMeasures,
  "meanLifetimeValue",
];

/** Measures from 0 to 1. */
export const shareMeasures: readonly AggregateMeasure[] = ["peopleShare", "revenueShare", "meanChurnRisk"];

/** `specialAttribute`: a special-category column that was kept on a documented basis, named by `attributeField`. */
export const aggregateDimensions = [
  ...choiceAttributes.filter(
    (name): name is Exclude<ChoiceAttribute, "product" | "customerGroup"> =>
      name !== "product" && name !== "customerGroup",
  ),
  "firstOrderMonth",
  "churnTenth",
  "customerGroup",
  "specialAttribute",
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

/** Well-represented values of a sensitive attribute that a group has, where nothing else is asked. */
export const defaultDiversity = 2;
const diversity = v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(20));

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
  /** A dimension whose values nobody may learn of a known person: lines of the other with fewer than l well-represented values are told together. */
  sensitive: v.optional(v.object({ dimension: v.picklist(aggregateDimensions), l: v.optional(diversity) })),
  /** fields.id of `specialAttribute`. */
  attributeField: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Also as a page for a board paper, with a chart, beside the spreadsheet. */
  page: v.optional(v.boolean()),
});
export type AggregateRequest = v.InferOutput<typeof aggregateRequestSchema>;

/**
 * A cell of an aggregate; `suppressed` cells carry no numbers at all, and null stands for a number that does not exist or may not be
 * told. A label is "" where the value is not known, and holds a line each of values that are told together. Which rule
 * withheld a cell is for the owner's eyes: the file marks both kinds alike.
 */
export interface AggregateCell {
  readonly labels: readonly string[];
  readonly values: readonly (number | null)[];
  readonly suppressed?: "primary" | "complementary";
}

/** The total of one row (dimension 0) or column (dimension 1) of a two-dimensional aggregate. */
export interface AggregateMargin {
  readonly dimension: 0 | 1;
  readonly label: string;
  readonly values: readonly (number | null)[];
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
  readonly totals?: readonly (number | null)[];
  /** Cells and margins without numbers. */
  readonly withheldCells: number;
  /** Set where the table would not be released: with what was released before, it would tell of too few people. */
  readonly differencing?: DifferencingRefusal;
  /** Set where the numbers that leave have noise. */
  readonly privacy?: TablePrivacy;
  /** Set where a dimension is sensitive; `pooled`: lines told together. `impossible`: even all together are not diverse. */
  readonly diversity?: {
    readonly dimension: AggregateDimension;
    readonly l: number;
    readonly pooled: number;
    readonly impossible?: true;
  };
  /** Set where expectations of a model were told before by another run too close to this one: the days to wait. */
  readonly modelWait?: number;
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
  /** Where the recipient holds the rows, by name or code of ISO 3166-1; its seat where left out. Consent is asked for that country. */
  country: v.optional(v.pipe(v.string(), v.maxLength(60))),
  /** Of the headings of a spreadsheet; Japanese when left out. */
  language: v.optional(v.picklist(languages)),
  /** Keeps a random control back, so that what the release does can be told. */
  holdout: v.optional(holdoutSchema),
  /** An order of segments: who counts for an earlier segment of it is left out. */
  priorityId: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** People kept back as a control of another release for this purpose may leave all the same: its effect can then be told less well. */
  reachControls: v.optional(v.boolean()),
  /** What the recipient reads in place of the segment's name. */
  listName: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120))),
  /** `segmentStamp` of the preview: a segment that asks something else by now is not released. */
  segmentStamp: v.optional(v.pipe(v.string(), v.maxLength(64))),
  ...sendingEntries,
  /** What the sender confirms the message will say, as the packs in force ask. */
  confirmed: v.optional(v.pipe(v.array(v.picklist(messageItems)), v.maxLength(messageItems.length))),
});
export type ConsentedRequest = v.InferOutput<typeof consentedRequestSchema>;

/** Why people of a segment stay in the vault. */
export const withheldReasons = [
  "objected-to-profiling",
  "counted-elsewhere",
  "contacted-enough",
  "in-a-control",
  "held-out",
  "consent-denied",
  "consent-unknown",
  "stopped-by-law",
  "no-identifier",
  "not-encodable",
] as const;
export type WithheldReason = (typeof withheldReasons)[number];

export interface ConsentedPreview {
  /** Tells what the segment asks, with the segments it stands on. */
  readonly segmentStamp: string;
  /** What the name says of its people that advertising platforms refuse; absent where it says nothing, or another name is given. */
  readonly nameTells?: readonly SensitiveTopic[];
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
  /** What the packs in force ask the message to say: the vault writes none, so the sender confirms it. Absent where none asks. */
  readonly demands?: readonly MessageDemand[];
  /** What the platform's importer would say of the first rows, by its documented rules. */
  readonly forecast: ImportForecast;
}

/** Something a message has to say, and the rules that ask for it. */
export interface MessageDemand {
  readonly item: MessageItem;
  readonly rules: readonly PolicyRuleView[];
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
  "byte-order-mark-missing",
  "beyond-limit",
  "choice-form",
  "postal-code-form",
  "formula-run",
  "number-form",
  "date-form",
] as const;
export type ForecastCode = (typeof forecastCodes)[number];

/** What leaves: a table of figures, rows of people who agreed, rows that point at nobody, a pack for a site, cells copied from the screen. */
export const releaseKinds = ["aggregate", "consented", "research", "edge", "copy"] as const;
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
  /** ISO 3166-1, where the recipient holds the rows elsewhere than at its seat. */
  readonly country?: string;
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
  /** Well-represented values of the sensitive dimension in each line of a table. */
  readonly diversity?: number;
  /** The packs of rules in force when it left; absent where none was. */
  readonly policies?: readonly { readonly id: string; readonly version: string }[];
  /** Of people's rows: how often they were contacted, and how fair the choice is. Absent from older manifests. */
  readonly sending?: SendingFacts;
  /** Of a pack for a site whose scoring card looked unfair. */
  readonly despite?: LeftDespite;
  /** What the packs in force ask the message to say: by rule ids, and whether the sender confirmed it. */
  readonly message?: readonly {
    readonly item: MessageItem;
    readonly rules: readonly string[];
    readonly confirmed: boolean;
  }[];
  /** Of people who agreed: reasons of fewer than `withheldBelow` people are not named, whether anybody stayed for them or not. */
  readonly withheld: Readonly<Record<string, number>>;
  readonly withheldBelow?: number;
  /** Counts of people beside the rows are whole multiples of this, rounded down; exact in older manifests. */
  readonly countsIn?: number;
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
  /** Where the recipient held the rows, if another country than that of its seat was named. */
  readonly country?: string;
  readonly people: number;
  readonly rows: number;
  /** Exact, and for this vault alone; manifests say small counts as "fewer than". */
  readonly withheld: Readonly<Record<string, number>>;
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
  /** As in a preview: what the files could not carry as the vault holds it. Only of people's rows. */
  readonly adjustments?: Readonly<Record<string, number>>;
}
