import { cbc } from "@noble/ciphers/aes.js";
import { createPageMac, type PageMac } from "./page-mac.ts";

/** SQLCipher 4 defaults: https://www.zetetic.net/sqlcipher/design/ and sqlcipher.c 4.x. */
const KDF_ITERATIONS = 256_000;
const MAC_KDF_ITERATIONS = 2;
const MAC_SALT_MASK = 0x3a;
const KEY_BITS = 256;

export const SALT_BYTES = 16;

/** All that a passphrase and a vault's salt yield. Nothing here leaves the worker. */
export interface VaultKey {
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly cipher: CryptoKey;
  readonly mac: PageMac;
  /** AES-256-CBC without padding, at once: for a single page that SQLite waits for. `cipher` is faster for many. */
  decipher(iv: Uint8Array, body: Uint8Array): Uint8Array;
  /** 32 bytes for another use, by HKDF-SHA-256 (RFC 5869) of the vault's key; `info` names the use. */
  derive(info: string): Promise<Uint8Array<ArrayBuffer>>;
  /** A copy of the raw 256-bit key, for a recovery kit or the keychain; the caller wipes it. */
  copyRaw(): Uint8Array<ArrayBuffer>;
  /** Whether another key is this one; takes as long whatever differs. */
  equals(other: VaultKey): boolean;
  /** Fills every typed array that holds key material with zeros. The key is dead afterwards. */
  close(): void;
}

/**
 * Derives the key of a vault as SQLCipher 4 does: PBKDF2-HMAC-SHA-512 with 256,000 rounds over the
 * salt in the file's first 16 bytes; the page authenticator's key by two more rounds over the salt
 * XOR 0x3a. The passphrase's bytes are taken as they are (no Unicode normalisation), as other
 * SQLCipher programs take them.
 */
export async function deriveVaultKey(
  passphrase: Uint8Array,
  salt: Uint8Array<ArrayBuffer>,
): Promise<VaultKey> {
  const secret = new Uint8Array(passphrase);
  const raw = await pbkdf2(secret, salt, KDF_ITERATIONS);
  secret.fill(0);
  return vaultKeyOf(raw, salt);
}

/** The key of a vault from its raw 256-bit key, as SQLCipher takes one written `x'...'`. The bytes are taken over. */
export async function vaultKeyOf(
  raw: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
): Promise<VaultKey> {
  const macKey = await pbkdf2(
    raw,
    salt.map((byte) => byte ^ MAC_SALT_MASK),
    MAC_KDF_ITERATIONS,
  );
  const mac = createPageMac(macKey);
  macKey.fill(0);
  const cipher = await crypto.subtle.importKey("raw", raw, "AES-CBC", false, ["encrypt", "decrypt"]);
  return {
    salt,
    cipher,
    mac,
    decipher: (iv, body) => cbc(raw, iv, { disablePadding: true }).decrypt(body),
    derive: (info) => hkdf(raw, salt, info),
    copyRaw: () => raw.slice(),
    equals: (other) => {
      const theirs = other.copyRaw();
      const differing = theirs.reduce((bits, byte, i) => bits | (byte ^ (raw[i] ?? 0)), 0);
      theirs.fill(0);
      return differing === 0;
    },
    close: () => {
      raw.fill(0);
      mac.close();
    },
  };
}

/** A way to a vault's key, given its salt: a passphrase's bytes, or what already holds the raw key. */
export type KeySource = Uint8Array | ((salt: Uint8Array<ArrayBuffer>) => Promise<VaultKey>);

/** The key a source leads to. */
export function keyFrom(source: KeySource, salt: Uint8Array<ArrayBuffer>): Promise<VaultKey> {
  return source instanceof Uint8Array ? deriveVaultKey(source, salt) : source(salt);
}

async function pbkdf2(
  secret: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-512", salt, iterations },
    key,
    KEY_BITS,
  );
  return new Uint8Array(bits);
}

async function hkdf(
  secret: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
  info: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt, info: new TextEncoder().encode(info) },
    key,
    KEY_BITS,
  );
  return new Uint8Array(bits);
}
