import { fault, type Outcome } from "../base/fault.ts";
import { ok } from "../base/result.ts";

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const LABEL = new TextEncoder().encode("kurabito keychain key 1");

/** A vault's raw key under a wrapping key: neither half opens anything alone. */
export interface WrappedKey {
  /** The wrapping key, 32 random bytes: goes to the system's keychain. */
  readonly secret: Uint8Array<ArrayBuffer>;
  /** Nonce (12 bytes), then the raw key under AES-256-GCM with its tag: may lie on the disk. */
  readonly wrapped: Uint8Array<ArrayBuffer>;
}

/** Wraps a raw key under a new random one. */
export async function wrapKey(raw: Uint8Array<ArrayBuffer>): Promise<WrappedKey> {
  const secret = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const key = await importSecret(secret, "encrypt");
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: LABEL }, key, raw);
  const wrapped = new Uint8Array(NONCE_BYTES + sealed.byteLength);
  wrapped.set(nonce);
  wrapped.set(new Uint8Array(sealed), NONCE_BYTES);
  return { secret, wrapped };
}

/** The raw key back. Fault "keychain-failed" when the two halves do not belong together or are not what was wrapped. */
export async function unwrapKey({ secret, wrapped }: WrappedKey): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  if (secret.byteLength !== KEY_BYTES || wrapped.byteLength <= NONCE_BYTES) return fault("keychain-failed");
  const key = await importSecret(secret, "decrypt");
  try {
    const raw = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: wrapped.slice(0, NONCE_BYTES), additionalData: LABEL },
      key,
      wrapped.slice(NONCE_BYTES),
    );
    return raw.byteLength === KEY_BYTES ? ok(new Uint8Array(raw)) : fault("keychain-failed");
  } catch {
    return fault("keychain-failed");
  }
}

function importSecret(secret: Uint8Array<ArrayBuffer>, use: "encrypt" | "decrypt"): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", secret, "AES-GCM", false, [use]);
}
