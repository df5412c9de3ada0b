import type { PolicyPack } from "../../../terms/policy.ts";
import { article } from "./cases.ts";
import { adequateForEu, eea } from "./countries.ts";
import { gdprRules } from "./gdpr-rules.ts";

/** Regulation (EU) 2016/679, with article 13 of Directive 2002/58/EC for electronic mail. */
export const gdpr: PolicyPack = {
  format: 1,
  id: "gdpr",
  version: "2026-11-22",
  law: {
    ja: "EU一般データ保護規則（GDPR）と電子プライバシー指令",
    en: "EU General Data Protection Regulation (GDPR) and ePrivacy Directive",
  },
  rules: gdprRules({
    prefix: "gdpr",
    from: "2018-05-25",
    mail: article("電子プライバシー指令第13条1項", "ePrivacy Directive, Article 13(1)"),
    adequate: [...eea, ...adequateForEu],
  }),
};
