import { BLOCK_BYTES, sha256Blocks, sha256Start } from "./sha256-blocks.ts";

const DIGEST_BYTES = 32;
/** Bytes of a mac as it stands in the record: hexadecimal text. */
export const MAC_CHARS = 64;
/** A byte with the first bit set, and the message's length in 64 bits. */
const LEAST_PADDING = 9;
const DIGITS = new TextEncoder().encode("0123456789abcdef");

/**
 * HMAC-SHA-256 (RFC 2104) for one short message after another, without an allocation for any. The message is put
 * into `message`, its mac is left as hexadecimal text in `mac`: both are ASCII or UTF-8 bytes, and both are reused.
 */
export class LineMac {
  readonly mac = new Uint8Array(MAC_CHARS);
  message = new Uint8Array(1024);
  private readonly inner: Int32Array;
  private readonly outer: Int32Array;
  private readonly state = new Int32Array(8);
  private readonly last = new Uint8Array(BLOCK_BYTES);

  /** The two padded blocks of `key` (32 bytes) are taken once. */
  constructor(key: Uint8Array) {
    this.inner = padded(key, 0x36);
    this.outer = padded(key, 0x5c);
  }

  /** Makes `message` long enough for `bytes`; what it holds up to `kept` stays. */
  reserve(bytes: number, kept: number): void {
    if (bytes + BLOCK_BYTES + LEAST_PADDING <= this.message.length) return;
    const longer = new Uint8Array((bytes + BLOCK_BYTES) * 2);
    longer.set(this.message.subarray(0, kept));
    this.message = longer;
  }

  /** Leaves the mac of `message[0, length)` in `mac`. What stands behind the message is overwritten. */
  seal(length: number): void {
    const { state, last, mac } = this;
    state.set(this.inner);
    sha256Blocks(state, this.message, pad(this.message, length, BLOCK_BYTES + length));
    for (let i = 0; i < 8; i++) {
      const word = state[i]!;
      last[i * 4] = word >>> 24;
      last[i * 4 + 1] = word >>> 16;
      last[i * 4 + 2] = word >>> 8;
      last[i * 4 + 3] = word;
    }
    state.set(this.outer);
    sha256Blocks(state, last, pad(last, DIGEST_BYTES, BLOCK_BYTES + DIGEST_BYTES));
    for (let i = 0; i < mac.length; i++) mac[i] = DIGITS[(state[i >> 3]! >>> (28 - (i & 7) * 4)) & 15]!;
  }

  /** Wipes the key's traces. Nothing can be sealed afterwards. */
  close(): void {
    this.inner.fill(0);
    this.outer.fill(0);
    this.state.fill(0);
    this.message.fill(0);
  }
}

function padded(key: Uint8Array, pad: number): Int32Array {
  const block = new Uint8Array(BLOCK_BYTES).fill(pad);
  for (let i = 0; i < key.length; i++) block[i]! ^= key[i]!;
  const state = sha256Start();
  sha256Blocks(state, block, BLOCK_BYTES);
  block.fill(0);
  return state;
}

/** Pads `bytes[0, length)` to whole blocks, `hashed` bytes having been taken in all (FIPS 180-4, 5.1.1). Answers the new length. */
function pad(bytes: Uint8Array, length: number, hashed: number): number {
  const end = Math.ceil((length + LEAST_PADDING) / BLOCK_BYTES) * BLOCK_BYTES;
  bytes.fill(0, length, end);
  bytes[length] = 0x80;
  // Messages stay far below 2^29 bytes, so that their bits fit the last four bytes.
  const bits = hashed * 8;
  bytes[end - 4] = bits >>> 24;
  bytes[end - 3] = bits >>> 16;
  bytes[end - 2] = bits >>> 8;
  bytes[end - 1] = bits;
  return end;
}
