import type { PolicyPack } from "../../../terms/policy.ts";
import { article, forgets, leaves, listed, mail, use } from "./cases.ts";

/** Consent has been asked since the amendment of 1 December 2008. */
const FROM = "2008-12-01";

/** 特定電子メール法: advertising by e-mail and SMS. */
export const tokuteiDenshiMail: PolicyPack = {
  format: 1,
  id: "tokutei_denshi_mail",
  version: "2026-11-22",
  law: {
    ja: "特定電子メール法",
    en: "Act on Regulation of Transmission of Specified Electronic Mail (Japan)",
  },
  rules: [
    {
      id: "mail_opt_in",
      article: article("第3条1項", "Article 3(1)"),
      from: FROM,
      asks: { kind: "basis", purposes: ["email_marketing"], bases: ["consent"] },
      passes: [use("email_marketing", "consent", "granted")],
      stops: [use("email_marketing", "consent", "unknown"), use("email_marketing", "contract", "unknown")],
    },
    {
      // For a month after the last sending: rule 4 of the ordinance; a year where the ministry ordered it.
      id: "mail_proof",
      article: article("第3条2項・施行規則4条", "Article 3(2) and rule 4"),
      from: FROM,
      asks: { kind: "evidence_kept", event: "last_sending", months: 1 },
      passes: [forgets("last_sending", 1)],
      stops: [forgets("last_sending", 0)],
    },
    {
      id: "mail_refusal",
      article: article("第3条3項", "Article 3(3)"),
      from: FROM,
      asks: { kind: "refused_suppressed_only" },
      passes: [leaves("suppression", { recipient: "mailchimp", state: "denied" })],
      stops: [listed("email_marketing", "self", "denied"), listed("email_marketing", "mailchimp", "denied")],
    },
    {
      // The name of who sends, an address that takes refusals; by the ordinance besides: that one may refuse, an address, a contact.
      id: "mail_statements",
      article: article("第4条・施行規則9条", "Article 4 and rule 9"),
      from: FROM,
      asks: {
        kind: "message_says",
        purposes: ["email_marketing"],
        items: ["sender_name", "refusal_address", "refusal_notice", "postal_address", "contact"],
      },
      passes: [mail("sender_name", "refusal_address", "refusal_notice", "postal_address", "contact")],
      stops: [
        mail("sender_name", "refusal_notice", "postal_address", "contact"),
        mail("refusal_address", "true_header"),
      ],
    },
    {
      // No message under another's name or address.
      id: "mail_true_sender",
      article: article("第5条", "Article 5"),
      from: FROM,
      asks: { kind: "message_says", purposes: ["email_marketing"], items: ["true_header"] },
      passes: [mail("true_header", "true_subject")],
      stops: [mail("sender_name")],
    },
  ],
};
