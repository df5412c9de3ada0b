import type { createSHA256 } from "hash-wasm";

type Hasher = Awaited<ReturnType<typeof createSHA256>>;

/** The padding bytes of HMAC's two passes (RFC 2104). */
const hmacPads = { inner: 0x36, outer: 0x5c } as const;

/**
 * The state of a hash that has taken HMAC's padded key, to be loaded for each message instead of hashing the key again.
 * `blockBytes` is the hash's: 64 for SHA-256, 128 for SHA-512; the key is not longer than it.
 */
export function hmacState(
  hasher: Hasher,
  blockBytes: 64 | 128,
  key: Uint8Array,
  pad: keyof typeof hmacPads,
): Uint8Array {
  const block = new Uint8Array(blockBytes).fill(hmacPads[pad]);
  for (let i = 0; i < key.length; i++) block[i] = (key[i] ?? 0) ^ hmacPads[pad];
  const state = hasher.init().update(block).save();
  block.fill(0);
  return state;
}
