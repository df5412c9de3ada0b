/** Fills bytes with random bits: `crypto.getRandomValues` in use, a seeded stream in tests. */
export type FillRandom = (bytes: Uint8Array<ArrayBuffer>) => void;

/** Whole numbers drawn exactly uniformly from random bits. */
export class UniformSource {
  readonly #fill: FillRandom;
  readonly #bytes = new Uint8Array(4096);
  #at = 4096;

  constructor(fill: FillRandom) {
    this.#fill = fill;
  }

  /** Uniform on 0 … n - 1, by rejection: no number is likelier than another. n at least 1. */
  below(n: bigint): bigint {
    if (n <= 1n) return 0n;
    if (n <= 0x1_0000_0000n) return BigInt(this.#belowWord(Number(n)));
    const bits = (n - 1n).toString(2).length;
    const mask = (1n << BigInt(bits)) - 1n;
    for (;;) {
      let value = 0n;
      for (let drawn = 0; drawn < bits; drawn += 32) value = (value << 32n) | BigInt(this.#word());
      value &= mask;
      if (value < n) return value;
    }
  }

  /** One fair bit. */
  bit(): 0 | 1 {
    return (this.#byte() & 1) === 0 ? 0 : 1;
  }

  #belowWord(n: number): number {
    // Words at and above the largest multiple of n would make small results likelier.
    const most = 0x1_0000_0000 - (0x1_0000_0000 % n);
    for (;;) {
      const word = this.#word();
      if (word < most) return word % n;
    }
  }

  #word(): number {
    return ((this.#byte() << 24) | (this.#byte() << 16) | (this.#byte() << 8) | this.#byte()) >>> 0;
  }

  #byte(): number {
    if (this.#at === this.#bytes.length) {
      this.#fill(this.#bytes);
      this.#at = 0;
    }
    const byte = this.#bytes[this.#at]!;
    // What was used must not be found in memory later.
    this.#bytes[this.#at++] = 0;
    return byte;
  }
}
