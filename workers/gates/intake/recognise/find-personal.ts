import { prefectures } from "../parse/prefectures.ts";
import { isCard, isIban, isMyNumber } from "./check-digits.ts";
import { findNames, mayBeName } from "./find-names.ts";

export const personalKinds = [
  "email",
  "phone",
  "card",
  "my-number",
  "ssn",
  "iban",
  "ip-address",
  "url",
  "postal-code",
  "address",
  "birth-date",
  "person",
] as const;
/** What a stretch of text says of a person. */
export type PersonalKind = (typeof personalKinds)[number];

/** A stretch of a text, as offsets into it. */
export interface PersonalSpan {
  readonly kind: PersonalKind;
  readonly from: number;
  readonly to: number;
}

interface Finder {
  readonly kind: PersonalKind;
  readonly pattern: RegExp;
  /** What else has to hold; `before` are the 24 characters in front. */
  readonly holds?: (found: string, before: string) => boolean;
}

const digitsOf = (text: string): string => text.replace(/\D/g, "");
const prefectureNames = prefectures.map(([name]) => name).join("|");

/**
 * Surest first: what one finder takes, the next ones do not see. Numbers that carry check digits must have them right;
 * a phone number or birth date without a shape of its own needs a word in front of it.
 */
const finders: readonly Finder[] = [
  {
    kind: "url",
    pattern: /\bhttps?:\/\/[^\s<>"'、。）」]+|\bwww\.[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s<>"'、。）」]*/giu,
  },
  { kind: "email", pattern: /[A-Z0-9._%+'-]+@[A-Z0-9-]+(?:\.[A-Z0-9-]+)*\.[A-Z]{2,}/giu },
  {
    kind: "iban",
    pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/gu,
    holds: (found) => isIban(found.replace(/ /g, "")),
  },
  {
    kind: "card",
    pattern: /(?<![\d-])\d(?:[ -]?\d){11,18}(?![\d-])/gu,
    holds: (found) => isCard(digitsOf(found)),
  },
  {
    kind: "my-number",
    pattern: /(?<![\d-])\d{4}[ -]?\d{4}[ -]?\d{4}(?![\d-])/gu,
    holds: (found) => isMyNumber(digitsOf(found)),
  },
  { kind: "ssn", pattern: /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/gu },
  {
    kind: "ip-address",
    pattern:
      /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.]*\d)|(?<![\da-f:])(?:[\da-f]{1,4}:){4,7}[\da-f]{1,4}(?![\da-f:])/giu,
  },
  {
    kind: "birth-date",
    pattern:
      /(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{4}年\s?\d{1,2}月\s?\d{1,2}日|(?:昭和|平成|令和|[SHR])\s?(?:\d{1,2}|元)[年.]\s?\d{1,2}[月.]\s?\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:生まれ|生)?/gu,
    holds: (found, before) =>
      /生(?:まれ)?$/u.test(found) || /生年月日|誕生日|birth|born|\bdob\b|d\.o\.b/iu.test(before),
  },
  {
    kind: "postal-code",
    pattern: /〒\s?\d{3}-?\d{4}|(?<![\d-])\d{3}-\d{4}(?![\d-])/gu,
    holds: (found, before) => found.startsWith("〒") || !/tel|phone|電話|call|fax|[-(]\s?$/iu.test(before),
  },
  {
    kind: "phone",
    pattern:
      /(?<![\w.-])(?:\+|00)\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){5,13}(?:x\d{1,6})?(?![\w-])/gu,
  },
  {
    kind: "phone",
    pattern: /(?<![\d-])0\d{1,4}[-(（\s]\d{1,4}[-)）\s]\d{3,4}(?![\d-])|(?<![\d-])0[789]0\d{8}(?!\d)/gu,
  },
  {
    kind: "phone",
    pattern:
      /(?<![\w.-])(?:\(\d{2,4}\)\s?\d{3,4}[ .-]?\d{3,4}|\d{3}[.-]\d{3}[.-]\d{3,4}|\d{2,3} \d{3} \d{2,4} \d{2,4}|\d{2,3} \d{3} \d{3,4})(?:x\d{1,6})?(?![\w-])/gu,
  },
  {
    kind: "phone",
    pattern: /(?<![\d-])\+?\d(?:[ .-]?\d){7,13}(?:x\d{1,6})?(?![\d-])/gu,
    holds: (_, before) => /tel|phone|電話|携帯|call|mobile|fax|連絡先|number is/iu.test(before),
  },
  {
    // A block of lines that begins with a number and a road and ends with a country or town and its code.
    kind: "address",
    pattern:
      /(?<=^|\n)[^\p{L}\d\n]*\d{1,5} [\p{L}\d][^\n]{3,60}\n(?:[^\n]{0,40}\n){1,5}[^\p{L}\d\n]*(?![^\n]*\b(?:ref|order|no|code|sku|invoice|item|tel|phone|mobile|fax|desk|total|box)\b)[\p{L}][\p{L} ]{1,30} \d{4,6}\b|(?<=\baddress:\s)[^\n\d]{2,40}\n\s*\d{1,5} [^\n]{4,60}(?:\n\s*[^\n]{2,40}){1,4}/giu,
  },
  {
    kind: "address",
    pattern: new RegExp(
      `(?:${prefectureNames})[^\\s、。,]{2,30}?(?:[0-9０-９一二三四五六七八九十]+(?:丁目|番地?|号|[-－ー−][0-9０-９]+)+[号室]?|[市区町村郡](?=[\\s、。,]|$))`,
      "gu",
    ),
  },
  {
    kind: "address",
    pattern:
      /(?<![\w-])\d{1,5}[A-Za-z]? (?:[A-ZÀ-Þ][\p{L}'.-]+ ){1,4}(?:St(?:reet|\.)?|Ave(?:nue|\.)?|R(?:oa)?d\.?|Blvd\.?|Boulevard|Lane|Ln\.?|Drive|Dr\.?|Court|Ct\.?|Way|Square|Terrace|Place)(?![\p{L}])/gu,
  },
  {
    // Where a word says that an address follows, it goes from its number to the end of the sentence or of the post code.
    kind: "address",
    pattern:
      /(?<=\b(?:address(?:es)?(?: is| to| with|:|, here they are:)?|address\?\s+it is|liv(?:e|es|ed) (?:at|on|in)|located at|return (?:it )?to|restaurant is at|ship(?:ped)? to|deliver(?:ed)? to)\s+)\d{1,5}[A-Za-z]?,? [^?!:;]{4,90}?(?=\.(?:\s|$)|[?!:;]|\s(?:in case|for (?:this|post)|by )|\n\n|$)/giu,
  },
  {
    kind: "address",
    pattern:
      /(?:\d{1,5} )?[\p{L}][\p{L}'-]*(?:straat|stra(?:ss|ß)e|gasse|laan|plein|gatan|vägen|gata|vej|utca)\s\d{1,4}[a-z]?\b|\b\d{1,5},? (?:rue|avenue|boulevard|place|via|calle|rua|plaza) [\p{L}][\p{L} '’-]{2,40}|\b(?:apt|suite|apartment)\b\.? #?\d{1,5}\b/giu,
  },
  {
    kind: "address",
    pattern:
      /\bP\.?\s?O\.?\s?Box\s+\d{1,8}\b|\b[A-Z][\p{L}.]+(?: [A-Z][\p{L}.]+)?, [A-Z]{2} \d{5}(?:-\d{4})?\b/gu,
  },
  {
    // Without a prefecture: a town or ward, and the numbers of a block.
    kind: "address",
    pattern:
      /(?<![\p{Script=Han}])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ヶ]{1,8}[市区町村郡](?!分|別|長|役)[^\s、。,\d]{0,16}(?:[0-9一二三四五六七八九十]+(?:丁目|番地?|号)|\d{1,4}-\d{1,4})(?:-?[0-9一二三四五六七八九十]+(?:番地?|号|-\d+)?)*(?:号室?)?/gu,
  },
  {
    kind: "postal-code",
    pattern:
      /(?<=\b(?:zip(?: ?code)?|post ?code|postal code)\s?[:=]?\s?)(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b|\b(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})\b/giu,
    holds: (found) => /^\d/.test(found) || found === found.toUpperCase(),
  },
  {
    kind: "person",
    pattern:
      /(?<![\p{Script=Han}])[\p{Script=Han}々ヶ]{2,6}(?:[ \u3000][\p{Script=Han}々\p{Script=Hiragana}\p{Script=Katakana}]{1,6})?(?=\s?(?:様|さん|氏|殿|くん|ちゃん)(?![\p{Script=Han}]))/gu,
    holds: (found) =>
      !/^(?:皆|御|お客|奥|旦那|神|店員|担当|業者|社長|先生|各位|関係者|何|同)/u.test(found) &&
      !/客$/u.test(found),
  },
  {
    kind: "person",
    pattern:
      /(?<=\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|mr|mrs|ms|dr)\.?\s)[A-ZÀ-Þ][\p{L}'’-]+(?: [A-ZÀ-Þ][\p{L}'’-]+)?/gu,
  },
  {
    kind: "person",
    pattern:
      /(?<=(?:\b(?:[Mm]y|[Hh]is|[Hh]er|[Mm]aiden|[Ll]ast|[Ff]irst|[Ff]amily) name is|\b(?:[Ll]ast|[Ff]irst|[Ff]ull) name\?|\bcalls? me|\bpartner's name|\b(?:kid|son|daughter|husband|wife|partner|colleague|assistant to|[Ff]ollow up with)|\bI am called|\bthis is|氏名[:：]|お?名前[:：は]|担当[:：])\s?)(?:[A-ZÀ-Þ][\p{L}'’-]+(?: [A-ZÀ-Þ][\p{L}'’-]+)?|[\p{Script=Han}々]{2,6}(?:[ \u3000][\p{Script=Han}々]{1,5})?)/gu,
  },
  {
    // Where a letter turns to somebody, lets somebody speak, or is signed; and whose kin, order or account it is about.
    kind: "person",
    pattern:
      /(?<=\b(?:Dear|Hi|Hello|Hey|said|says) )[A-ZÀ-Þ][\p{Ll}'’]+(?: [A-ZÀ-Þ][\p{Ll}'’]+)?(?=[\s,.!:;?]|$)|(?<=(?:^|\n))[A-ZÀ-Þ]\p{Ll}+(?=, (?:can|could|would|will) (?:I|you|we)\b)|(?<=\b(?:[Rr]egards|[Ss]incerely|[Cc]heers|[Tt]hanks|[Yy]ours),?\s*\n\s*)[A-ZÀ-Þ][\p{Ll}'’]+(?: [A-ZÀ-Þ][\p{Ll}'’]+)?(?=\s*(?:\n|$))|(?<![\p{L}])[A-ZÀ-Þ]\p{Ll}+(?=['’]s (?:kid|son|daughter|husband|wife|mother|father|brother|sister|address|account|order|birthday|phone|e-?mail)\b)/gu,
    holds: mayBeName,
  },
];

/**
 * Everything in a text that tells of a person, in the order of the text, nothing twice. Full-width digits and signs
 * count as their half-width selves; offsets are into the text as given. Names are found beside a title or a word that
 * announces them, and by lists of frequent names: nobody has a list of all, and rare names that nothing announces stay unseen.
 */
export function findPersonal(text: string): readonly PersonalSpan[] {
  if (text.length < 3) return [];
  const plain = halfWidth(text);
  const taken: PersonalSpan[] = [];
  for (const { kind, pattern, holds } of finders)
    for (const match of plain.matchAll(pattern)) {
      const from = match.index;
      const to = from + match[0].length;
      if (taken.some((span) => from < span.to && to > span.from)) continue;
      if (holds?.(match[0], plain.slice(Math.max(0, from - 24), from)) === false) continue;
      taken.push({ kind, from, to });
    }
  for (const { from, to } of findNames(plain))
    if (!taken.some((span) => from < span.to && to > span.from)) taken.push({ kind: "person", from, to });
  return taken.sort((a, b) => a.from - b.from);
}

/** Full-width ASCII and dashes as half-width ones, character by character, so that offsets stay. */
function halfWidth(text: string): string {
  return /[\uff01-\uff5e\u2010-\u2015\u2212\u30fc]/u.test(text)
    ? text
        .replace(/[\uff01-\uff5e]/gu, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
        .replace(/(?<=\d)[\u2010-\u2015\u2212\u30fc](?=\d)/gu, "-")
    : text;
}

const sensitiveWords: ReadonlySet<string> = new Set(
  "仏教 浄土真宗 曹洞宗 日蓮宗 真言宗 天台宗 神道 キリスト教 カトリック プロテスタント イスラム教 ヒンドゥー教 ユダヤ教 創価学会 無宗教 天理教 buddhist buddhism christian christianity catholic protestant muslim islam hindu hinduism jewish judaism shinto atheist agnostic sikh 糖尿病 高血圧 喘息 ぜんそく がん 癌 うつ病 統合失調症 てんかん 心臓病 腎臓病 肝炎 認知症 アトピー アトピー性皮膚炎 花粉症 妊娠中 不妊症 既往歴なし 障害者手帳 diabetes hypertension asthma cancer depression epilepsy hiv hepatitis dementia pregnant arthritis migraine schizophrenia caucasian hispanic latino african-american asian-american 白人 黒人 アジア系 在日 帰化 自民党 立憲民主党 公明党 共産党 維新 republican democrat heterosexual homosexual gay lesbian bisexual 異性愛 同性愛 レズビアン ゲイ バイセクシュアル".split(
    " ",
  ),
);

/** Whether a cell is a word of religion, health, race, politics or sexual life and nothing else (APPI art. 2(3), GDPR art. 9). */
export function isSpecialCategoryWord(text: string): boolean {
  return sensitiveWords.has(text.normalize("NFKC").trim().toLowerCase());
}
