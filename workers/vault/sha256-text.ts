import { BLOCK_BYTES, sha256Blocks, sha256Start } from "./sha256-blocks.ts";

/** The bit that ends a message and its length in 64 bits (FIPS 180-4, 5.1.1). */
const LEAST_PADDING = 9;

/** SHA-256 (FIPS 180-4) of a text's UTF-8 as lower-case hex. Synchronous, for a handful of texts inside a change. */
export function sha256Text(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const length = Math.ceil((bytes.length + LEAST_PADDING) / BLOCK_BYTES) * BLOCK_BYTES;
  const message = new Uint8Array(length);
  message.set(bytes);
  message[bytes.length] = 0x80;
  new DataView(message.buffer).setBigUint64(length - 8, BigInt(bytes.length) * 8n);
  const state = sha256Start();
  sha256Blocks(state, message, length);
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
