import { foldVariants } from "./variant-kanji.ts";

const plain = /^[a-z0-9]*$/;
const ascii = /^[\x00-\x7f]*$/; // eslint-disable-line no-control-regex -- the range of ASCII

/**
 * A text for comparing: compatibility forms folded (NFKC: full-width letters, half-width kana with their voicing marks), lower
 * case, Latin accents off, katakana as hiragana, blanks to one space each.
 */
export function foldText(text: string): string {
  if (plain.test(text)) return text;
  if (ascii.test(text)) {
    const lower = text.toLowerCase();
    return /\s\s|[^\S ]|^\s|\s$/.test(lower) ? lower.replace(/\s+/g, " ").trim() : lower;
  }
  return text
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/gu, "")
    .normalize("NFC")
    .replace(/[\u30a1-\u30f6\u30fd\u30fe]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/[\s\u200b\ufeff]+/gu, " ")
    .trim();
}

/** Whether a folded text is written in kana alone. */
export function isKana(folded: string): boolean {
  return /^[\u3041-\u309fー・ ]+$/u.test(folded);
}

const smallKana = "ぁぃぅぇぉっゃゅょゎゕゖ";
const largeKana = "あいうえおつやゆよわかけ";

/**
 * A folded reading as it sounds: small kana as large ones, ぢ as じ, づ as ず, を as お, ゐ and ゑ as い and え, long vowels short (さとう,
 * さとー and さとお are one).
 */
export function soundOf(folded: string): string {
  return folded
    .replace(/[ぁぃぅぇぉっゃゅょゎゕゖ]/gu, (kana) => largeKana[smallKana.indexOf(kana)] ?? kana)
    .replaceAll("ぢ", "じ")
    .replaceAll("づ", "ず")
    .replaceAll("を", "お")
    .replaceAll("ゐ", "い")
    .replaceAll("ゑ", "え")
    .replace(/[ー・ ]/gu, "")
    .replace(/([おこそとのほもよろごぞどぼぽ])[うお]/gu, "$1")
    .replace(/([うくすつぬふむゆるぐずぶぷ])う/gu, "$1");
}

const titles = /^(?:mr|mrs|ms|miss|dr|prof|sir|mx)\.? /;
const honorifics = / ?(?:様|さま|殿|さん|御中|氏)$/u;

/** A name as it is written: folded, without title, honorific, blanks and punctuation. */
export function nameKey(text: string): string {
  if (plain.test(text)) return text;
  return nameWords(text).replaceAll(" ", "");
}

/** A whole name as words: as `nameKey`, its blanks and commas kept as one space each. */
export function nameWords(text: string): string {
  const words = foldText(text)
    .replace(titles, "")
    .replace(/[,、]/gu, " ")
    .replace(/['’`.\-‐‑–・()]/gu, "");
  const bare = words.replace(honorifics, "");
  // 様 alone, or さん as a whole name, is a name.
  return (bare === "" ? words : bare).replace(/ +/g, " ").trim();
}

/** A written name with its variant kanji folded: equal for 髙橋 and 高橋, 渡邊 and 渡辺. */
export function looseNameKey(key: string): string {
  return isKana(key) ? soundOf(key) : foldVariants(key);
}
