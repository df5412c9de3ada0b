import type { PolicyRule } from "../../../terms/policy.ts";
import { answers, article, leaves, listed, use } from "./cases.ts";

/** What differs between the regulation of the Union and the one the United Kingdom kept. */
interface Jurisdiction {
  readonly prefix: "gdpr" | "uk_gdpr";
  /** First day the regulation applies. */
  readonly from: string;
  /** The rule that electronic mail needs consent. */
  readonly mail: PolicyRule["article"];
  /** Countries data may go to as if they stayed at home, its own among them. */
  readonly adequate: readonly string[];
}

/** The rules both regulations share, article by article. */
export function gdprRules({ prefix, from, mail, adequate }: Jurisdiction): PolicyRule[] {
  const rule = (
    name: string,
    cited: PolicyRule["article"],
    rest: Pick<PolicyRule, "asks" | "passes" | "stops">,
  ): PolicyRule => ({ id: `${prefix}_${name}`, article: cited, from, ...rest });
  return [
    rule("purpose", article("第5条1項(b)", "Article 5(1)(b)"), {
      asks: { kind: "declared_purpose" },
      passes: [{ kind: "field", purposes: ["service"] }],
      stops: [{ kind: "field", purposes: [] }],
    }),
    rule("basis", article("第6条1項", "Article 6(1)"), {
      asks: {
        kind: "basis",
        purposes: ["analytics", "profiling", "postal_marketing"],
        bases: ["consent", "legitimate_interest"],
      },
      passes: [
        use("profiling", "legitimate_interest", "unknown"),
        use("postal_marketing", "consent", "granted"),
        use("analytics", "contract", "granted"),
      ],
      stops: [
        use("profiling", "contract", "unknown"),
        use("postal_marketing", "consent", "unknown"),
        use("analytics", "legal_obligation", "unknown"),
      ],
    }),
    rule("mail_consent", mail, {
      asks: { kind: "basis", purposes: ["email_marketing"], bases: ["consent"] },
      passes: [use("email_marketing", "consent", "granted")],
      stops: [
        use("email_marketing", "legitimate_interest", "unknown"),
        use("email_marketing", "consent", "unknown"),
        use("email_marketing", "consent", "denied"),
      ],
    }),
    rule("advertising_consent", article("第6条1項(a)・第7条", "Articles 6(1)(a) and 7"), {
      asks: { kind: "towards", recipients: "advertising", needs: "yes" },
      passes: [listed("ads_matching", "google_ads", "granted")],
      stops: [listed("ads_matching", "google_ads", "unknown"), listed("ads_matching", "meta", "denied")],
    }),
    rule("special", article("第9条2項(a)", "Article 9(2)(a)"), {
      asks: { kind: "special_category" },
      passes: [use("service", "consent", "granted", { special: "explicit_consent" })],
      stops: [use("profiling", "legitimate_interest", "unknown", { special: "other" })],
    }),
    rule("answer", article("第12条3項", "Article 12(3)"), {
      asks: {
        kind: "answer_within",
        requests: ["access", "correction", "erasure", "restriction", "objection"],
        days: 30,
        months: 1,
      },
      passes: [answers("access", 30)],
      stops: [answers("erasure", 31)],
    }),
    rule("restriction", article("第18条2項", "Article 18(2)"), {
      asks: { kind: "restriction" },
      passes: [use("analytics", "legitimate_interest", "unknown")],
      stops: [use("analytics", "legitimate_interest", "granted", { restricted: true })],
    }),
    rule("objection", article("第21条2項・3項", "Article 21(2) and (3)"), {
      asks: {
        kind: "objection",
        purposes: ["profiling", "email_marketing", "postal_marketing", "ads_matching"],
      },
      passes: [use("profiling", "legitimate_interest", "unknown")],
      stops: [
        use("profiling", "legitimate_interest", "denied"),
        use("postal_marketing", "legitimate_interest", "denied"),
      ],
    }),
    rule("pseudonyms", article("第4条5号", "Article 4(5)"), {
      asks: {
        kind: "carries_none",
        shape: "pseudonymised",
        of: ["name", "contact", "address", "customer_number", "card_number", "official_number"],
      },
      passes: [leaves("pseudonymised", { carries: ["linking_key"] })],
      stops: [leaves("pseudonymised", { carries: ["linking_key", "contact"] })],
    }),
    rule("anonymous", article("前文26", "Recital 26"), {
      asks: { kind: "smallest_cell", k: 10 },
      passes: [leaves("aggregate", { smallest: 10 })],
      stops: [leaves("aggregate", { smallest: 9 })],
    }),
    rule("transfer", article("第45条・第49条1項(a)", "Articles 45 and 49(1)(a)"), {
      asks: { kind: "transfer", adequate: [...adequate], processors: "bound" },
      passes: [
        listed("ads_matching", "google_ads", "granted"),
        listed("ads_matching", "tiktok", "granted", { countryNamed: true }),
      ],
      stops: [listed("ads_matching", "tiktok", "granted", { countryNamed: false })],
    }),
  ];
}
