/** Stands between the parts of a search key, so that a search never matches across two of them. */
const PART_SEPARATOR = "\u001f";

const plain = /^[\x20-\x7e]*$/;

/**
 * The form in which people are searched for: compatibility forms folded (NFKC: full-width letters,
 * half-width kana), lower case, katakana as hiragana, white space removed. The long vowel mark stays:
 * さとー and さとう are different words. Used on what is stored and on what is typed.
 */
export function searchKey(text: string): string {
  // Numbers and addresses, the most of what is stored: nothing to fold.
  if (plain.test(text)) return text.toLowerCase().replaceAll(" ", "");
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\s+/gu, "")
    .replaceAll(PART_SEPARATOR, "")
    .replace(/[\u30a1-\u30f6\u30fd\u30fe]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

/** One search key of several parts (name, reading, e-mail, telephone, customer number); absent and blank parts are left out. */
export function joinedSearchKey(parts: readonly (string | null | undefined)[]): string {
  const keys = new Set<string>();
  for (const part of parts) {
    if (part === undefined || part === null || part === "") continue;
    const key = searchKey(part);
    if (key !== "") keys.add(key);
  }
  return [...keys].join(PART_SEPARATOR);
}
