import { fault, type Outcome } from "../base/fault.ts";
import { ok } from "../base/result.ts";

/*
 * The recovery code is the vault's raw 256-bit key, as SQLCipher takes it in `PRAGMA key = "x'...'"`, written for
 * people: 32 bytes and 3 bytes of checksum are 280 bits, 56 letters of Douglas Crockford's base 32
 * (https://www.crockford.com/base32.html: no I, L, O or U; 1, I and L are read alike, so are 0 and O).
 */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const KEY_BYTES = 32;
const CHECK_BYTES = 3;
const LETTERS = ((KEY_BYTES + CHECK_BYTES) * 8) / 5;
const GROUP = 4;

/** Whether some bytes of text can be meant as a recovery code: 56 letters of its alphabet, whatever stands between. */
export function looksLikeRecoveryCode(text: Uint8Array): boolean {
  const letters = lettersOf(text);
  const long = letters?.length === LETTERS;
  letters?.fill(0);
  return long;
}

/** The recovery code of a raw key of 32 bytes: fourteen groups of four letters. */
export async function formatRecoveryCode(key: Uint8Array): Promise<string> {
  const bytes = new Uint8Array(KEY_BYTES + CHECK_BYTES);
  bytes.set(key);
  bytes.set(await checksum(key), KEY_BYTES);
  let text = "";
  for (let letter = 0; letter < LETTERS; letter++) {
    if (letter > 0 && letter % GROUP === 0) text += "-";
    text += ALPHABET.charAt(fiveBits(bytes, letter));
  }
  bytes.fill(0);
  return text;
}

/**
 * The raw key in a recovery code as typed (UTF-8): small letters, spaces, hyphens and the letters that look alike
 * are understood, full-width forms too. Fault "recovery-code-mistyped" when its length or checksum is wrong: whether
 * the key is the vault's is another question.
 */
export async function parseRecoveryCode(text: Uint8Array): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  const letters = lettersOf(text);
  if (letters?.length !== LETTERS) {
    letters?.fill(0);
    return fault("recovery-code-mistyped");
  }
  const bytes = new Uint8Array(KEY_BYTES + CHECK_BYTES);
  for (const [place, value] of letters.entries()) putFiveBits(bytes, place, value);
  letters.fill(0);
  const key = bytes.slice(0, KEY_BYTES);
  const expected = await checksum(key);
  const sound = expected.every((byte, i) => byte === bytes[KEY_BYTES + i]);
  bytes.fill(0);
  if (sound) return ok(key);
  key.fill(0);
  return fault("recovery-code-mistyped");
}

/** The first bytes of SHA-256 over a label and the key: a slip of the pen goes unseen once in 16 million. */
async function checksum(key: Uint8Array): Promise<Uint8Array> {
  const label = new TextEncoder().encode("kurabito recovery code 1");
  const labelled = new Uint8Array(label.byteLength + key.byteLength);
  labelled.set(label);
  labelled.set(key, label.byteLength);
  const digest = await crypto.subtle.digest("SHA-256", labelled);
  labelled.fill(0);
  return new Uint8Array(digest, 0, CHECK_BYTES);
}

/** The values of the letters of a text; undefined when something in it is neither a letter of a code nor between two. */
function lettersOf(text: Uint8Array): Uint8Array | undefined {
  if (text.byteLength > 1024) return undefined;
  const typed = new TextDecoder().decode(text).normalize("NFKC").toUpperCase();
  const read = typed
    .replace(/[\s\-\u2010-\u2015\u2212\u30fc._]/gu, "")
    .replace(/[IL]/g, "1")
    .replaceAll("O", "0");
  const letters = new Uint8Array(read.length);
  for (let i = 0; i < read.length; i++) {
    const value = ALPHABET.indexOf(read.charAt(i));
    if (value < 0) return undefined;
    letters[i] = value;
  }
  return letters;
}

function fiveBits(bytes: Uint8Array, place: number): number {
  let value = 0;
  for (let bit = place * 5; bit < place * 5 + 5; bit++)
    value = (value << 1) | (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
  return value;
}

function putFiveBits(bytes: Uint8Array, place: number, value: number): void {
  for (let i = 0; i < 5; i++) {
    const bit = place * 5 + i;
    const at = bit >> 3;
    bytes[at] = (bytes[at] ?? 0) | (((value >> (4 - i)) & 1) << (7 - (bit & 7)));
  }
}
