import { base64Inside, hexForms, percentForm, utf16 } from "./encodings.ts";
import { WINDOW } from "./pattern-table.ts";
import { READ, type Reading } from "./readings.ts";

const encoder = new TextEncoder();
const PERCENT = 0x25;
/** Bytes of a byte in percent-encoding. */
const ESCAPE = 3;

/** One form of a value: a text, or the bytes of its hash. */
export interface Form {
  readonly bytes: Uint8Array;
  /** Absent of a hash: it is not text, and stands as bytes, hexadecimal and base64 only. */
  readonly text?: string;
}

interface Searched {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/** Where among the searched bytes a form stands that a reading seems to hold from byte `start`; undefined where it does not. */
export function standsAt(
  form: Form,
  reading: Reading,
  start: number,
  searched: Searched,
): { readonly at: number; readonly length: number } | undefined {
  const { at, patterns } = encoded(form, reading, start);
  const found = patterns.find((pattern) => pattern.byteLength >= WINDOW && equals(searched, at, pattern));
  return found === undefined ? undefined : { at, length: found.byteLength };
}

function encoded(
  { bytes, text }: Form,
  reading: Reading,
  start: number,
): { readonly at: number; readonly patterns: readonly Uint8Array[] } {
  const { kind } = reading;
  const at = start < 0 ? -1 : reading.rawAt(start);
  if (kind === READ.plain) return { at, patterns: [bytes] };
  if (kind === READ.hex) return { at, patterns: hexForms(bytes) };
  if (kind === READ.base64) {
    // Groups of three bytes begin with the reading: signs that hold other bits, too, are not the text's alone.
    const before = ((start % 3) + 3) % 3;
    const group = reading.rawAt(0) + ((start - before) / 3) * 4;
    return {
      at: group + Math.ceil((before * 8) / 6),
      patterns: [encoder.encode(base64Inside(bytes, before))],
    };
  }
  if (text === undefined) return { at, patterns: [] };
  if (kind === READ.percent) {
    const percent = percentForm(text);
    if (percent === undefined) return { at, patterns: [] };
    // From the second byte backwards: the first sign may be a digit that ends an escape of something else.
    const first = percent[0] === PERCENT ? ESCAPE : 1;
    return { at: reading.rawAt(start + 1) - first, patterns: [percent] };
  }
  return { at, patterns: [utf16(text, kind === READ.utf16le)] };
}

function equals({ bytes, from, to }: Searched, at: number, pattern: Uint8Array): boolean {
  if (at < from || at + pattern.byteLength > to) return false;
  for (let i = 0; i < pattern.byteLength; i++) if (bytes[at + i] !== pattern[i]) return false;
  return true;
}
