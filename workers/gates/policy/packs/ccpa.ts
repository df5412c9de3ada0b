import type { PolicyPack } from "../../../terms/policy.ts";
import { answers, article, forgets, leaves, listed, use } from "./cases.ts";

/** California's Consumer Privacy Act as amended by the CPRA, and its regulations (11 CCR 7000 ff.). */
export const ccpa: PolicyPack = {
  format: 1,
  id: "ccpa",
  version: "2026-11-22",
  law: { ja: "カリフォルニア州消費者プライバシー法（CCPA／CPRA）", en: "California CCPA/CPRA" },
  rules: [
    {
      // A customer list given to a platform that uses it for advertising is sharing: 11 CCR 7050.
      id: "ccpa_sharing",
      article: article("民法1798.120条・11 CCR 7050", "Civ. Code 1798.120; 11 CCR 7050"),
      from: "2023-03-29",
      asks: { kind: "towards", recipients: "advertising", needs: "no_refusal" },
      passes: [listed("ads_matching", "meta", "granted"), listed("ads_matching", "meta", "unknown")],
      stops: [listed("ads_matching", "meta", "denied")],
    },
    {
      id: "ccpa_opt_out_days",
      article: article("11 CCR 7026(f)", "11 CCR 7026(f)"),
      from: "2023-03-29",
      asks: { kind: "refusal_stops", businessDays: 15 },
      passes: [listed("ads_matching", "google_ads", "denied", { refusedDays: 15 })],
      stops: [listed("ads_matching", "google_ads", "denied", { refusedDays: 16 })],
    },
    {
      id: "ccpa_sensitive",
      article: article("民法1798.121条", "Civ. Code 1798.121"),
      from: "2023-01-01",
      asks: { kind: "special_category" },
      passes: [use("service", "consent", "granted", { special: "explicit_consent" })],
      stops: [use("ads_matching", "consent", "granted", { special: "other" })],
    },
    {
      id: "ccpa_answer",
      article: article("民法1798.130条(a)(2)", "Civ. Code 1798.130(a)(2)"),
      from: "2020-01-01",
      asks: { kind: "answer_within", requests: ["access", "correction", "erasure"], days: 45 },
      passes: [answers("access", 45)],
      stops: [answers("erasure", 46)],
    },
    {
      id: "ccpa_request_records",
      article: article("11 CCR 7101(a)", "11 CCR 7101(a)"),
      from: "2020-08-14",
      asks: { kind: "evidence_kept", event: "request", months: 24 },
      passes: [forgets("request", 24)],
      stops: [forgets("request", 23)],
    },
    {
      id: "ccpa_deidentified",
      article: article("民法1798.140条(m)", "Civ. Code 1798.140(m)"),
      from: "2023-01-01",
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
        ],
      },
      passes: [leaves("anonymised", { carries: [] })],
      stops: [leaves("anonymised", { carries: ["contact"] })],
    },
  ],
};
