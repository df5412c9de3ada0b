import { isCard, isMyNumber } from "../recognise/check-digits.ts";
import { isSpecialCategoryWord } from "../recognise/find-personal.ts";
import { headingKey } from "./heading-key.ts";

/** Why a column is never stored. */
export type SensitiveKind = "card" | "my-number" | "special-category" | "secret";

const patterns: readonly (readonly [SensitiveKind, RegExp])[] = [
  [
    "card",
    /カード番号|クレジットカード(?!決済)|creditcard|cardnumber|cardno|^pan$|cvv|cvc|セキュリティコード|有効期限|cardexp|cardlast4|cardid|cardfingerprint|cardname/,
  ],
  [
    "my-number",
    /マイナンバー|個人番号|mynumber|socialsecurity|^ssn$|passportn|パスポート番号|免許証番号|nationalid/,
  ],
  ["secret", /パスワード|password|passwd|^secret|暗証番号|^pin$|口座番号|bankaccount|^iban$/],
  [
    "special-category",
    /人種|民族|国籍|信条|宗教|信仰|政党|支持政党|思想|労働組合|社会的身分|本籍|病歴|既往|持病|健康状態|健康診断|障害|障がい|アレルギー|診断|診療|服薬|投薬|妊娠|犯罪|前科|逮捕|性的指向|性自認|遺伝|生体|指紋|顔写真|^race$|ethnic|religio|politic|tradeunion|unionmember|^health|medical|disease|disabilit|diagnos|allerg|pregnan|criminal|convict|sexualorient|genderidentity|genetic|biometric|fingerprint|nationality/,
  ],
];

/**
 * Whether a column must never enter the vault, by its heading and its first values: card numbers, My Number,
 * secrets, and special categories (APPI art. 2(3) and 20(2), GDPR art. 9; PCI DSS 3.2).
 */
export function sensitiveKind(heading: string, values: readonly string[]): SensitiveKind | undefined {
  const key = headingKey(heading);
  const named = patterns.find(([, pattern]) => pattern.test(key))?.[0];
  if (named !== undefined) return named;
  const digits = values
    .map((value) => value.normalize("NFKC").replace(/[\s-]/g, ""))
    .filter((value) => value !== "");
  if (digits.length < 3) return undefined;
  const share = (test: (text: string) => boolean) => digits.filter(test).length / digits.length;
  if (share(isCard) > 0.8) return "card";
  if (share(isMyNumber) > 0.8) return "my-number";
  return share(isSpecialCategoryWord) > 0.6 ? "special-category" : undefined;
}
