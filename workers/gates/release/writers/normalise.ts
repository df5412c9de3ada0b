/**
 * Normal forms of identifiers for matching with a platform. Our own, on purpose: vendors' samples
 * strip every letter outside a-z, so that each Japanese name becomes the same empty text, or forget
 * to lower-case e-mail addresses. None of these ever answers with an empty text: undefined means
 * there is nothing to match on.
 */

/** All white space, the ideographic space U+3000 included, and invisible characters that survive copying. */
const blanks = /[\s\u00ad\u200b-\u200d\u2060\ufeff]+/gu;

/** An e-mail address in lower case without white space, full width folded; undefined for what is no address. */
export function normaliseEmail(text: string): string | undefined {
  const folded = text.normalize("NFKC").replace(blanks, "").toLowerCase();
  return /^[^@\s]+@[^@\s]+\.[^@\s]+$/u.test(folded) ? folded : undefined;
}

/**
 * A phone number in E.164 (ITU-T E.164: + and at most 15 digits). A number without its country is
 * read as Japanese when `country` is "JP": the trunk 0 gives way to +81, and a mobile number that lost
 * its 0 to a spreadsheet gets it back. For other countries only numbers that name their country pass.
 */
export function normalisePhone(text: string, country: string | undefined): string | undefined {
  const folded = text.normalize("NFKC").replace(blanks, "").replace(/\(0\)/u, "");
  if (!/^\+?[\d().\-‐‑–—―−ー/]+$/u.test(folded)) return undefined;
  const digits = folded.replace(/\D/gu, "");
  if (folded.startsWith("+")) return international(digits);
  if (country !== "JP") return digits.startsWith("00") ? international(digits.slice(2)) : undefined;
  if (/^010[1-9]\d{9,}$/u.test(digits)) return international(digits.slice(3));
  if (/^0[1-9]\d{8,9}$/u.test(digits)) return `+81${digits.slice(1)}`;
  if (/^81[1-9]\d{8,9}$/u.test(digits)) return `+${digits}`;
  return /^[5-9]0\d{8}$/u.test(digits) ? `+81${digits}` : undefined;
}

function international(digits: string): string | undefined {
  const number = digits.replace(/^810/u, "81");
  return /^[1-9]\d{7,14}$/u.test(number) ? `+${number}` : undefined;
}

/** A first or last name in lower case without any white space, as the template asks; its script is kept. */
export function normaliseName(text: string): string | undefined {
  const folded = text.normalize("NFC").replace(blanks, "").toLowerCase();
  return folded === "" ? undefined : folded;
}

/** Whether a name holds white space between its letters, which matching takes away. */
export function hasInnerSpace(text: string): boolean {
  return /\S[\s]+\S/u.test(text.trim());
}

/** Family and given name of a full name; undefined unless it has exactly two parts. East Asian names put the family first. */
export function splitFullName(full: string): { readonly family: string; readonly given: string } | undefined {
  const parts = full.trim().split(/\s+/u);
  const [first, second] = parts;
  if (parts.length !== 2 || first === undefined || second === undefined) return undefined;
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(full)
    ? { family: first, given: second }
    : { family: second, given: first };
}

let codes: ReadonlyMap<string, string> | undefined;

/** ISO 3166-1 alpha-2 code of a country given as a code or by its English or Japanese name; undefined for others. */
export function countryCode(text: string): string | undefined {
  const folded = text.normalize("NFKC").trim().toLowerCase();
  codes ??= countryCodes();
  return codes.get(folded);
}

function countryCodes(): ReadonlyMap<string, string> {
  const map = new Map<string, string>([
    ["日本国", "JP"],
    ["jpn", "JP"],
    ["usa", "US"],
    ["uk", "GB"],
  ]);
  const letters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  for (const language of ["en", "ja"]) {
    const names = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
    for (const code of letters.flatMap((a) => letters.map((b) => a + b))) {
      const name = names.of(code);
      if (name === undefined || retired.has(code)) continue;
      map.set(code.toLowerCase(), code);
      map.set(name.normalize("NFKC").toLowerCase(), code);
    }
  }
  return map;
}

/** Codes that Unicode names but ISO does not assign to a country. */
const retired: ReadonlySet<string> = new Set([
  "EU",
  "EZ",
  "UN",
  "UK",
  "QO",
  "XA",
  "XB",
  "ZZ",
  "AC",
  "CP",
  "CQ",
  "DG",
  "EA",
  "IC",
  "TA",
]);

/** Whether a postal address names a Japanese prefecture. */
export function isJapanesePrefecture(text: string): boolean {
  return /^(?:東京都|北海道|(?:大阪|京都)府|\p{Script=Han}{2,3}県)$/u.test(text.normalize("NFKC").trim());
}
