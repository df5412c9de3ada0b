/**
 * What personal data may be used for. Every stored field and every use names one of these;
 * what none of them covers is not stored and not used.
 */
export const purposeCodes = [
  "service",
  "analytics",
  "profiling",
  "email_marketing",
  "postal_marketing",
  "ads_matching",
] as const;
export type PurposeCode = (typeof purposeCodes)[number];

/** GDPR article 6(1), in the words an owner ticks. */
export const legalBases = ["consent", "contract", "legitimate_interest", "legal_obligation"] as const;
export type LegalBasis = (typeof legalBases)[number];

/** What a person has said about one purpose. `unknown` never leaves the laptop. */
export const consentStates = ["granted", "denied", "unknown"] as const;
export type ConsentState = (typeof consentStates)[number];

/**
 * The bases a new vault starts with. With `consent`, only "granted" lets a person in; with the
 * others, everybody but those who denied (objected).
 */
export const defaultBases: Readonly<Record<PurposeCode, LegalBasis>> = {
  service: "contract",
  analytics: "legitimate_interest",
  profiling: "legitimate_interest",
  email_marketing: "consent",
  postal_marketing: "consent",
  ads_matching: "consent",
};

/** Who receives consented rows: by company, as a person is asked, whatever it calls its products. */
export const recipients = [
  "self",
  "google_ads",
  "meta",
  "ly_corporation",
  "x_corp",
  "tiktok",
  "mailchimp",
  "klaviyo",
  "hubspot",
  "salesforce",
] as const;
export type Recipient = (typeof recipients)[number];

/**
 * Companies that work on the firm's order and for no purpose of their own (GDPR art. 28; APPI art. 27(5)(i),
 * 委託): a yes to the firm reaches them, unless the person refused this one. All others are third parties,
 * and only a yes to them by name counts.
 */
export const processors: ReadonlySet<Recipient> = new Set(["mailchimp", "klaviyo", "hubspot", "salesforce"]);

/** How the people of the vault stand towards one purpose today. */
export interface PurposeSummary {
  readonly purpose: PurposeCode;
  readonly basis: LegalBasis;
  readonly granted: number;
  readonly denied: number;
  readonly unknown: number;
  /** People the use gate lets in for this purpose now. */
  readonly permitted: number;
}
