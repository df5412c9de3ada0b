import type { PolicyPack } from "../../../terms/policy.ts";
import { answers, article, forgets, leaves, listed, use } from "./cases.ts";
import { eea } from "./countries.ts";

/** In force since the amendments of 2020 and 2021; the numbering is that of 1 April 2022. */
const FROM = "2022-04-01";

/** Act on the Protection of Personal Information: personal data, and the four kinds of information made from them. */
export const appi: PolicyPack = {
  format: 1,
  id: "appi",
  version: "2026-11-22",
  law: { ja: "個人情報保護法", en: "Act on the Protection of Personal Information (APPI)" },
  rules: [
    {
      id: "appi_purpose",
      article: article("第17条・第18条", "Articles 17 and 18"),
      from: FROM,
      asks: { kind: "declared_purpose" },
      passes: [{ kind: "field", purposes: ["service", "analytics"] }],
      stops: [{ kind: "field", purposes: [] }],
    },
    {
      id: "appi_sensitive",
      article: article("第20条2項", "Article 20(2)"),
      from: FROM,
      asks: { kind: "special_category" },
      passes: [use("service", "consent", "granted", { special: "explicit_consent" })],
      stops: [use("analytics", "legitimate_interest", "unknown", { special: "other" })],
    },
    {
      id: "appi_third_party",
      article: article("第27条1項", "Article 27(1)"),
      from: FROM,
      asks: { kind: "towards", recipients: "advertising", needs: "yes" },
      passes: [listed("ads_matching", "ly_corporation", "granted")],
      stops: [
        listed("ads_matching", "ly_corporation", "unknown"),
        listed("ads_matching", "ly_corporation", "denied"),
      ],
    },
    {
      // Who works on the firm's order under an agreement of the same standard (Rules art. 16) is none of art. 28.
      id: "appi_abroad",
      article: article("第28条1項・2項", "Article 28(1) and (2)"),
      from: FROM,
      asks: { kind: "transfer", adequate: ["JP", "GB", ...eea], processors: "exempt" },
      passes: [
        listed("ads_matching", "google_ads", "granted", { countryNamed: true }),
        listed("ads_matching", "ly_corporation", "granted"),
      ],
      stops: [
        listed("ads_matching", "google_ads", "granted", { countryNamed: false }),
        listed("ads_matching", "tiktok", "granted"),
      ],
    },
    {
      id: "appi_provision_records",
      article: article("第29条・第30条、施行規則", "Articles 29 and 30 and their rules"),
      from: FROM,
      asks: { kind: "evidence_kept", event: "third_party_provision", months: 36 },
      passes: [forgets("third_party_provision", 36)],
      stops: [forgets("third_party_provision", 35)],
    },
    {
      id: "appi_related",
      article: article("第31条1項（個人関連情報）", "Article 31(1) (personal-related information)"),
      from: FROM,
      asks: { kind: "confirmed_join" },
      passes: [
        { kind: "join", party: "third", confirmed: true },
        { kind: "join", party: "own", confirmed: false },
      ],
      stops: [{ kind: "join", party: "third", confirmed: false }],
    },
    {
      id: "appi_suspension",
      article: article("第35条", "Article 35"),
      from: FROM,
      asks: { kind: "restriction" },
      passes: [use("email_marketing", "consent", "granted")],
      stops: [use("email_marketing", "consent", "granted", { restricted: true })],
    },
    {
      // Two weeks after asking, the person may go to court.
      id: "appi_answer",
      article: article("第33条〜第35条・第39条1項", "Articles 33 to 35 and 39(1)"),
      from: FROM,
      asks: {
        kind: "answer_within",
        requests: ["access", "correction", "erasure", "restriction", "objection"],
        days: 14,
      },
      passes: [answers("access", 14)],
      stops: [answers("access", 15)],
    },
    {
      id: "appi_pseudonymised_contents",
      article: article("第41条1項（仮名加工情報）", "Article 41(1) (pseudonymised information)"),
      from: FROM,
      asks: {
        kind: "carries_none",
        shape: "pseudonymised",
        of: ["name", "customer_number", "card_number", "official_number"],
      },
      passes: [leaves("pseudonymised", { carries: ["address"] })],
      stops: [leaves("pseudonymised", { carries: ["card_number"] })],
    },
    {
      id: "appi_pseudonymised_never_sent",
      article: article("第41条6項・8項（仮名加工情報）", "Article 41(6) and (8) (pseudonymised information)"),
      from: FROM,
      asks: { kind: "never_sent" },
      passes: [use("profiling", "legitimate_interest", "unknown", { set: "pseudonymised" })],
      stops: [
        leaves("pseudonymised", { purpose: "email_marketing", recipient: "self" }),
        leaves("pseudonymised", { purpose: "ads_matching", recipient: "meta" }),
      ],
    },
    {
      id: "appi_anonymised",
      article: article(
        "第43条1項・施行規則34条（匿名加工情報）",
        "Article 43(1), Rules art. 34 (anonymised information)",
      ),
      from: FROM,
      asks: {
        kind: "carries_none",
        shape: "anonymised",
        of: [
          "name",
          "contact",
          "address",
          "customer_number",
          "linking_key",
          "card_number",
          "official_number",
          "rare_value",
        ],
      },
      passes: [leaves("anonymised", { carries: [] })],
      stops: [
        leaves("anonymised", { carries: ["linking_key"] }),
        leaves("anonymised", { carries: ["rare_value"] }),
      ],
    },
    {
      id: "appi_statistics",
      article: article(
        "ガイドライン（仮名・匿名加工情報編）（統計情報）",
        "Guidelines on anonymised information (statistics)",
      ),
      from: FROM,
      asks: { kind: "smallest_cell", k: 10 },
      passes: [leaves("aggregate", { smallest: 10 })],
      stops: [leaves("aggregate", { smallest: 1 }), leaves("aggregate", { smallest: 9 })],
    },
  ],
};
