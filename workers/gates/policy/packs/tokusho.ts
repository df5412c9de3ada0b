import type { PolicyPack } from "../../../terms/policy.ts";
import { article, forgets, listed, mail, use } from "./cases.ts";

/** Consent has been asked since the amendment of 1 December 2008. */
const FROM = "2008-12-01";

/** 特定商取引法 12条の3: advertising by e-mail of whoever sells at a distance. */
export const tokusho: PolicyPack = {
  format: 1,
  id: "tokusho",
  version: "2026-11-22",
  law: {
    ja: "特定商取引法（電子メール広告）",
    en: "Act on Specified Commercial Transactions (e-mail advertising, Japan)",
  },
  rules: [
    {
      id: "tokusho_opt_in",
      article: article("第12条の3第1項", "Article 12-3(1)"),
      from: FROM,
      asks: { kind: "basis", purposes: ["email_marketing"], bases: ["consent"] },
      passes: [use("email_marketing", "consent", "granted")],
      stops: [
        use("email_marketing", "consent", "unknown"),
        use("email_marketing", "legitimate_interest", "unknown"),
      ],
    },
    {
      id: "tokusho_refusal",
      article: article("第12条の3第2項", "Article 12-3(2)"),
      from: FROM,
      asks: { kind: "refusal_stops", businessDays: 0 },
      passes: [listed("email_marketing", "self", "denied", { refusedDays: 0 })],
      stops: [listed("email_marketing", "self", "denied", { refusedDays: 1 })],
    },
    {
      id: "tokusho_proof",
      article: article("第12条の3第3項", "Article 12-3(3)"),
      from: FROM,
      asks: { kind: "evidence_kept", event: "last_sending", months: 36 },
      passes: [forgets("last_sending", 36)],
      stops: [forgets("last_sending", 35)],
    },
    {
      id: "tokusho_statements",
      article: article("第12条の3第4項", "Article 12-3(4)"),
      from: FROM,
      asks: { kind: "message_says", purposes: ["email_marketing"], items: ["refusal_address"] },
      passes: [mail("refusal_address")],
      stops: [mail("sender_name", "postal_address")],
    },
  ],
};
