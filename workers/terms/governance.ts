import * as v from "valibot";
import type { FieldClass } from "./field.ts";
import type { Verdict } from "./insight.ts";
import type { Language } from "./language.ts";
import type { LegalBasis, PurposeCode, Recipient } from "./purpose.ts";

/**
 * Who answers for what: for the vault as a whole, and for one source of data. (GDPR art. 24, 27, 37 to 39; APPI art. 23 and 24, guideline
 * 10-3 「組織的安全管理措置」: 個人データの取扱いに関する責任者.)
 */
export const firmRoles = ["owner", "privacy_officer", "request_contact", "security", "ai_oversight"] as const;
export const sourceRoles = ["source_owner", "source_steward"] as const;
export type GovernanceRole = (typeof firmRoles)[number] | (typeof sourceRoles)[number];

const line = (most: number) => v.pipe(v.string(), v.trim(), v.maxLength(most));

/** The firm that answers for the vault, as the notice has to name it (GDPR art. 13(1)(a); APPI art. 32(1)(i)). */
export const firmSchema = v.strictObject({
  name: line(120),
  address: line(200),
  /** Who represents it (代表者の氏名). */
  representative: line(120),
  /** Where anybody may write or call. */
  contact: line(200),
});
export type Firm = v.InferOutput<typeof firmSchema>;

export const roleSchema = v.strictObject({
  role: v.picklist([...firmRoles, ...sourceRoles]),
  /** Of the roles for one source: which. */
  source: v.optional(line(80)),
  /** Empty takes the role from its holder. */
  name: line(120),
  post: v.optional(line(120)),
  contact: v.optional(line(200)),
});

/** Somebody of the firm and what they answer for. */
export interface RoleHolder {
  readonly role: GovernanceRole;
  /** "" for roles of the whole vault. */
  readonly source: string;
  readonly name: string;
  readonly post: string;
  readonly contact: string;
  readonly since: string;
}

export interface FirmRoles {
  readonly firm: Firm;
  readonly holders: readonly RoleHolder[];
  /** Sources that have brought data, and thus need somebody who answers for it. */
  readonly sources: readonly string[];
}

/** Documents about the vault as a whole. */
export const governanceDocuments = ["register", "assessment", "notice_short", "notice", "guideline"] as const;
export type GovernanceDocumentKind = (typeof governanceDocuments)[number];

/** A part of a document: what stands under one heading. */
export interface DocumentSection {
  readonly title: string;
  readonly paragraphs?: readonly string[];
  readonly list?: readonly string[];
  readonly table?: { readonly headings: readonly string[]; readonly rows: readonly (readonly string[])[] };
  /** Questions that only people can answer: each is followed by a blank. */
  readonly blanks?: readonly string[];
}

/** A document in one language, as screens show it, the terminal prints it and files hold it. Nothing in it is about one person. */
export interface GovernanceDocument {
  readonly kind: GovernanceDocumentKind | "incident_report" | "incident_letter";
  readonly language: Language;
  readonly madeAt: string;
  readonly title: string;
  readonly lead: string;
  readonly sections: readonly DocumentSection[];
}

/** What of people a purpose uses, by how telling it is. */
export interface RegisterData {
  readonly class: FieldClass;
  readonly fields: readonly string[];
}

/** Somebody outside who received people's rows for a purpose. */
export interface RegisterRecipient {
  readonly recipient: Recipient;
  /** ISO 3166-1: where it held the rows, as was named at each release, else where the company sits. */
  readonly countries: readonly string[];
  readonly kind: "processor" | "advertising" | "own";
  readonly releases: number;
  readonly people: number;
  readonly last: string;
}

/** One line of the register of processing (GDPR art. 30(1); APPI guideline 10-3(3) 個人データ取扱台帳). */
export interface RegisterEntry {
  readonly purpose: PurposeCode;
  readonly basis: LegalBasis;
  /** People the use gate lets in for it now. */
  readonly people: number;
  readonly data: readonly RegisterData[];
  readonly sources: readonly string[];
  readonly recipients: readonly RegisterRecipient[];
  /** Models that ran for it. */
  readonly models: readonly string[];
}

export interface ProcessingRegister {
  readonly entries: readonly RegisterEntry[];
  readonly document: GovernanceDocument;
}

/** What reading the vault finds that may harm people (GDPR art. 35(3) and (7)(c); WP 248 rev.01, the nine criteria). */
export type RiskCode =
  | "special-categories"
  | "large-scale"
  | "profiling"
  | "no-retention"
  | "no-wording"
  | "no-value"
  | "unused"
  | "told-apart"
  | "few-in-group"
  | "third-country"
  | "advertising"
  | "third-party-data"
  | "free-text"
  | "model-refused";

export interface FoundRisk {
  readonly code: RiskCode;
  readonly level: "high" | "medium";
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface AssessmentDraft {
  readonly risks: readonly FoundRisk[];
  /** How many questions are left to people. */
  readonly open: number;
  readonly document: GovernanceDocument;
}

export interface PrivacyNotice {
  /** What a customer would read: at most ten lines. */
  readonly lines: readonly string[];
  readonly short: GovernanceDocument;
  readonly document: GovernanceDocument;
}

/** A model of which the vault holds a run, as its latest run was reviewed. */
export interface ModelInUse {
  readonly runId: number;
  readonly model: string;
  readonly at: string;
  readonly verdict: Verdict;
  readonly people: number;
  /** People who have a score or a group of this run now. */
  readonly scored: number;
  readonly withheld: number;
  /** Checks of the review by code: fairness-… where the run has them. */
  readonly checks: readonly { readonly code: string; readonly verdict: Verdict }[];
  readonly retrain: boolean;
}

export interface AiGuideline {
  readonly models: readonly ModelInUse[];
  readonly document: GovernanceDocument;
}

export type ReadinessVerdict = "ok" | "look" | "missing";

/** One check of the vault's readiness: what was found, and the screen that mends it. */
export interface ReadinessCheck {
  readonly code: string;
  readonly verdict: ReadinessVerdict;
  readonly question: string;
  readonly evidence: string;
  readonly facts: Readonly<Record<string, string | number>>;
  /** Place and tab of the window (and the part of a tab). */
  readonly screen: readonly string[];
}

export interface Readiness {
  readonly at: string;
  readonly ok: number;
  readonly look: number;
  readonly missing: number;
  readonly checks: readonly ReadinessCheck[];
}
