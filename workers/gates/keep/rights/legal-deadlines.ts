import type { RequestKind, RequestLaw } from "../../../terms/rights.ts";

/** A period of time as laws count it. Business days are Monday to Friday; holidays are not known here, so the day is never too late. */
export interface LegalPeriod {
  readonly amount: number;
  readonly unit: "month" | "day" | "business-day";
}

/** How long one law gives for one kind of request. */
export interface LegalDeadline {
  readonly law: RequestLaw;
  /** Every kind where left out; a rule that names the kind comes before one that names none. */
  readonly kinds?: readonly RequestKind[];
  readonly period: LegalPeriod;
  /** Further time, once, when the person is told within the first period. */
  readonly extension?: LegalPeriod;
  readonly article: string;
  readonly source: string;
  /** The law names no period: this is the target of this program. */
  readonly ownTarget?: true;
}

const month: LegalPeriod = { amount: 1, unit: "month" };
const twoMonths: LegalPeriod = { amount: 2, unit: "month" };

/**
 * The periods of the laws, as data. GDPR and UK GDPR: without undue delay and at the latest within one month, two more for complex
 * requests. CCPA: 45 days, 45 more; who opts out or limits use is heeded within 15 business days. APPI says "without delay" (遅滞なく)
 * and names no period: two weeks is our own target.
 */
export const legalDeadlines: readonly LegalDeadline[] = [
  {
    law: "gdpr",
    period: month,
    extension: twoMonths,
    article: "GDPR Art. 12(3)",
    source: "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
  },
  {
    law: "uk_gdpr",
    period: month,
    extension: twoMonths,
    article: "UK GDPR Art. 12(3), 12A",
    source: "https://www.legislation.gov.uk/eur/2016/679/article/12",
  },
  {
    law: "ccpa",
    kinds: ["objection", "restriction"],
    period: { amount: 15, unit: "business-day" },
    article: "11 CCR § 7026(f), § 7027(g)",
    source: "https://www.law.cornell.edu/regulations/california/11-CCR-7026",
  },
  {
    law: "ccpa",
    period: { amount: 45, unit: "day" },
    extension: { amount: 45, unit: "day" },
    article: "Cal. Civ. Code § 1798.130(a)(2)(A); 11 CCR § 7021(b)",
    source:
      "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=CIV&sectionNum=1798.130",
  },
  {
    law: "appi",
    period: { amount: 14, unit: "day" },
    article: "個人情報保護法 第33条〜第35条（遅滞なく）",
    source: "https://laws.e-gov.go.jp/law/415AC0000000057",
    ownTarget: true,
  },
];
