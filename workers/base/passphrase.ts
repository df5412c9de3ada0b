import type { PassphraseStrength } from "../terms/vault.ts";
import { commonWords } from "./common-words.ts";

/** What a new vault's passphrase must reach: 256,000 rounds of PBKDF2 slow a guesser, no more. */
const MINIMUM_LENGTH = 12;
const MINIMUM_BITS = 60;

const keyboardRuns = [
  "1234567890",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
  "abcdefghijklmnopqrstuvwxyz",
];

const digitsLookLike: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
};

/**
 * A cautious estimate of a passphrase's strength. Words known to guessers, runs along the keyboard or
 * the alphabet, repeats and dates count for what finding them takes, not for their letters; the rest
 * counts by the kinds of characters seen. Text is judged as typed: SQLCipher takes the raw UTF-8 bytes,
 * so nothing is normalised, and the same passphrase typed in another Unicode form is another one.
 *
 * After D. L. Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016, simplified.
 */
export function assessPassphrase(text: string): PassphraseStrength {
  const characters = Array.from(text);
  const bits = Math.floor(estimateBits(characters));
  if (characters.length < MINIMUM_LENGTH) return { bits, acceptable: false, problem: "too-short" };
  if (bits < MINIMUM_BITS) return { bits, acceptable: false, problem: "too-simple" };
  return { bits, acceptable: true };
}

interface Piece {
  readonly length: number;
  readonly bits: number;
}

/** Cuts the text from the left into the longest patterns found; what fits none counts a character at a time. */
function estimateBits(characters: readonly string[]): number {
  const folded = characters.map((character) => character.toLowerCase());
  const perCharacter = Math.log2(alphabetSize(characters));
  const words = new Map<string, number>();
  let bits = 0;
  let at = 0;
  while (at < characters.length) {
    const piece = longest([
      wordAt(folded, at, words),
      repeatAt(folded, at, perCharacter),
      runAt(folded, at),
      dateAt(folded, at),
    ]);
    if (piece === undefined) {
      bits += perCharacter;
      at += 1;
    } else {
      bits += Math.min(piece.bits + capitalBits(characters, at, piece.length), piece.length * perCharacter);
      at += piece.length;
    }
  }
  return bits;
}

function longest(pieces: readonly (Piece | undefined)[]): Piece | undefined {
  return pieces.reduce(
    (best, piece) => (piece && piece.length > (best?.length ?? 0) ? piece : best),
    undefined,
  );
}

/** A word of the list, with digits read as the letters they stand for. The second time it is nearly free. */
function wordAt(folded: readonly string[], at: number, seen: Map<string, number>): Piece | undefined {
  for (let length = Math.min(14, folded.length - at); length >= 3; length--) {
    const plain = folded.slice(at, at + length).join("");
    const read = Array.from(plain, (c) => digitsLookLike[c] ?? c).join("");
    const word = commonWords.has(plain) ? plain : commonWords.has(read) ? read : undefined;
    if (word === undefined) continue;
    const times = (seen.get(word) ?? 0) + 1;
    seen.set(word, times);
    // As if drawn from a list of some 2,000 words: an attacker's list of the most used is not longer.
    return { length, bits: times > 1 ? 1 : 11 + (word === plain ? 0 : 2) };
  }
  return undefined;
}

/** One to four characters, said again and again. */
function repeatAt(folded: readonly string[], at: number, perCharacter: number): Piece | undefined {
  let best: Piece | undefined;
  for (let unit = 1; unit <= 4; unit++) {
    let length = unit;
    while (at + length < folded.length && folded[at + length] === folded[at + (length % unit)]) length++;
    const times = Math.floor(length / unit);
    if (times >= 2 && times * unit >= 3 && times * unit > (best?.length ?? 0))
      best = { length: times * unit, bits: unit * perCharacter + Math.log2(times) };
  }
  return best;
}

/** Three or more neighbours on the keyboard, in the alphabet or among the digits, either way round. */
function runAt(folded: readonly string[], at: number): Piece | undefined {
  let best: Piece | undefined;
  for (const row of keyboardRuns) {
    const start = row.indexOf(folded[at] ?? "");
    if (start < 0) continue;
    for (const step of [1, -1]) {
      let length = 1;
      while (at + length < folded.length && folded[at + length] === row[start + step * length]) length++;
      if (length >= 3 && length > (best?.length ?? 0)) best = { length, bits: 7 + Math.log2(length) };
    }
  }
  return best;
}

/** Years and whole dates: 4, 6 or 8 digits that can be one. */
function dateAt(folded: readonly string[], at: number): Piece | undefined {
  const digits = /^\d+/.exec(folded.slice(at, at + 8).join(""))?.[0] ?? "";
  if (digits.length >= 8 && /^(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])/.test(digits))
    return { length: 8, bits: 15 };
  if (digits.length >= 6 && /^\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])/.test(digits))
    return { length: 6, bits: 15 };
  if (digits.length >= 4 && /^(19|20)\d\d/.test(digits)) return { length: 4, bits: 7 };
  return undefined;
}

/** What capitals add to a pattern: one at the start is the first thing tried. */
function capitalBits(characters: readonly string[], at: number, length: number): number {
  const piece = characters.slice(at, at + length);
  const capitals = piece.filter((c) => c !== c.toLowerCase()).length;
  if (capitals === 0) return 0;
  return capitals === 1 && piece[0] !== piece[0]?.toLowerCase() ? 1 : 3;
}

/** Number of characters of the kinds that occur. Kana and kanji count as the few hundred that people use most. */
function alphabetSize(characters: readonly string[]): number {
  const text = characters.join("");
  let size = 0;
  if (/[a-z]/.test(text)) size += 26;
  if (/[A-Z]/.test(text)) size += 26;
  if (/\d/.test(text)) size += 10;
  if (/[ -/:-@[-`{-~]/.test(text)) size += 33;
  if (/[\u3040-\u30ff]/.test(text)) size += 80;
  if (/[\u4e00-\u9fff]/.test(text)) size += 500;
  if (/[^ -~\u3040-\u30ff\u4e00-\u9fff]/.test(text)) size += 50;
  return Math.max(size, 2);
}
