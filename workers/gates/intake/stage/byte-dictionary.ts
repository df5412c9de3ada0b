import { decodeUtf8 } from "../read/cells.ts";
import { highMasks, lowMasks } from "./byte-words.ts";

/** Most bytes of a value that is compared as two words instead of byte by byte. */
const SHORT = 8;
/** Slots from which on a table grows more slowly. */
const LARGE = 1 << 16;
/** One value in 64 may come again out of its turn before a table pays. */
const RETURNS_SHIFT = 6;

/**
 * Numbers stretches of UTF-8 without NULs 0, 1, 2 … in order of first sight. Nothing is decoded and no string is
 * made: a known value costs one hash and one comparison, so that a column of a million ids stays cheap. Values of
 * up to eight bytes stand in the table itself, as finding them elsewhere in memory is what takes the time.
 */
export class ByteDictionary {
  size = 0;
  private arena = new Uint8Array(1 << 12);
  private arenaView = new DataView(this.arena.buffer);
  private used = 0;
  private starts = new Int32Array(1 << 8);
  /**
   * Triples of a short value's two words, or of a longer one's hash and -length, and code + 1; 0 in the third
   * place is a free slot. The two kinds never meet: a negative length ends in 0xFF, which is no byte of UTF-8.
   * Made when first needed.
   */
  private table = new Int32Array(0);
  private mask = 0;
  private last = -1;
  /** While each new value sorts behind all before it (numbers in order of issue), no table is needed. */
  private ascending = true;
  /** Values seen again out of their turn while ascending; a few are searched for, many deserve a table. */
  private returns = 0;

  /** The number of `bytes[start, end)`; it is new when it equals the size before the call. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    // Lines of one order follow each other: the value before is tried first.
    if (this.last >= 0 && this.same(this.last, bytes, start, end)) return this.last;
    if (this.ascending) {
      if (this.size === 0 || this.behind(bytes, start, end))
        return (this.last = this.append(bytes, start, end));
      const known =
        this.returns++ << RETURNS_SHIFT <= this.size ? this.searchAscending(bytes, start, end) : -1;
      if (known >= 0) return (this.last = known);
      this.ascending = false;
      let slots = 1 << 8;
      while (slots <= this.size * 2) slots *= 2;
      this.buildTable(slots);
    }
    return (this.last = this.lookUp(bytes, start, end));
  }

  /**
   * The numbers of many cells at once: cell i is `bytes[bounds[first + i * step], bounds[first + i * step + 1])`;
   * an empty one has the number -1.
   */
  internCells(
    bytes: Uint8Array,
    bounds: Int32Array,
    first: number,
    step: number,
    count: number,
    codes: Int32Array,
  ): void {
    let cell = 0;
    if (this.ascending) cell = this.appendAscending(bytes, bounds, first, step, count, codes);
    else this.findShort(bytes, bounds, first, step, count, codes);
    const known = cell === 0 && !this.ascending;
    for (let at = first + cell * step; cell < count; cell++, at += step) {
      if (known && (codes[cell] as number) >= 0) continue;
      const start = bounds[at] as number;
      const end = bounds[at + 1] as number;
      if (end === start) codes[cell] = -1;
      else codes[cell] = this.ascending ? this.intern(bytes, start, end) : this.lookUp(bytes, start, end);
    }
  }

