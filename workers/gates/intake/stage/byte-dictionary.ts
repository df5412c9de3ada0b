import { decodeUtf8 } from "../read/cells.ts";

/**
 * Numbers byte strings 0, 1, 2 … in order of first sight. Nothing is decoded and no string is made:
 * a known value costs one hash and one comparison, so that a column of a million ids stays cheap.
 */
export class ByteDictionary {
  size = 0;
  private arena = new Uint8Array(1 << 16);
  private used = 0;
  private starts = new Int32Array(1 << 10);
  /** Pairs of hash and code + 1; 0 in the second place is a free slot. */
  private table = new Int32Array(1 << 12);
  private mask = (1 << 11) - 1;
  private last = -1;
  /** While each new value sorts behind all before it (numbers in order of issue), no table is needed. */
  private ascending = true;

  /** The number of `bytes[start, end)`; it is new when it equals the size before the call. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    // Lines of one order follow each other: the value before is tried first.
    if (this.last >= 0 && this.same(this.last, bytes, start, end)) return this.last;
    if (this.ascending) {
      if (this.size === 0 || this.behind(bytes, start, end))
        return (this.last = this.append(bytes, start, end));
      this.buildTable();
    }
    const hash = hashOf(bytes, start, end);
    const { table, mask } = this;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = (table[slot * 2 + 1] as number) - 1;
      if (code < 0) return (this.last = this.add(bytes, start, end, hash, slot));
      if (table[slot * 2] === hash && this.same(code, bytes, start, end)) return (this.last = code);
    }
  }

  /** All values back to back, and where each begins: value i is `arena[starts[i], starts[i + 1])`. */
  get bytes(): { readonly arena: Uint8Array; readonly starts: Int32Array } {
    return { arena: this.arena.subarray(0, this.used), starts: this.starts };
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

  private add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const code = this.append(bytes, start, end);
    this.table[slot * 2] = hash;
    this.table[slot * 2 + 1] = code + 1;
    if (this.size * 2 > this.mask) this.rehash();
    return code;
  }

  /** Whether a value of the last one's length sorts behind the last one, which is the greatest so far. */
  private behind(bytes: Uint8Array, start: number, end: number): boolean {
    const { arena, starts } = this;
    const from = starts[this.size - 1] as number;
    const length = this.used - from;
    if (length !== end - start) return false;
    for (let at = 0; at < length; at++) {
      const difference = (bytes[start + at] as number) - (arena[from + at] as number);
      if (difference !== 0) return difference > 0;
    }
    return false;
  }

  /** Leaves the ordered way: everything so far goes into the table. */
  private buildTable(): void {
    this.ascending = false;
    let slots = this.mask + 1;
    while (slots <= this.size * 2) slots *= 2;
    this.mask = slots - 1;
    this.table = new Int32Array(slots * 2);
    for (let code = 0; code < this.size; code++) {
      const hash = hashOf(this.arena, this.starts[code] as number, this.starts[code + 1] as number);
      let slot = hash & this.mask;
      while (this.table[slot * 2 + 1] !== 0) slot = (slot + 1) & this.mask;
      this.table[slot * 2] = hash;
      this.table[slot * 2 + 1] = code + 1;
    }
  }

  private append(bytes: Uint8Array, start: number, end: number): number {
    const code = this.size++;
    const length = end - start;
    if (this.used + length > this.arena.length) this.growArena(length);
    if (code + 2 > this.starts.length) this.growStarts();
    const { arena, used } = this;
    for (let at = 0; at < length; at++) arena[used + at] = bytes[start + at] as number;
    this.starts[code] = used;
    this.used = used + length;
    this.starts[code + 1] = this.used;
    return code;
  }

  private growArena(room: number): void {
    const larger = new Uint8Array(Math.max(this.arena.length * 2, this.used + room));
    larger.set(this.arena);
    this.arena = larger;
  }

  private growStarts(): void {
    const starts = new Int32Array(this.starts.length * 2);
    starts.set(this.starts);
    this.starts = starts;
  }

  private rehash(): void {
    const old = this.table;
    const slots = (this.mask + 1) * 2;
    const mask = slots - 1;
    const table = new Int32Array(slots * 2);
    for (let from = 0; from < old.length; from += 2) {
      const code = old[from + 1] as number;
      if (code === 0) continue;
      const hash = old[from] as number;
      let slot = hash & mask;
      while (table[slot * 2 + 1] !== 0) slot = (slot + 1) & mask;
      table[slot * 2] = hash;
      table[slot * 2 + 1] = code;
    }
    this.table = table;
    this.mask = mask;
  }
}

/** FNV-1a with the finish of MurmurHash3: neighbouring numbers must land far apart. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
