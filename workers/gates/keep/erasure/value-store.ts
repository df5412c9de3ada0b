/** What a value is, for the forms it may stand in. */
export type ValueKind = "text" | "email" | "phone";
const kinds = ["text", "email", "phone"] as const satisfies readonly ValueKind[];

/** One thing that tells who somebody is or was. */
export interface PersonValue {
  readonly kind: ValueKind;
  readonly text: string;
}

const FNV_START = 0x811c_9dc5;
const FNV_PRIME = 0x0100_0193;

/**
 * Many values, each once, in the order in which they came: their bytes lie in one array, so that a million and a half take some fifty
 * megabytes. A text with half a surrogate pair is kept as what UTF-8 makes of it.
 */
export class PersonValues implements Iterable<PersonValue> {
  size = 0;
  private arena = new Uint8Array(4096);
  /** Where each value ends. */
  private ends = new Int32Array(256);
  private kindOf = new Uint8Array(256);
  /** Open addressing: numbers of values + 1; 0 for a free place. */
  private slots = new Int32Array(512);
  private readonly encoder = new TextEncoder();
  private readonly decoder = new TextDecoder();

  /** Adds a value unless it is there. */
  add(kind: ValueKind, text: string): void {
    const start = this.size === 0 ? 0 : this.ends[this.size - 1]!;
    this.room(start + 3 * text.length);
    const { written } = this.encoder.encodeInto(text, this.arena.subarray(start));
    const code = kinds.indexOf(kind);
    const slot = this.find(code, start, start + written);
    if (this.slots[slot]! !== 0) {
      this.arena.fill(0, start, start + written);
      return;
    }
    this.ends[this.size] = start + written;
    this.kindOf[this.size] = code;
    this.slots[slot] = ++this.size;
    if (2 * this.size > this.slots.length) this.rehash();
  }

  /** The value of a number from 0. @throws RangeError */
  at(index: number): PersonValue {
    if (index < 0 || index >= this.size) throw new RangeError("there is no such value");
    const start = index === 0 ? 0 : this.ends[index - 1]!;
    return {
      kind: kinds[this.kindOf[index]!] ?? "text",
      text: this.decoder.decode(this.arena.subarray(start, this.ends[index])),
    };
  }

  *[Symbol.iterator](): Generator<PersonValue> {
    for (let index = 0; index < this.size; index++) yield this.at(index);
  }

  /** Wipes them. */
  close(): void {
    this.arena.fill(0);
    this.slots.fill(0);
    this.size = 0;
  }

  private find(kind: number, from: number, to: number): number {
    const mask = this.slots.length - 1;
    let slot = this.hash(kind, from, to) & mask;
    while (this.slots[slot]! !== 0 && !this.same(this.slots[slot]! - 1, kind, from, to))
      slot = (slot + 1) & mask;
    return slot;
  }

  private same(index: number, kind: number, from: number, to: number): boolean {
    const start = index === 0 ? 0 : this.ends[index - 1]!;
    if (this.kindOf[index] !== kind || this.ends[index]! - start !== to - from) return false;
    for (let at = 0; at < to - from; at++) if (this.arena[start + at] !== this.arena[from + at]) return false;
    return true;
  }

  private hash(kind: number, from: number, to: number): number {
    let hash = FNV_START ^ kind;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ this.arena[at]!, FNV_PRIME);
    return hash ^ (hash >>> 15);
  }

  private room(bytes: number): void {
    if (bytes > this.arena.length) {
      const old = this.arena;
      this.arena = new Uint8Array(Math.max(bytes, 2 * old.length));
      this.arena.set(old);
      old.fill(0);
    }
    if (this.size < this.ends.length) return;
    const [ends, kindOf] = [this.ends, this.kindOf];
    this.ends = new Int32Array(2 * ends.length);
    this.ends.set(ends);
    this.kindOf = new Uint8Array(2 * kindOf.length);
    this.kindOf.set(kindOf);
  }

  private rehash(): void {
    this.slots = new Int32Array(2 * this.slots.length);
    for (let index = 0; index < this.size; index++) {
      const start = index === 0 ? 0 : this.ends[index - 1]!;
      this.slots[this.find(this.kindOf[index]!, start, this.ends[index]!)] = index + 1;
    }
  }
}
