import type { PolicyPack } from "../../../terms/policy.ts";
import { article, leaves, listed, mail, use } from "./cases.ts";

/** The CAN-SPAM Act of 2003, in force since 1 January 2004. */
const FROM = "2004-01-01";

/** 15 U.S.C. 7701 ff. and 16 CFR 316. It asks for no consent; other packs may. */
export const canSpam: PolicyPack = {
  format: 1,
  id: "can_spam",
  version: "2026-11-22",
  law: { ja: "CAN-SPAM法（米国）", en: "CAN-SPAM Act (United States)" },
  rules: [
    {
      id: "can_spam_days",
      article: article("合衆国法典15編7704条(a)(4)(A)(i)", "15 U.S.C. 7704(a)(4)(A)(i)"),
      from: FROM,
      asks: { kind: "refusal_stops", businessDays: 10 },
      passes: [listed("email_marketing", "self", "denied", { refusedDays: 10 })],
      stops: [listed("email_marketing", "self", "denied", { refusedDays: 11 })],
    },
    {
      id: "can_spam_suppression",
      article: article("合衆国法典15編7704条(a)(4)(A)(iv)", "15 U.S.C. 7704(a)(4)(A)(iv)"),
      from: FROM,
      asks: { kind: "refused_suppressed_only" },
      passes: [leaves("suppression", { recipient: "klaviyo", state: "denied" })],
      stops: [listed("email_marketing", "klaviyo", "denied"), leaves("pseudonymised", { state: "denied" })],
    },
    {
      id: "can_spam_refusal",
      article: article("合衆国法典15編7704条(a)(4)・16 CFR 316.5", "15 U.S.C. 7704(a)(4); 16 CFR 316.5"),
      from: FROM,
      asks: { kind: "objection", purposes: ["email_marketing"] },
      passes: [use("email_marketing", "legitimate_interest", "unknown")],
      stops: [use("email_marketing", "legitimate_interest", "denied")],
    },
    {
      id: "can_spam_statements",
      article: article("合衆国法典15編7704条(a)(1)〜(3)・(5)", "15 U.S.C. 7704(a)(1) to (3) and (5)"),
      from: FROM,
      asks: {
        kind: "message_says",
        purposes: ["email_marketing"],
        items: [
          "true_header",
          "true_subject",
          "refusal_address",
          "refusal_notice",
          "advertisement",
          "postal_address",
        ],
      },
      passes: [
        mail(
          "true_header",
          "true_subject",
          "refusal_address",
          "refusal_notice",
          "advertisement",
          "postal_address",
        ),
      ],
      stops: [
        mail("true_header", "true_subject", "refusal_address", "refusal_notice", "advertisement"),
        mail("postal_address"),
      ],
    },
  ],
};
