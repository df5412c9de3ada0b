/** Bytes of a pattern that the table looks up: every pattern has at least as many. */
export const WINDOW = 8;

/** Multiplicative hashing (Knuth, TAOCP 6.4): odd constants near the golden ratio of 2^32. */
const A = 0x9e37_79b1;
const B = 0x85eb_ca6b;

/**
 * Many byte patterns looked for in one pass (a hashed window per pattern, after Wu and Manber 1994, without skipping): each position's
 * eight bytes are looked up in a bit filter, and only what passes is compared. The time hardly depends on how many patterns there are.
 */
export class PatternTable {
  readonly count: number;
  /** Length of the longest pattern. */
  readonly longest: number;
  private readonly arena: Uint8Array;
  private readonly starts: Int32Array;
  /** Where in a pattern its window begins. */
  private readonly windows: Int32Array;
  private readonly heads: Int32Array;
  private readonly next: Int32Array;
  private readonly filter: Int32Array;
  private readonly shift: number;
  private readonly dropped: Uint8Array;

  /** `dropped` (1 for a pattern that is not looked for) is kept and written to. @throws RangeError for a pattern shorter than the window. */
  constructor(patterns: readonly Uint8Array[], dropped: Uint8Array = new Uint8Array(patterns.length)) {
    this.count = patterns.length;
    const bytes = patterns.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const bits = Math.min(24, Math.max(12, Math.ceil(Math.log2(patterns.length + 1)) + 3));
    this.shift = 32 - bits;
    this.arena = new Uint8Array(bytes);
    this.starts = new Int32Array(patterns.length + 1);
    this.windows = new Int32Array(patterns.length);
    this.heads = new Int32Array(2 ** bits).fill(-1);
    this.next = new Int32Array(patterns.length);
    this.filter = new Int32Array(2 ** Math.max(0, bits - 5));
    this.dropped = dropped;
    const load = new Uint16Array(2 ** bits);
    let longest = 0;
    patterns.forEach((pattern, index) => {
      if (pattern.byteLength < WINDOW) throw new RangeError("a pattern is shorter than its window");
      longest = Math.max(longest, pattern.byteLength);
      this.arena.set(pattern, this.starts[index]);
      this.starts[index + 1] = this.starts[index]! + pattern.byteLength;
      this.enter(index, pattern, load);
    });
    this.longest = longest;
  }

  /** Calls `hit` for each place in `bytes[from, to)` where a pattern stands, with the pattern's number and where it starts. */
  search(
    bytes: Uint8Array,
    from: number,
    to: number,
    hit: (pattern: number, at: number, length: number) => void,
  ): void {
    const { filter, heads, next, shift } = this;
    if (to - from < WINDOW || this.count === 0) return;
    let low = 0;
    let high = 0;
    const first = from + WINDOW - 1;
    for (let at = from; at < first; at++) {
      low = (low >>> 8) | (high << 24);
      high = (high >>> 8) | (bytes[at]! << 24);
    }
    for (let at = first; at < to; at++) {
      low = (low >>> 8) | (high << 24);
      high = (high >>> 8) | (bytes[at]! << 24);
      const slot = Math.imul(low ^ Math.imul(high, A), B) >>> shift;
      if (((filter[slot >>> 5]! >>> (slot & 31)) & 1) === 0) continue;
      for (let pattern = heads[slot]!; pattern >= 0; pattern = next[pattern]!)
        this.compare(pattern, bytes, at - WINDOW + 1, from, to, hit);
    }
  }

  /** Looks for a pattern no more. */
  drop(pattern: number): void {
    this.dropped[pattern] = 1;
  }

  /** Wipes the patterns. */
  close(): void {
    this.arena.fill(0);
    this.heads.fill(-1);
  }

  /** Of a pattern's windows the one whose place in the table is the least crowded: numbers and addresses begin and end alike. */
  private enter(index: number, pattern: Uint8Array, load: Uint16Array): void {
    const last = pattern.byteLength - WINDOW;
    let best = 0;
    let place = -1;
    for (const window of [last >> 1, last, 0]) {
      const slot = this.slotOf(pattern, window);
      if (place >= 0 && load[slot]! >= load[place]!) continue;
      place = slot;
      best = window;
    }
    load[place] = Math.min(65_535, load[place]! + 1);
    this.windows[index] = best;
    this.next[index] = this.heads[place]!;
    this.heads[place] = index;
    this.filter[place >>> 5] = this.filter[place >>> 5]! | (1 << (place & 31));
  }

  private slotOf(pattern: Uint8Array, at: number): number {
    return Math.imul(word(pattern, at) ^ Math.imul(word(pattern, at + 4), A), B) >>> this.shift;
  }

  private compare(
    pattern: number,
    bytes: Uint8Array,
    window: number,
    from: number,
    to: number,
    hit: (pattern: number, at: number, length: number) => void,
  ): void {
    if (this.dropped[pattern] === 1) return;
    const start = this.starts[pattern]!;
    const length = this.starts[pattern + 1]! - start;
    const at = window - this.windows[pattern]!;
    if (at < from || at + length > to) return;
    for (let i = 0; i < length; i++) if (bytes[at + i] !== this.arena[start + i]) return;
    hit(pattern, at, length);
  }
}

/** Four bytes as `search` gathers them: the first is the lowest. */
function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
