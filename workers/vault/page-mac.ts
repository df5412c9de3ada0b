import { createSHA512 } from "hash-wasm";
import { hmacState } from "./hmac-state.ts";

/** HMAC-SHA-512 of one page. Synchronous: it runs beside WebCrypto's cipher, which works on another thread. */
export interface PageMac {
  /** 64 bytes: HMAC(key, body || page number as 32 bits little-endian). The array is overwritten by no later call. */
  of(body: Uint8Array, pageNumber: number): Uint8Array;
  /** Wipes the key's traces from typed arrays. */
  close(): void;
}

/**
 * The page authenticator of SQLCipher 4 for a 32-byte key (RFC 2104 over SHA-512, RFC 6234). The two
 * padded key blocks are hashed once and their state reloaded for each page.
 */
export async function createPageMac(key: Uint8Array): Promise<PageMac> {
  const hasher = await createSHA512();
  const inner = hmacState(hasher, 128, key, "inner");
  const outer = hmacState(hasher, 128, key, "outer");
  const number = new Uint8Array(4);
  const numberView = new DataView(number.buffer);
  return {
    of: (body, pageNumber) => {
      numberView.setUint32(0, pageNumber, true);
      const digest = hasher.load(inner).update(body).update(number).digest("binary");
      return hasher.load(outer).update(digest).digest("binary");
    },
    close: () => {
      inner.fill(0);
      outer.fill(0);
      hasher.init();
    },
  };
}
