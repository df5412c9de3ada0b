import { isKeyedHash } from "./keyed-hash-text.ts";
import { prefectures } from "./prefectures.ts";

/** Text for people: trimmed, blanks of every width to one space each, otherwise as the file wrote it. */
export function displayText(text: string): string {
  return text.replace(/[\s\u3000]+/gu, " ").trim();
}

/** An e-mail address for matching: NFKC, trimmed, lower case; a keyed hash of one stays itself. Undefined when it is no address. */
export function normalizeEmail(text: string): string | undefined {
  if (isKeyedHash(text)) return text;
  const folded = text
    .normalize("NFKC")
    .trim()
    .replace(/^'/, "")
    .replace(/^<(.*)>$/, "$1")
    .toLowerCase();
  // Old mobile carriers handed out local parts with double and trailing dots: those are real addresses.
  return folded.length <= 254 &&
    /^[^\s@"(),:;<>[\]\\]+@(?:[^\s@.,;:<>()[\]\\]+\.)+[^\s@.,;:<>()[\]\\]{2,}$/u.test(folded)
    ? folded
    : undefined;
}

/** A telephone number for matching, in E.164 where that is certain (Japan without a country code is +81); a keyed hash stays itself. */
export function normalizePhone(text: string): string | undefined {
  if (isKeyedHash(text)) return text;
  const folded = text.normalize("NFKC").trim().replace(/^'/, "");
  const plus = folded.startsWith("+");
  if (!/^\+?[\d\s()\-.−‐‑–—ー/]+$/u.test(folded)) return undefined;
  const digits = folded.replace(/\D/g, "");
  if (plus) {
    const whole = digits.startsWith("810") ? `81${digits.slice(3)}` : digits;
    return whole.length >= 8 && whole.length <= 15 ? `+${whole}` : undefined;
  }
  if (/^0[1-9]\d{8,9}$/.test(digits)) return `+81${digits.slice(1)}`;
  if (/^81[1-9]\d{8,9}$/.test(digits)) return `+${digits}`;
  // A spreadsheet ate the leading zero of a mobile number.
  if (/^[789]0\d{8}$/.test(digits)) return `+81${digits}`;
  return digits.length >= 7 && digits.length <= 15 ? digits : undefined;
}

/** A customer id for matching: NFKC and trimmed; the apostrophe some exports put before digits goes. */
export function normalizeId(text: string): string | undefined {
  const folded = text.normalize("NFKC").trim().replace(/^'/, "");
  return folded === "" || folded.length > 200 ? undefined : folded;
}

/**
 * A LINE user id for matching: `U` and 32 hexadecimal digits (LINE Developers, "Get user IDs"); a keyed hash stays itself. The LINE ID
 * people search for is another thing: undefined.
 */
export function normalizeLineUserId(text: string): string | undefined {
  if (isKeyedHash(text)) return text;
  const digits = /^'?U([0-9a-f]{32})$/iu.exec(text.normalize("NFKC").trim())?.[1];
  return digits === undefined ? undefined : `U${digits.toLowerCase()}`;
}

/** `1000001` and `〒100-0001` as `100-0001`; other countries' codes folded and upper-cased. */
export function normalizePostalCode(text: string): string | undefined {
  const folded = text
    .normalize("NFKC")
    .trim()
    .replace(/^'/, "")
    .replace(/^〒\s*/u, "");
  const digits = folded.replace(/[-−‐‑–—ー\s]/gu, "");
  if (/^\d{7}$/.test(digits)) return `${digits.slice(0, 3)}-${digits.slice(3)}`;
  const upper = folded.toUpperCase();
  return upper === "" || upper.length > 16 ? undefined : upper;
}

const byName = new Map<string, string>();
for (const [japanese, english] of prefectures) {
  byName.set(japanese, japanese);
  byName.set(japanese.slice(0, -1), japanese);
  byName.set(english.toLowerCase(), japanese);
}
byName.set("北海", "北海道").set("jp-13", "東京都");
prefectures.forEach(([japanese], index) => byName.set(`jp-${String(index + 1).padStart(2, "0")}`, japanese));

/** The official Japanese name of a prefecture from its name with or without suffix, in English, or `JP-13`. */
export function normalizePrefecture(text: string): string | undefined {
  const folded = text.normalize("NFKC").trim();
  const plain = folded
    .toLowerCase()
    .replace(/[\s-](?:prefecture|pref\.?|ken|to|fu)$/u, "")
    .replace(/[ōô]/gu, "o");
  return byName.get(folded) ?? byName.get(plain);
}

const genders: Readonly<Record<string, string>> = {
  男: "male",
  男性: "male",
  m: "male",
  male: "male",
  man: "male",
  女: "female",
  女性: "female",
  f: "female",
  female: "female",
  woman: "female",
  その他: "other",
  other: "other",
  x: "other",
  nonbinary: "other",
  "non-binary": "other",
  回答しない: "unknown",
  不明: "unknown",
};

/** `male`, `female`, `other` or `unknown`; undefined for a word that says nothing known. */
export function normalizeGender(text: string): string | undefined {
  const folded = text.normalize("NFKC").trim().toLowerCase();
  return Object.hasOwn(genders, folded) ? genders[folded] : undefined;
}

/** Ten-year band of an age on a day (`30-39`; `90+`): what is stored in place of a date of birth. */
export function ageBand(
  birth: { readonly year: number; readonly month: number; readonly day: number },
  today: { readonly year: number; readonly month: number; readonly day: number },
): string | undefined {
  const before = today.month < birth.month || (today.month === birth.month && today.day < birth.day);
  const age = today.year - birth.year - (before ? 1 : 0);
  if (age < 0 || age > 120) return undefined;
  if (age >= 90) return "90+";
  const low = Math.floor(age / 10) * 10;
  return `${low}-${low + 9}`;
}

const countries: Readonly<Record<string, string>> = {
  日本: "Japan",
  jp: "Japan",
  jpn: "Japan",
  japan: "Japan",
};

/** A country's name; the many ways to write Japan become one, others stay as written. */
export function normalizeCountry(text: string): string | undefined {
  const shown = displayText(text.normalize("NFKC"));
  if (shown === "" || shown.length > 80) return undefined;
  const key = shown.toLowerCase();
  return Object.hasOwn(countries, key) ? countries[key] : shown;
}