  /** Numbers cells for as long as they come in order; answers how many it numbered. */
  private appendAscending(
    bytes: Uint8Array,
    bounds: Int32Array,
    first: number,
    step: number,
    count: number,
    codes: Int32Array,
  ): number {
    const safe = bytes.length - 4;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let cell = 0, at = first; cell < count; cell++, at += step) {
      const start = bounds[at] as number;
      const end = bounds[at + 1] as number;
      if (start === end) {
        codes[cell] = -1;
        continue;
      }
      if (end > safe || this.size === 0) return cell;
      const order = this.compareToLast(view, start, end);
      if (order < 0) return cell;
      codes[cell] = order === 0 ? this.size - 1 : this.appendWords(view, start, end);
      this.last = this.size - 1;
    }
    return count;
  }

  /** The number of a value that came before, by halving; -1 when it is new. A row looked at twice ends here. */
  private searchAscending(bytes: Uint8Array, start: number, end: number): number {
    const { arena, starts } = this;
    let low = 0;
    let high = this.size - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const from = starts[middle] as number;
      let order = end - start - ((starts[middle + 1] as number) - from);
      for (let at = start; order === 0 && at < end; at++)
        order = (bytes[at] as number) - (arena[from + at - start] as number);
      if (order === 0) return middle;
      if (order < 0) high = middle - 1;
      else low = middle + 1;
    }
    return -1;
  }

  /** Above 0 when a value sorts behind the last one: when it is longer, or as long and greater. */
  private compareToLast(view: DataView, start: number, end: number): number {
    const from = this.starts[this.size - 1] as number;
    const longer = end - start - (this.used - from);
    if (longer !== 0) return longer;
    let at = start;
    let there = from;
    for (; at + 4 <= end; at += 4, there += 4) {
      const difference = view.getUint32(at) - this.arenaView.getUint32(there);
      if (difference !== 0) return difference;
    }
    for (; at < end; at++, there++) {
      const difference = view.getUint8(at) - this.arenaView.getUint8(there);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  /**
   * The number of a value that the caller knows to sort behind all before it, as `appendAscending` has it; -1 once
   * values came out of order. Four bytes may be read behind `end`.
   */
  appendBehind(view: DataView, start: number, end: number): number {
    if (!this.ascending) return -1;
    return (this.last = this.appendWords(view, start, end));
  }

  /** As `append`, four bytes a step; the source and the arena have room for the few bytes too many. */
  private appendWords(view: DataView, start: number, end: number): number {
    const code = this.size++;
    const length = end - start;
    if (this.used + length + 4 > this.arena.length)
      this.growArena(Math.max(this.arena.length * 2, this.used + length + 4));
    if (code + 2 > this.starts.length) this.growStarts(this.starts.length * 2);
    const { arenaView, starts, used } = this;
    for (let at = 0; at < length; at += 4) arenaView.setUint32(used + at, view.getUint32(start + at));
    starts[code] = used;
    starts[code + 1] = this.used = used + length;
    return code;
  }

  /**
   * Finds the short values that sit in their own slot or the next; -1 for all others. One loop with nothing but this lets
   * the processor fetch many slots at a time.
   */
  private findShort(
    bytes: Uint8Array,
    bounds: Int32Array,
    first: number,
    step: number,
    count: number,
    codes: Int32Array,
  ): void {
    const { table, mask } = this;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const safe = bytes.length - SHORT;
    for (let cell = 0, at = first; cell < count; cell++, at += step) {
      const start = bounds[at] as number;
      const length = (bounds[at + 1] as number) - start;
      if (length > SHORT || start > safe) {
        codes[cell] = -1;
        continue;
      }
      const low = view.getInt32(start, true) & (lowMasks[length] as number);
      const high = view.getInt32(start + 4, true) & (highMasks[length] as number);
      let slot = (shortHash(low, high) & mask) * 3;
      if (table[slot] !== low && slot < mask * 3) slot += 3;
      const found = table[slot] === low && table[slot + 1] === high;
      codes[cell] = found ? (table[slot + 2] as number) - 1 : -1;
    }
  }

  /** The number of a value by the table, a new one when it is not there. */
  private lookUp(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    const short = length <= SHORT;
    const low = short ? wordAt(bytes, start, end) : hashOf(bytes, start, end);
    const high = short ? wordAt(bytes, start + 4, end) : -length;
    const { table, mask } = this;
    for (let slot = shortHash(low, high) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 3;
      const code = (table[at + 2] as number) - 1;
      if (code < 0) return this.add(bytes, start, end, at, low, high);
      if (table[at] === low && table[at + 1] === high && (short || this.same(code, bytes, start, end)))
        return code;
    }
  }

  /** All values back to back, and where each begins: value i is `arena[starts[i], starts[i + 1])`. */
  get bytes(): { readonly arena: Uint8Array; readonly starts: Int32Array } {
    return { arena: this.arena.subarray(0, this.used), starts: this.starts };
  }

  /** Makes room for a number of values of a length, so that nothing has to be copied as they come. */
  reserve(count: number, length: number): void {
    if (count + 1 > this.starts.length) this.growStarts(count + 1);
    if (count * length > this.arena.length) this.growArena(count * length);
  }

  /** The number of a text. */
  internText(text: string): number {
    const bytes = new TextEncoder().encode(text);
    return this.intern(bytes, 0, bytes.length);
  }

  /** The value of a number as text. */
  text(code: number): string {
    return decodeUtf8(this.arena, this.starts[code] ?? 0, this.starts[code + 1] ?? 0);
  }

  private same(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const { arena, starts } = this;
    const from = starts[code] as number;
    const length = (starts[code + 1] as number) - from;
    if (length !== end - start) return false;
    for (let at = length - 1; at >= 0; at--) if (arena[from + at] !== bytes[start + at]) return false;
    return true;
  }

  private add(bytes: Uint8Array, start: number, end: number, at: number, low: number, high: number): number {
    const code = this.append(bytes, start, end);
    this.table[at] = low;
    this.table[at + 1] = high;
    this.table[at + 2] = code + 1;
    if (this.size * 3 > this.mask * 2) this.enlarge();
    return code;
  }

  /** Whether a value is longer than the last one, the greatest so far, or as long and sorts behind it. */
  private behind(bytes: Uint8Array, start: number, end: number): boolean {
    const { arena, starts } = this;
    const from = starts[this.size - 1] as number;
    const length = this.used - from;
    if (length !== end - start) return end - start > length;
    for (let at = 0; at < length; at++) {
      const difference = (bytes[start + at] as number) - (arena[from + at] as number);
      if (difference !== 0) return difference > 0;
    }
    return false;
  }

  /** Puts everything so far into a table of a number of slots, a power of two. */
  private buildTable(slots: number): void {
    const { arena, starts } = this;
    const mask = slots - 1;
    const table = new Int32Array(slots * 3);
    for (let code = 0; code < this.size; code++) {
      const start = starts[code] as number;
      const end = starts[code + 1] as number;
      const short = end - start <= SHORT;
      const low = short ? wordAt(arena, start, end) : hashOf(arena, start, end);
      const high = short ? wordAt(arena, start + 4, end) : start - end;
      let slot = shortHash(low, high) & mask;
      while (table[slot * 3 + 2] !== 0) slot = (slot + 1) & mask;
      table[slot * 3] = low;
      table[slot * 3 + 1] = high;
      table[slot * 3 + 2] = code + 1;
    }
    this.table = table;
    this.mask = mask;
  }

  /** The table on four times the slots, on twice as many once it is large. */
  private enlarge(): void {
    const old = this.table;
    const slots = (this.mask + 1) * (this.mask < LARGE ? 4 : 2);
    const mask = slots - 1;
    const table = new Int32Array(slots * 3);
    for (let from = 0; from < old.length; from += 3) {
      const code = old[from + 2] as number;
      if (code === 0) continue;
      const low = old[from] as number;
      const high = old[from + 1] as number;
      let slot = shortHash(low, high) & mask;
      while (table[slot * 3 + 2] !== 0) slot = (slot + 1) & mask;
      table[slot * 3] = low;
      table[slot * 3 + 1] = high;
      table[slot * 3 + 2] = code;
    }
    this.table = table;
    this.mask = mask;
  }

  private append(bytes: Uint8Array, start: number, end: number): number {
    const code = this.size++;
    const length = end - start;
    if (this.used + length > this.arena.length)
      this.growArena(Math.max(this.arena.length * 2, this.used + length));
    if (code + 2 > this.starts.length) this.growStarts(this.starts.length * 2);
    const { arena, used } = this;
    for (let at = 0; at < length; at++) arena[used + at] = bytes[start + at] as number;
    this.starts[code] = used;
    this.used = used + length;
    this.starts[code + 1] = this.used;
    return code;
  }

  private growArena(size: number): void {
    const larger = new Uint8Array(size);
    larger.set(this.arena.subarray(0, this.used));
    this.arena = larger;
    this.arenaView = new DataView(larger.buffer);
  }

  private growStarts(size: number): void {
    const starts = new Int32Array(size);
    starts.set(this.starts.subarray(0, this.size + 1));
    this.starts = starts;
  }
}

/** Up to four bytes as a word, little-endian, zeros past the end. */
function wordAt(bytes: Uint8Array, start: number, end: number): number {
  let word = 0;
  const last = end - start < 4 ? end : start + 4;
  for (let at = last - 1; at >= start; at--) word = (word << 8) | (bytes[at] as number);
  return word;
}

/** A hash of two words; the finish of MurmurHash3 sets neighbouring numbers far apart. */
function shortHash(low: number, high: number): number {
  let hash = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return hash ^ (hash >>> 13);
}

/** Four bytes a step, then the finish of MurmurHash3: neighbouring numbers must land far apart. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  let at = start;
  for (; at + 3 < end; at += 4) {
    const four =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
    hash = Math.imul(hash ^ four, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
