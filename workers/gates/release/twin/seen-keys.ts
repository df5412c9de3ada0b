/**
 * Texts that were seen, told by 52 bits of two FNV-1a hashes (Fowler, Noll, Vo): 8 bytes each however long they are. Of five million
 * different texts two are taken for one with a chance of 3 in 1,000: fit for a forecast, for nothing else.
 */
export class SeenKeys {
  #slots = new Float64Array(1024);
  #size = 0;

  /** Adds a text; false when it was there. */
  add(text: string): boolean {
    if (this.#size * 4 >= this.#slots.length * 3) this.#grow();
    if (!place(this.#slots, hashOf(text))) return false;
    this.#size++;
    return true;
  }

  #grow(): void {
    const larger = new Float64Array(this.#slots.length * 2);
    for (const hash of this.#slots) if (hash !== 0) place(larger, hash);
    this.#slots = larger;
  }
}

function place(slots: Float64Array, hash: number): boolean {
  const mask = slots.length - 1;
  let at = (hash % 4_294_967_296) & mask;
  while (slots[at] !== 0) {
    if (slots[at] === hash) return false;
    at = (at + 1) & mask;
  }
  slots[at] = hash;
  return true;
}

function hashOf(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x01234567;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ (code + i), 0x01000193);
  }
  return (high >>> 12) * 4_294_967_296 + (low >>> 0) || 1;
}
