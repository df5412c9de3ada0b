import { countDigits, digitsAt } from "./byte-words.ts";

const ZERO = 0x30;
const MOST_DIGITS = 8;
const MOST_PREFIX = 8;

/**
 * Ids that are a fixed prefix and a number, as tills and shops issue them: `C000123`, `10045`. Where the first id has
 * leading zeros all are as long as it, elsewhere none has any: so no two spellings are the same number.
 */
export class NumberedId {
  /** Bytes before the number. */
  readonly prefix: Uint8Array;
  /** 0 where ids may differ in length. */
  private readonly fixed: number;

  private constructor(prefix: Uint8Array, fixed: number) {
    this.prefix = prefix;
    this.fixed = fixed;
  }

  /** The pattern of a plain id, or undefined when it has none. */
  static of(bytes: Uint8Array, start: number, end: number): NumberedId | undefined {
    let first = end;
    while (first > start && countDigits(bytes, first - 1) > 0) first--;
    const digits = end - first;
    if (digits === 0 || digits > MOST_DIGITS || first - start > MOST_PREFIX) return undefined;
    return new NumberedId(bytes.slice(start, first), bytes[first] === ZERO && digits > 1 ? digits : 0);
  }

  /** Digits of the number at an offset; 0 when what stands there is not of the pattern. */
  digitsIn(bytes: Uint8Array, at: number): number {
    const { prefix, fixed } = this;
    for (let i = 0; i < prefix.length; i++) if (bytes[at + i] !== prefix[i]) return 0;
    if (fixed > 0) return fixed;
    const first = at + prefix.length;
    const count = countDigits(bytes, first);
    return count > MOST_DIGITS || bytes[first] === ZERO ? 0 : count;
  }

  /** The number of an id whose digits were counted; negative when one of them is none. */
  numberIn(view: DataView, at: number, digits: number): number {
    return digitsAt(view, at + this.prefix.length, digits);
  }
}
