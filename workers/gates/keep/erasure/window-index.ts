/** Multiplicative hashing (Knuth, TAOCP 6.4): odd constants near the golden ratio of 2^32. */
const A = 0x9e37_79b1;
const B = 0x85eb_ca6b;
const C = 0xc2b2_ae35;
/** Lengths of windows, by how long what lies inside a form is. */
const WIDE = 12;
const MIDDLE = 8;
const NARROW = 6;
/** FNV-1a of 32 bits (Fowler, Noll and Vo). */
const FNV_START = 0x811c_9dc5;
const FNV_PRIME = 0x0100_0193;
/** A window begins at most so far into a form. */
const FARTHEST = 255;

/**
 * Texts of at least eight bytes, found by a window inside them: neither the first nor the last byte counts, for base64 may cut both. An
 * entry keeps where its window lies, how long the text is and a hash of its inside.
 */
export class WindowIndex {
  count = 0;
  /** Bytes of the longest text. */
  longest = 0;
  private owners: Int32Array;
  private lengths: Int32Array;
  private hashes: Int32Array;
  private next: Int32Array;
  private windows: Uint8Array;
  private places: Uint8Array;
  private readonly narrow: Slots;
  private readonly middle: Slots;
  private readonly wide: Slots;

  /** For `most` texts, about. */
  constructor(most: number) {
    this.owners = new Int32Array(most);
    this.lengths = new Int32Array(most);
    this.hashes = new Int32Array(most);
    this.next = new Int32Array(most);
    this.windows = new Uint8Array(most);
    this.places = new Uint8Array(most);
    [this.narrow, this.middle, this.wide] = [new Slots(most), new Slots(most), new Slots(most)];
  }

  /** Enters the text in `bytes[0, length)`: of value `owner`, its form number `place`. @throws RangeError where it is too short. */
  add(bytes: Uint8Array, length: number, owner: number, place: number): void {
    const inside = length - 2;
    if (inside < NARROW) throw new RangeError("a text is shorter than its window");
    if (this.count === this.owners.length) this.grow();
    const entry = this.count++;
    this.owners[entry] = owner;
    this.places[entry] = place;
    this.lengths[entry] = length;
    this.longest = Math.max(this.longest, length);
    this.hashes[entry] = hashOf(bytes, 1, length - 1);
    const [slots, width] =
      inside >= WIDE ? [this.wide, WIDE] : inside >= MIDDLE ? [this.middle, MIDDLE] : [this.narrow, NARROW];
    const last = Math.min(FARTHEST, length - 1 - width);
    let [best, slot] = [1, slotAt(bytes, 1, width)];
    // Numbers and addresses begin and end alike: of a few windows the least crowded.
    for (const at of [(1 + last) >> 1, last]) {
      const other = slotAt(bytes, at, width);
      if (slots.crowd(other) < slots.crowd(slot)) [best, slot] = [at, other];
    }
    this.windows[entry] = best;
    this.next[entry] = slots.enter(slot, entry);
  }

  /** The value an entry belongs to. */
  owner(entry: number): number {
    return this.owners[entry]!;
  }

  /** Which of the value's forms an entry is. */
  place(entry: number): number {
    return this.places[entry]!;
  }

  /**
   * Calls `candidate` for each place in `bytes[from, to)` where the inside of a text seems to stand, with where the text would start: its
   * first and last byte may lie outside.
   */
  search(
    bytes: Uint8Array,
    from: number,
    to: number,
    candidate: (entry: number, start: number) => void,
  ): void {
    const { narrow, middle, wide } = this;
    if (to - from < NARROW || this.count === 0) return;
    let [one, two, three] = [0, 0, 0];
    for (let at = from; at < to; at++) {
      one = (one >>> 8) | (two << 24);
      two = (two >>> 8) | (three << 24);
      three = (three >>> 8) | (bytes[at]! << 24);
      const seen = at - from + 1;
      if (seen < NARROW) continue;
      if (narrow.used) {
        const slot = mixed(0, two >>> 16, three);
        if (narrow.holds(slot)) this.compare(narrow.first(slot), bytes, at + 1 - NARROW, from, to, candidate);
      }
      if (seen < MIDDLE) continue;
      const pair = mixed(0, two, three);
      if (middle.used && middle.holds(pair))
        this.compare(middle.first(pair), bytes, at + 1 - MIDDLE, from, to, candidate);
      if (seen < WIDE || !wide.used) continue;
      const slot = mixed(one, two, three);
      if (wide.holds(slot)) this.compare(wide.first(slot), bytes, at + 1 - WIDE, from, to, candidate);
    }
  }

