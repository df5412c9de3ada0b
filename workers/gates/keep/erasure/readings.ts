/** What bytes may be read as; the numbers are part of a found pattern's. */
export const READ = { plain: 0, utf16le: 1, utf16be: 2, hex: 3, base64: 4, percent: 5 } as const;
export type ReadingKind = (typeof READ)[keyof typeof READ];

/** Some of the bytes, read in one way: what they say as UTF-8. The buffer is lent until the next reading. */
export interface Reading {
  readonly kind: ReadingKind;
  readonly bytes: Uint8Array;
  readonly length: number;
  /** Where in the searched bytes a byte read (0 to length) begins. */
  rawAt(index: number): number;
}

/** Shortest stretches in which a text of eight bytes can stand. */
const LEAST_UNITS = 4;
const LEAST_HEX = 16;
const LEAST_SIGNS = 10;

const HEX = digits("0123456789abcdef", "0123456789ABCDEF");
/** Escapes are looked for as they are written: in capitals (RFC 3986, 2.1). */
const CAPITAL_HEX = digits("0123456789ABCDEF");
const SIGNS = digits("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
const UNRESERVED = digits("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()");
const PERCENT = 0x25;

/** Every way in which bytes[from, to) may hold text. `alphabet`: 1 for each UTF-16 unit that counts. */
export function* readings(
  bytes: Uint8Array,
  from: number,
  to: number,
  alphabet: Uint8Array,
): Generator<Reading> {
  yield {
    kind: READ.plain,
    bytes: from === 0 ? bytes : bytes.subarray(from),
    length: to - from,
    rawAt: (index) => from + index,
  };
  yield* wideReadings(bytes, from, to, alphabet);
  yield* hexReadings(bytes, from, to);
  yield* base64Readings(bytes, from, to);
  yield* percentReadings(bytes, from, to);
}

/** Stretches of units of the alphabet, of either order, from even and odd places. */
function* wideReadings(
  bytes: Uint8Array,
  from: number,
  to: number,
  alphabet: Uint8Array,
): Generator<Reading> {
  for (const [kind, low, high] of [
    [READ.utf16le, 0, 1],
    [READ.utf16be, 1, 0],
  ] as const)
    for (const parity of [0, 1]) {
      let begin = -1;
      for (let at = from + parity; ; at += 2) {
        const inside = at + 1 < to;
        const counts = inside && alphabet[bytes[at + low]! | (bytes[at + high]! << 8)] === 1;
        if (counts) {
          if (begin < 0) begin = at;
          continue;
        }
        if (begin >= 0 && at - begin >= 2 * LEAST_UNITS) yield wideReading(kind, bytes, begin, at);
        begin = -1;
        if (!inside) break;
      }
    }
}

function wideReading(
  kind: typeof READ.utf16le | typeof READ.utf16be,
  bytes: Uint8Array,
  begin: number,
  end: number,
): Reading {
  const low = kind === READ.utf16le ? 0 : 1;
  const unit = (at: number): number => bytes[at + low]! | (bytes[at + 1 - low]! << 8);
  const out = new Uint8Array((end - begin) * 2);
  const raw = new Int32Array(out.length + 1);
  let length = 0;
  const put = (byte: number, at: number): void => {
    raw[length] = at;
    out[length++] = byte;
  };
  for (let at = begin; at < end; at += 2) {
    let code = unit(at);
    const start = at;
    if (code >= 0xd800 && code < 0xe000) {
      const other = at + 2 < end ? unit(at + 2) : 0;
      if (code < 0xdc00 && other >= 0xdc00 && other < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (other - 0xdc00);
        at += 2;
      } else code = 0xfffd;
    }
    if (code < 0x80) put(code, start);
    else {
      if (code < 0x800) put(0xc0 | (code >> 6), start);
      else {
        if (code < 0x10000) put(0xe0 | (code >> 12), start);
        else {
          put(0xf0 | (code >> 18), start);
          put(0x80 | ((code >> 12) & 63), start);
        }
        put(0x80 | ((code >> 6) & 63), start);
      }
      put(0x80 | (code & 63), start);
    }
  }
  raw[length] = end;
  return { kind, bytes: out, length, rawAt: (index) => raw[index] ?? end };
}

/** Stretches of digits, from even and odd places. */
function* hexReadings(bytes: Uint8Array, from: number, to: number): Generator<Reading> {
  for (const [begin, end] of runs(bytes, from, to, HEX, LEAST_HEX))
    for (const parity of [0, 1]) {
      const start = begin + parity;
      const length = (end - start) >> 1;
      const out = new Uint8Array(length);
      for (let at = 0; at < length; at++)
        out[at] = (HEX[bytes[start + 2 * at]!]! << 4) | HEX[bytes[start + 2 * at + 1]!]!;
      yield { kind: READ.hex, bytes: out, length, rawAt: (index) => start + 2 * index };
    }
}

/** Stretches of signs, from each place in a group of four; signs that are cut off before count as zero. */
function* base64Readings(bytes: Uint8Array, from: number, to: number): Generator<Reading> {
  for (const [begin, end] of runs(bytes, from, to, SIGNS, LEAST_SIGNS))
    for (const before of [0, 1, 2, 3]) {
      const start = begin - before;
      const length = ((end - start) * 6) >> 3;
      const out = new Uint8Array(length);
      for (let at = start, held = 0, bits = 0, put = 0; at < end; at++) {
        held = ((held << 6) | (at < begin ? 0 : SIGNS[bytes[at]!]!)) & 0xffff;
        bits += 6;
        if (bits >= 8) {
          bits -= 8;
          out[put++] = (held >> bits) & 255;
        }
      }
      // The sign in which a byte begins.
      yield { kind: READ.base64, bytes: out, length, rawAt: (index) => start + Math.floor((index * 8) / 6) };
    }
}

/** Stretches with at least one byte written as a percent sign and two digits. */
function* percentReadings(bytes: Uint8Array, from: number, to: number): Generator<Reading> {
  let read = from;
  for (let at = from; at < to; at++) {
    if (bytes[at] !== PERCENT || at < read) continue;
    let begin = at;
    while (begin > read && UNRESERVED[bytes[begin - 1]!]! !== NONE) begin--;
    const out: number[] = [];
    const raw: number[] = [];
    let next = begin;
    while (next < to) {
      const byte = bytes[next]!;
      raw.push(next);
      if (
        byte === PERCENT &&
        next + 2 < to &&
        CAPITAL_HEX[bytes[next + 1]!]! !== NONE &&
        CAPITAL_HEX[bytes[next + 2]!]! !== NONE
      ) {
        out.push((CAPITAL_HEX[bytes[next + 1]!]! << 4) | CAPITAL_HEX[bytes[next + 2]!]!);
        next += 3;
      } else if (UNRESERVED[byte]! !== NONE) {
        out.push(byte);
        next++;
      } else {
        raw.pop();
        break;
      }
    }
    read = Math.max(next, at + 1);
    const end = next;
    if (out.length > 0)
      yield {
        kind: READ.percent,
        bytes: Uint8Array.from(out),
        length: out.length,
        rawAt: (index) => raw[index] ?? end,
      };
  }
}

/** Longest stretches of bytes of a table, of at least `least`. */
function* runs(
  bytes: Uint8Array,
  from: number,
  to: number,
  table: Uint8Array,
  least: number,
): Generator<readonly [number, number]> {
  let begin = from;
  for (let at = from; at <= to; at++) {
    if (at < to && table[bytes[at]!]! !== NONE) continue;
    if (at - begin >= least) yield [begin, at];
    begin = at + 1;
  }
}

/** Of a byte that is no digit. */
const NONE = 255;

function digits(...alphabets: readonly string[]): Uint8Array {
  const table = new Uint8Array(256).fill(255);
  for (const alphabet of alphabets)
    for (let at = 0; at < alphabet.length; at++) table[alphabet.charCodeAt(at)] = at;
  return table;
}
