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

  /** The number of `bytes[start, end)`; it is new when it equals the size before the call. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    // Lines of one order follow each other: the value before is tried first.
    if (this.last >= 0 && this.same(this.last, bytes, start, end)) return this.last;
    const hash = hashOf(bytes, start, end);
    const { table, mask } = this;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = (table[slot * 2 + 1] as number) - 1;
      if (code < 0) return (this.last = this.add(bytes, start, end, hash, slot));
      if (table[slot * 2] === hash && this.same(code, bytes, start, end)) return (this.last = code);
    }
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
    const code = this.size++;
    const length = end - start;
    if (this.used + length > this.arena.length) this.growArena(length);
    if (code + 2 > this.starts.length) this.growStarts();
    const { arena, used } = this;
    for (let at = 0; at < length; at++) arena[used + at] = bytes[start + at] as number;
    this.starts[code] = used;
    this.used = used + length;
    this.starts[code + 1] = this.used;
    this.table[slot * 2] = hash;
    this.table[slot * 2 + 1] = code + 1;
    if (this.size * 2 > this.mask) this.rehash();
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
