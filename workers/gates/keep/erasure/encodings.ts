import { hex, unhex } from "../../../base/hex.ts";
import { sha256Text } from "../../../vault/sha256-text.ts";
import { WINDOW } from "./pattern-table.ts";

const encoder = new TextEncoder();
/** Digits alone, shorter than this, stand by chance in hashes and numbers. */
const LEAST_DIGITS = 9;
/** Where in a group of three bytes a text may begin: each gives other base64 signs. */
const ALIGNMENTS = [0, 1, 2] as const;

/** What a text is looked for as. The certificate names them. */
export const searchedForms = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "hex",
  "base64",
  "percent",
  "nfkc",
  "kana",
  "sha-256",
] as const;

/** Whether a text is long enough that finding it means something. */
export function isTelling(text: string): boolean {
  if (/^[\da-f\s+()./-]*$/iu.test(text)) return text.replace(/[^\da-f]/giu, "").length >= LEAST_DIGITS;
  return encoder.encode(text).byteLength >= WINDOW;
}

/** Every byte pattern of a text: UTF-8, UTF-16 of both orders, hexadecimal in both cases, base64 at three alignments, percent-encoded. */
export function encodedForms(text: string): readonly Uint8Array[] {
  if (!isTelling(text)) return [];
  const bytes = encoder.encode(text);
  const little = utf16(text, true);
  const patterns = [bytes, little, utf16(text, false), ...asText(bytes)];
  const percent = percentForm(text);
  if (percent !== undefined) patterns.push(percent);
  return patterns.filter(({ byteLength }) => byteLength >= WINDOW);
}

/** The plain SHA-256 of a text, as platforms are sent it: its bytes, hexadecimal and base64. */
export function hashForms(text: string): readonly Uint8Array[] {
  const digest = digestOfText(text);
  return [digest, ...asText(digest)];
}

/** The bytes of the plain SHA-256 of a text. */
export function digestOfText(text: string): Uint8Array {
  return unhex(sha256Text(text));
}

/** How many patterns `encodedForms` makes of a telling text of these UTF-8 bytes. */
export function encodingCount(text: string, bytes: Uint8Array): number {
  const wide = text.length * 2 >= WINDOW ? 2 : 0;
  return 1 + wide + textCount(bytes) + (percentForm(text) === undefined ? 0 : 1);
}

/** How many patterns `hashForms` makes of a digest. */
export function hashCount(digest: Uint8Array): number {
  return 1 + textCount(digest);
}

function textCount(bytes: Uint8Array): number {
  return ALIGNMENTS.length + (bytes.every((byte) => byte >> 4 < 10 && (byte & 15) < 10) ? 1 : 2);
}

/** Bytes in hexadecimal, in small letters and, where that differs, capitals. */
export function hexForms(bytes: Uint8Array): readonly Uint8Array[] {
  const small = hex(bytes);
  const large = small.toUpperCase();
  return [encoder.encode(small), ...(large === small ? [] : [encoder.encode(large)])];
}

function asText(bytes: Uint8Array): readonly Uint8Array[] {
  return [
    ...hexForms(bytes),
    ...ALIGNMENTS.map((alignment) => encoder.encode(base64Inside(bytes, alignment))),
  ];
}

/** The signs of base64 (RFC 4648) that are the text's alone when `before` bytes stand before it. */
export function base64Inside(bytes: Uint8Array, before: number): string {
  const padded = new Uint8Array(before + bytes.byteLength);
  padded.set(bytes, before);
  let binary = "";
  for (const byte of padded) binary += String.fromCharCode(byte);
  const text = btoa(binary).replace(/=+$/u, "");
  const first = Math.ceil((before * 8) / 6);
  const whole = Math.floor((padded.byteLength * 8) / 6);
  return text.slice(first, whole);
}

/** The units of a text as bytes. */
export function utf16(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), littleEndian);
  return new Uint8Array(view.buffer);
}

/** A text percent-encoded (RFC 3986); undefined where that changes nothing, or cannot be. */
export function percentForm(text: string): Uint8Array | undefined {
  try {
    const percent = encodeURIComponent(text);
    return percent === text ? undefined : encoder.encode(percent);
  } catch {
    // Half of a surrogate pair: no address holds it.
    return undefined;
  }
}
