import { createCipheriv, createHash, createHmac, pbkdf2Sync } from "node:crypto";

/** How pages are sealed; SQLCipher 4's way where nothing is said. */
export interface Sealing {
  readonly passphrase?: string | Uint8Array;
  readonly salt?: Uint8Array;
  readonly iterations?: number;
  readonly hash?: "sha512" | "sha256" | "sha1";
  readonly hmacHash?: "sha512" | "sha256" | "sha1";
  readonly hmac?: boolean;
  readonly macIterations?: number;
  readonly macMask?: number;
  /** The authenticator's key is the cipher's own. */
  readonly macKeyIsKey?: boolean;
  readonly pageBytes?: number;
  readonly reserved?: number;
  /** Bytes at the start of page 1 that stay as they are, in place of the salt. */
  readonly plainHeader?: number;
  readonly iv?: (page: number) => Uint8Array;
  /** What the HMAC takes for the page's number (from 1). */
  readonly number?: (page: number) => Uint8Array;
  /** What the HMAC is over, of ciphertext, IV and number. */
  readonly covered?: (parts: {
    readonly body: Uint8Array;
    readonly iv: Uint8Array;
    readonly number: Uint8Array;
    readonly plain: Uint8Array;
    readonly salt: Uint8Array;
    readonly page: number;
  }) => Uint8Array;
}

export const usualPassphrase = "蔵の鍵 kit";
/** One salt for most vectors, so that a reader's tests derive one key. */
export const usualSalt = fixed("salt", 16);

/** Bytes that look random and are always the same. */
export function fixed(name: string, bytes: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(bytes / 64) }, (_, i) =>
    createHash("sha512")
      .update(`kurabito kit ${name} ${String(i)}`)
      .digest(),
  );
  return new Uint8Array(Buffer.concat(blocks).subarray(0, bytes));
}

/** 32 bits, little-endian: a page's number as SQLCipher authenticates it. */
export function littleEndian(page: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, page, true);
  return bytes;
}

const keys = new Map<string, Buffer>();

function derive(secret: Uint8Array | string, salt: Uint8Array, rounds: number, hash: string): Buffer {
  const name = [Buffer.from(secret).toString("hex"), Buffer.from(salt).toString("hex"), rounds, hash].join();
  const known = keys.get(name) ?? pbkdf2Sync(secret, salt, rounds, 32, hash);
  keys.set(name, known);
  return known;
}

/** Encrypts an image as SQLCipher does. Written from its design page alone, with Node's own primitives. */
export function seal(image: Uint8Array, how: Sealing = {}): Uint8Array {
  const { passphrase = usualPassphrase, salt = usualSalt, hash = "sha512", pageBytes = 4096 } = how;
  const { hmac = true, hmacHash = "sha512", reserved = 80, plainHeader = 0 } = how;
  const key = derive(passphrase, salt, how.iterations ?? 256_000, hash);
  const mask = how.macMask ?? 0x3a;
  const macSalt = salt.map((byte) => byte ^ mask);
  const macKey = how.macKeyIsKey ? key : derive(key, macSalt, how.macIterations ?? 2, hash);
  const out = Buffer.alloc(image.length);
  for (let page = 1, start = 0; start < image.length; page++, start += pageBytes) {
    const from = page === 1 ? plainHeader || 16 : 0;
    const plain = image.subarray(start + from, start + pageBytes - reserved);
    const iv = how.iv?.(page) ?? fixed(`iv ${String(page)}`, 16);
    const cipher = createCipheriv("aes-256-cbc", key, iv).setAutoPadding(false);
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    if (page === 1) out.set(plainHeader > 0 ? image.subarray(0, plainHeader) : salt, 0);
    out.set(body, start + from);
    out.set(iv, start + pageBytes - reserved);
    if (!hmac) continue;
    const number = (how.number ?? littleEndian)(page);
    const parts = { body, iv, number, plain, salt, page };
    const message = how.covered?.(parts) ?? Buffer.concat([body, iv, number]);
    out.set(createHmac(hmacHash, macKey).update(message).digest(), start + pageBytes - reserved + 16);
  }
  return new Uint8Array(out);
}

/** SHA-256 in hexadecimal. */
export function sha256(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}
