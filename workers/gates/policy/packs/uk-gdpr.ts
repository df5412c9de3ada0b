import type { PolicyPack } from "../../../terms/policy.ts";
import { article } from "./cases.ts";
import { adequateForUk, eea } from "./countries.ts";
import { gdprRules } from "./gdpr-rules.ts";

/** The regulation as the United Kingdom kept it, with regulation 22 of PECR for electronic mail. */
export const ukGdpr: PolicyPack = {
  format: 1,
  id: "uk_gdpr",
  version: "2026-11-22",
  law: { ja: "英国GDPRとPECR（電子通信規則）", en: "UK GDPR and PECR" },
  rules: gdprRules({
    prefix: "uk_gdpr",
    // The transition ended on 31 December 2020 at 23:00.
    from: "2021-01-01",
    mail: article("PECR規則22", "PECR, regulation 22"),
    adequate: ["GB", ...eea, ...adequateForUk],
  }),
};
