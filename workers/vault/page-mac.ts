import { BLOCK_BYTES, PAIR_STATE_BYTES, sha512Pair, startPair } from "./sha512-pair.ts";

/** HMAC-SHA-512 of pages. Synchronous: it runs beside WebCrypto's cipher, which works on another thread. */
export interface PageMac {
  /**
   * 64 bytes: HMAC(key, body || page number as 32 bits little-endian), for a body of up to 4 KiB. The array is
   * overwritten by the next call.
   * @throws Error once closed
   */
  of(body: Uint8Array, number: number): Uint8Array;
  /** The same of two pages, 64 bytes after 64, in little more time than of one. */
  ofTwo(body: Uint8Array, number: number, otherBody: Uint8Array, otherNumber: number): Uint8Array;
  /** Wipes the key's traces from typed arrays. */
  close(): void;
}

export const MAC_BYTES = 64;
const NUMBER_BYTES = 4;
const LENGTH_BYTES = 16;
/** Room for a body with its number and padding, in whole blocks. */
const LARGEST_BODY = 4096;
const MESSAGE_BYTES = LARGEST_BODY + BLOCK_BYTES;

/** The padding bytes of HMAC's two passes (RFC 2104). */
const pads = { inner: 0x36, outer: 0x5c } as const;

/**
 * The page authenticator of SQLCipher 4 for a 32-byte key (RFC 2104 over SHA-512, RFC 6234). The two
 * padded key blocks are hashed once and their state reloaded for each page.
 */
export function createPageMac(key: Uint8Array): PageMac {
  const sha = sha512Pair();
  const { memory } = sha;
  const view = new DataView(memory.buffer);
  const inner = sha.free;
  const outer = inner + PAIR_STATE_BYTES;
  const state = outer + PAIR_STATE_BYTES;
  const digests = state + PAIR_STATE_BYTES;
  const messages = [digests + 2 * BLOCK_BYTES, digests + 2 * BLOCK_BYTES + MESSAGE_BYTES] as const;
  const results = memory.subarray(digests, digests + 2 * MAC_BYTES);
  let open = true;

  const keyed = (at: number, pad: number): void => {
    const block = memory.subarray(messages[0], messages[0] + BLOCK_BYTES).fill(pad);
    for (let i = 0; i < key.length; i++) block[i] = (key[i] ?? 0) ^ pad;
    memory.set(startPair(), at);
    sha.take(at, messages[0], messages[0], 1);
    block.fill(0);
  };
  keyed(inner, pads.inner);
  keyed(outer, pads.outer);

  /** Ends a message of so many bytes at `at` (RFC 6234, 4.2), one block having gone before; answers its blocks. */
  const pad = (at: number, bytes: number): number => {
    const blocks = Math.ceil((bytes + 1 + LENGTH_BYTES) / BLOCK_BYTES);
    const length = at + blocks * BLOCK_BYTES;
    memory.fill(0, at + bytes, length);
    memory[at + bytes] = 0x80;
    view.setUint32(length - 4, (BLOCK_BYTES + bytes) * 8);
    return blocks;
  };
  const put = (at: number, body: Uint8Array, number: number): number => {
    if (body.byteLength > LARGEST_BODY) throw new RangeError("longer than a page");
    memory.set(body, at);
    view.setUint32(at + body.byteLength, number, true);
    return pad(at, body.byteLength + NUMBER_BYTES);
  };
  const hash = (one: number, other: number, blocks: number): Uint8Array => {
    if (!open) throw new Error("the key was wiped");
    memory.copyWithin(state, inner, inner + PAIR_STATE_BYTES);
    sha.take(state, one, other, blocks);
    sha.digests(state, one, other);
    pad(one, MAC_BYTES);
    if (other !== one) pad(other, MAC_BYTES);
    memory.copyWithin(state, outer, outer + PAIR_STATE_BYTES);
    sha.take(state, one, other, 1);
    sha.digests(state, digests, digests + MAC_BYTES);
    return results;
  };
  const [one, other] = messages;
  return {
    of: (body, number) => hash(one, one, put(one, body, number)).subarray(0, MAC_BYTES),
    ofTwo: (body, number, otherBody, otherNumber) => {
      const blocks = put(one, body, number);
      if (put(other, otherBody, otherNumber) !== blocks) throw new RangeError("pages of different lengths");
      return hash(one, other, blocks);
    },
    close: () => {
      open = false;
      memory.fill(0);
    },
  };
}
