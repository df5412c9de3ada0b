/**
 * Tells whether rows made at two moments say the same: 64 bits of two FNV-1a hashes (Fowler, Noll, Vo) over all their texts in order.
 * Against chance, not against anybody: the vault's owner is the only one who could bring two contents together.
 */
export class ContentPrint {
  #low = 0x811c9dc5;
  #high = 0x01234567;

  add(text: string): void {
    for (let i = 0; i < text.length; i++) this.#mix(text.charCodeAt(i));
    // No letter: it parts a text from the next.
    this.#mix(0x10000);
  }

  #mix(code: number): void {
    this.#low = Math.imul(this.#low ^ code, 0x01000193);
    this.#high = Math.imul(this.#high ^ (code + 0x9e37), 0x01000193) ^ (this.#low >>> 15);
  }

  get value(): string {
    return `${String(this.#high >>> 0)}-${String(this.#low >>> 0)}`;
  }
}
