/** Hexadecimal digits at least this many in a row, with letters among them, are a hash. */
const HASH = 32;
const ZERO = 0x30;
const NINE = 0x39;

/**
 * Whether digits that were found stand inside a hash written in hexadecimal: among the hashes of a hundred thousand people some hold any
 * telephone number by chance, and a hash is no place where one is kept.
 */
export function standsInHash(bytes: Uint8Array, at: number, length: number): boolean {
  for (let i = at; i < at + length; i++) if (!isDigit(bytes[i]!)) return false;
  let [from, to, letters] = [at, at + length, 0];
  while (from > 0 && isHex(bytes[from - 1]!)) if (!isDigit(bytes[--from]!)) letters++;
  while (to < bytes.length && isHex(bytes[to]!)) if (!isDigit(bytes[to++]!)) letters++;
  return to - from >= HASH && letters > 0;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

/** Of small letters, as hashes are written. */
function isHex(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x61 && byte <= 0x66);
}