  /** Forgets all. */
  close(): void {
    this.hashes.fill(0);
    this.owners.fill(0);
    for (const slots of [this.narrow, this.middle, this.wide]) slots.close();
    this.count = 0;
  }

  private grow(): void {
    const room = Math.max(64, Math.ceil(1.5 * this.count));
    const longer = <T extends Int32Array | Uint8Array>(list: T, fresh: T): T => {
      fresh.set(list);
      return fresh;
    };
    this.owners = longer(this.owners, new Int32Array(room));
    this.lengths = longer(this.lengths, new Int32Array(room));
    this.hashes = longer(this.hashes, new Int32Array(room));
    this.next = longer(this.next, new Int32Array(room));
    this.windows = longer(this.windows, new Uint8Array(room));
    this.places = longer(this.places, new Uint8Array(room));
  }

  private compare(
    first: number,
    bytes: Uint8Array,
    window: number,
    from: number,
    to: number,
    candidate: (entry: number, start: number) => void,
  ): void {
    for (let entry = first; entry >= 0; entry = this.next[entry]!) {
      const start = window - this.windows[entry]!;
      const end = start + this.lengths[entry]! - 1;
      if (start + 1 < from || end > to) continue;
      if (hashOf(bytes, start + 1, end) === this.hashes[entry]) candidate(entry, start);
    }
  }
}

/** Heads of chains by the hash of a window, behind a filter of bits. */
class Slots {
  used = false;
  private readonly heads: Int32Array;
  private readonly load: Uint8Array;
  private readonly filter: Int32Array;
  private readonly headShift: number;
  private readonly filterShift: number;

  constructor(most: number) {
    const bits = Math.min(23, Math.max(8, Math.ceil(Math.log2(most + 1))));
    const fine = Math.min(27, bits + 4);
    this.headShift = 32 - bits;
    this.filterShift = 32 - fine;
    this.heads = new Int32Array(2 ** bits).fill(-1);
    this.load = new Uint8Array(2 ** bits);
    this.filter = new Int32Array(2 ** (fine - 5));
  }

  holds(hash: number): boolean {
    const bit = hash >>> this.filterShift;
    return ((this.filter[bit >>> 5]! >>> (bit & 31)) & 1) === 1;
  }

  first(hash: number): number {
    return this.heads[hash >>> this.headShift]!;
  }

  crowd(hash: number): number {
    return this.load[hash >>> this.headShift]!;
  }

  /** Answers what the entry is followed by. */
  enter(hash: number, entry: number): number {
    const slot = hash >>> this.headShift;
    const bit = hash >>> this.filterShift;
    const followed = this.heads[slot]!;
    this.used = true;
    this.heads[slot] = entry;
    this.load[slot] = Math.min(255, this.load[slot]! + 1);
    this.filter[bit >>> 5] = this.filter[bit >>> 5]! | (1 << (bit & 31));
    return followed;
  }

  close(): void {
    this.heads.fill(-1);
    this.filter.fill(0);
    this.used = false;
  }
}

function slotAt(bytes: Uint8Array, at: number, width: number): number {
  if (width === NARROW) return mixed(0, bytes[at]! | (bytes[at + 1]! << 8), word(bytes, at + 2));
  if (width === MIDDLE) return mixed(0, word(bytes, at), word(bytes, at + 4));
  return mixed(word(bytes, at), word(bytes, at + 4), word(bytes, at + 8));
}

function mixed(one: number, two: number, three: number): number {
  const h = Math.imul(one ^ Math.imul(two ^ Math.imul(three, A), C), B);
  return h ^ (h >>> 15);
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = FNV_START;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, FNV_PRIME);
  return hash | 0;
}
