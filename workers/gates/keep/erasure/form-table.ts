import type { ByteSearch, Hit } from "./byte-search.ts";
import { readings } from "./readings.ts";
import { standsAt, type Form } from "./standing-form.ts";
import type { WindowIndex } from "./window-index.ts";

/** Bits of a found pattern's number that say how it is encoded. */
const READING_BITS = 3;

/** Gives the forms of a value again, always in the same order. */
export type FormsOf = (value: number) => readonly Form[];

/**
 * Very many texts looked for in every encoding, with one entry a text: not the texts are encoded but the bytes are read, as UTF-8, as
 * UTF-16 of either order, hexadecimal, base64 and percent-encoding, and each reading is searched by windows of six to twelve bytes (after
 * Wu and Manber 1994). An entry keeps a hash and its place, no text; what fits is compared with the form made anew, so nothing is found
 * that does not stand there. 20 bytes an entry.
 */
export class FormTable implements ByteSearch {
  readonly longest: number;
  private readonly index: WindowIndex;
  private readonly formsOf: FormsOf;
  /** Bit n: the entry is not looked for in reading n. */
  private readonly dropped: Uint8Array;
  private readonly alphabet: Uint8Array;
  private cached: { value: number; forms: readonly Form[] } | undefined;

  /** `alphabet`: 1 for each UTF-16 unit of any text. */
  constructor(index: WindowIndex, alphabet: Uint8Array, formsOf: FormsOf) {
    this.index = index;
    this.formsOf = formsOf;
    this.alphabet = alphabet;
    this.dropped = new Uint8Array(index.count);
    // A byte takes three in percent-encoding.
    this.longest = 3 * index.longest;
  }

  search(bytes: Uint8Array, from: number, to: number, hit: Hit): void {
    for (const reading of readings(bytes, from, to, this.alphabet))
      this.index.search(reading.bytes, 0, reading.length, (entry, start) => {
        const bit = 1 << reading.kind;
        if ((this.dropped[entry]! & bit) !== 0) return;
        const found = standsAt(this.form(entry), reading, start, { bytes, from, to });
        if (found !== undefined) hit((entry << READING_BITS) | reading.kind, found.at, found.length);
      });
  }

  drop(pattern: number): void {
    const entry = pattern >>> READING_BITS;
    this.dropped[entry] = this.dropped[entry]! | (1 << (pattern & ((1 << READING_BITS) - 1)));
  }

  ownerOf(pattern: number): number {
    return this.index.owner(pattern >>> READING_BITS);
  }

  close(): void {
    this.index.close();
    this.cached = undefined;
  }

  private form(entry: number): Form {
    const value = this.index.owner(entry);
    if (this.cached?.value !== value) this.cached = { value, forms: this.formsOf(value) };
    const form = this.cached.forms[this.index.place(entry)];
    if (form === undefined) throw new RangeError("a form is not made as it was");
    return form;
  }
}
