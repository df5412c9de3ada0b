import { searchKey } from "../../../base/text.ts";

/** Half-width katakana of a full-width one, voice marks apart: what NFKC makes of the block U+FF66 to U+FF9F, backwards. */
const halfWidth: ReadonlyMap<string, string> = new Map(
  Array.from({ length: 0xff9f - 0xff66 + 1 }, (_, at) => String.fromCharCode(0xff66 + at)).map((half) => [
    half.normalize("NFKC"),
    half,
  ]),
);

/** Katakana as hiragana. */
function hiragana(text: string): string {
  return text.replace(/[\u30a1-\u30f6\u30fd\u30fe]/gu, (kana) =>
    String.fromCharCode(kana.charCodeAt(0) - 0x60),
  );
}

/** Hiragana as katakana. */
function katakana(text: string): string {
  return text.replace(/[\u3041-\u3096\u309d\u309e]/gu, (kana) =>
    String.fromCharCode(kana.charCodeAt(0) + 0x60),
  );
}

/** Katakana in its half-width forms; what has none stays. */
function halfWidthKana(text: string): string {
  return Array.from(text.normalize("NFD"), (sign) => halfWidth.get(sign) ?? sign).join("");
}

/** ASCII in its full-width forms. */
function fullWidth(text: string): string {
  return text.replace(/[!-~]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
}

const kana = /[\u3041-\u3096\u30a1-\u30fe\uff66-\uff9f]/u;
const ascii = /^[\x20-\x7e]*$/u;

/**
 * The texts a value may stand as: as it was written, folded (NFKC), in either case, without blanks, as a search key, and its kana as
 * hiragana, katakana and half width (Unicode UAX #15; JIS X 0201).
 */
export function textForms(value: string): ReadonlySet<string> {
  const forms = new Set<string>();
  const folded = value.normalize("NFKC");
  const same = ascii.test(value);
  for (const text of same ? [value] : [value, value.normalize("NFC"), value.normalize("NFD"), folded]) {
    forms.add(text).add(text.trim());
    forms.add(text.toLowerCase());
    forms.add(text.replace(/\s+/gu, ""));
  }
  forms.add(searchKey(value));
  if (/[a-z]/iu.test(folded)) forms.add(folded.toUpperCase());
  if (ascii.test(folded) && folded.length <= 200) forms.add(fullWidth(folded));
  if (/\s/u.test(folded))
    for (const blank of [" ", "\u3000"]) forms.add(folded.trim().replace(/\s+/gu, blank));
  if (kana.test(value))
    for (const text of [...forms]) {
      const broad = katakana(text.normalize("NFKC"));
      forms.add(broad).add(hiragana(broad)).add(halfWidthKana(broad));
    }
  forms.delete("");
  return forms;
}

/** The ways a telephone number is written, from the form identifiers keep (E.164 or digits): with the country code and as at home. */
export function phoneForms(value: string): readonly string[] {
  const digits = value.replace(/\D/gu, "");
  if (!digits.startsWith("81")) return [value, digits];
  const home = digits.slice(2);
  return [
    value,
    digits,
    `0${home}`,
    home,
    ...hyphenated(`0${home}`),
    ...hyphenated(home).map((one) => `+81-${one}`),
  ];
}

/** Where a Japanese number is parted: after two to five digits of area code, and before the last four. */
function hyphenated(number: string): readonly string[] {
  const last = number.slice(-4);
  const rest = number.slice(0, -4);
  return [2, 3, 4, 5]
    .filter((area) => area < rest.length)
    .map((area) => `${rest.slice(0, area)}-${rest.slice(area)}-${last}`);
}
