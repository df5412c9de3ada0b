import type { IdentityKind } from "../../../models/identity/table.ts";
import { normalizeEmail } from "../parse/person.ts";
import { headingKey } from "../profile/heading-key.ts";

/** What a column is for identity resolution: a field, a part of a birth date, or nothing. */
export type IdentityRole = IdentityKind | "birthYear" | "birthMonth" | "birthDay" | "ignore";

/** What is looked at of a column: its heading and different values, and how many of its rows are filled. */
export interface ColumnLook {
  readonly heading: string;
  readonly levels: readonly string[];
  readonly filled: number;
}

/**
 * Headings by their key (lower case, without blanks and punctuation), tried in order. Names of rows, and names of persons given by somebody
 * who already told them apart, come first: they are no evidence.
 */
const patterns: readonly (readonly [RegExp, IdentityRole])[] = [
  [
    /^(?:rec(?:ord)?|row|line|true|unique|match|entity|ent|cluster|group|person|people|truth|label|gold)?(?:id|no|nr|num|number|key|index)$/,
    "ignore",
  ],
  [/^(?:identity|entity|cluster|truth|label|uuid|guid|unnamed\d*|source|dataset|file)$/, "ignore"],
  [
    /^(?:customer|client|member|user|contact|account|cust|会員|顧客|お客様|ユーザー?)(?:id|no|number|code|番号|コード)?$/,
    "ignore",
  ],
  [/配送先|送付先|届け先|shipping|delivery/, "ignore"],
  [/^(?:by|yob|byear|birthy(?:ea)?r|yearofbirth|dobyear|dobyr|year|生年|誕生年)$/, "birthYear"],
  [/^(?:bm|mob|bmonth|birthmonth|monthofbirth|dobmonth|dobmon|month|誕生月|生月)$/, "birthMonth"],
  [/^(?:bd|bday|birthday|dayofbirth|dobday|day|誕生日|生日)$/, "birthDay"],
  [/birth|dob$|^dob|生年月日|誕生日/, "birth"],
  [/age$|年齢|年代/, "ignore"],
  [
    /ssn|socsec|socialsec|nationalid|taxid|taxno|passport|licen[cs]e|nhsno|nhsnumber|medicare|insurance/,
    "number",
  ],
  [/mail|メール/, "email"],
  [/phone|telephone|^tel|tel$|mobile|^cell|^fax|電話|携帯/, "phone"],
  [/^(?:gender|sex|性別)/, "sex"],
  [
    /(?:last|family|sur)name(?:kana|reading|furigana)|^(?:セイ|せい)$|(?:姓|氏)\(?(?:カナ|かな|フリガナ|ふりがな|セイ|よみ)|氏名セイ|お名前セイ/,
    "familyReading",
  ],
  [
    /(?:first|given)name(?:kana|reading|furigana)|^(?:メイ|めい)$|^名\(?(?:カナ|かな|フリガナ|ふりがな|メイ|よみ)|氏名メイ|お名前メイ/,
    "givenReading",
  ],
  [/kana|furigana|フリガナ|ふりがな|ヨミガナ|カナ$|よみ/, "nameReading"],
  [/^(?:mname|middle|middlename|middleinitial|mi|fnamec2|lnamec2|secondname|maidenname|旧姓)/, "middle"],
  [/^(?:fname|givenname|given|firstname|first|forename|christianname|名$|お名前名|氏名名)/, "given"],
  [/^(?:lname|surname|sname|familyname|family|lastname|last|姓|氏$|苗字|名字|お名前姓|氏名姓)/, "family"],
  [/^(?:housen|streetn(?:um|o|r)|stno|stnum|hno|houseno)/, "house"],
  [/post(?:al)?code|^post$|^zip|zip(?:code)?$|^postal|郵便番号|〒/, "postal"],
  [/^(?:prefecture|state|province|region|都道府県|県$)/, "region"],
  [/city|suburb|^town|locality|county|municipality|市区町村|市町村|市区郡/, "city"],
  [/addr|street|^road|住所|番地|町名|丁目|ビル|建物/, "street"],
  [/^(?:name|fullname|氏名|名前|お名前|.*様名|.*者名|会員名|顧客名|.*name)$/, "name"],
  [
    /price|amount|total|count|qty|quantity|revenue|金額|数量|合計|date$|time$|日時|日付|consent|同意|status|state$|url|http/,
    "ignore",
  ],
];

/**
 * What each column is, from headings first and contents where those say nothing. A column that is the same in every row, or different
 * in every row without a known heading, is left out: the first says nothing, the second is a row's own name.
 */
export function guessIdentityFields(columns: readonly ColumnLook[], rows: number): readonly IdentityRole[] {
  const roles = columns.map((column) => (column.levels.length < 2 ? "ignore" : byHeading(column)));
  const whole = roles.map((role, at) => role ?? byContents(columns[at]!, rows));
  const hasParts =
    whole.includes("birthYear") && (whole.includes("birthMonth") || whole.includes("birthDay"));
  const seen = new Set<IdentityRole>();
  const named = whole.includes("family") && whole.includes("given");
  return whole.map((role, at) => {
    if (role === "name" && named) return "ignore";
    if (role === "nameReading" && whole.includes("familyReading")) return "ignore";
    if (!hasParts && (role === "birthYear" || role === "birthMonth" || role === "birthDay"))
      return looksLikeDates(columns[at]!) && !whole.includes("birth") ? "birth" : "ignore";
    if (once.has(role) && seen.has(role)) return role === "given" || role === "family" ? "middle" : "ignore";
    seen.add(role);
    return role;
  });
}

/** Roles that one column has; a second one would be counted as evidence of its own. */
const once: ReadonlySet<IdentityRole> = new Set([
  "given",
  "family",
  "birth",
  "birthYear",
  "birthMonth",
  "birthDay",
  "sex",
  "region",
  "postal",
  "name",
  "nameReading",
  "familyReading",
  "givenReading",
]);

function byHeading(column: ColumnLook): IdentityRole | undefined {
  const key = headingKey(column.heading);
  const role = patterns.find(([pattern]) => pattern.test(key))?.[1];
  if (role === "email" && !most(column, (value) => value.includes("@"))) return "ignore";
  // An address in one column may be called "email address" or hold a name.
  if (role === "birthDay" && looksLikeDates(column)) return "birth";
  return role;
}

function byContents(column: ColumnLook, rows: number): IdentityRole {
  const { levels, filled } = column;
  if (levels.length === filled && filled > 0.9 * rows) return "ignore";
  if (most(column, (value) => normalizeEmail(value) !== undefined)) return "email";
  if (most(column, (value) => /^〒?\d{3}-\d{4}$/.test(value))) return "postal";
  if (most(column, (value) => /^(?:\+|0)[\d\s()-]{8,15}$/.test(value))) return "phone";
  if (looksLikeDates(column)) return levels.length > 0.02 * filled ? "birth" : "ignore";
  const varied = levels.length > 0.1 * filled;
  if (varied && most(column, (value) => /^[A-Za-z]{0,3}\d{5,16}$/.test(value))) return "number";
  return varied && most(column, (value) => /\p{L}{2,}/u.test(value) && value.length <= 80)
    ? "text"
    : "ignore";
}

function most({ levels }: ColumnLook, test: (value: string) => boolean): boolean {
  const some = levels.slice(0, 300).map((value) => value.normalize("NFKC").trim());
  return some.length > 0 && some.filter(test).length >= 0.8 * some.length;
}

function looksLikeDates(column: ColumnLook): boolean {
  return (
    most(
      column,
      (value) =>
        /^(?:1[89]|20)\d{2}(?:[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?)?$/u.test(value) ||
        /^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$/.test(value) ||
        /^(?:[明大昭平令]|[MTSHR])\S*\d/u.test(value),
    ) && !most(column, (value) => /^\d{4}$/.test(value))
  );
}
