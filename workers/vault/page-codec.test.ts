import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { deriveVaultKey, type VaultKey } from "./key.ts";
import {
  countDamagedPages,
  decryptImage,
  encryptImage,
  looksLikeVault,
  newSalt,
  PAGE_BYTES,
  RESERVED_BYTES,
  saltOf,
  seedImage,
} from "./page-codec.ts";

const USABLE = PAGE_BYTES - RESERVED_BYTES;
let key: VaultKey;

beforeAll(async () => {
  key = await deriveVaultKey(new TextEncoder().encode("合言葉 swordfish"), newSalt());
});

/** An image as SQLite would make it: the magic in front, reserved bytes zero, anything between. */
function imageOf(pages: number, seed: number): Uint8Array<ArrayBuffer> {
  const image = new Uint8Array(pages * PAGE_BYTES);
  let state = seed;
  for (let i = 0; i < image.length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    if (i % PAGE_BYTES < USABLE) image[i] = state >>> 16;
  }
  image.set(seedImage().subarray(0, 16));
  return image;
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0;
}

function flipped(file: Uint8Array, at: number, bits = 1): Uint8Array {
  const copy = file.slice();
  copy[at] = (copy[at] ?? 0) ^ bits;
  return copy;
}

describe("pages", () => {
  test("come back as they were, whatever they hold, over every boundary of a call", async () => {
    for (const pages of [1, 2, 3, 255, 256, 257, 513]) {
      const image = imageOf(pages, pages);
      expect(sameBytes(await decryptImage(key, await encryptImage(key, image)), image)).toBe(true);
    }
  });

  test("round trip of random bytes", async () => {
    const page = fc.uint8Array({ minLength: USABLE, maxLength: USABLE });
    await fc.assert(
      fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 4 }), async (bodies) => {
        const image = new Uint8Array(bodies.length * PAGE_BYTES);
        bodies.forEach((body, i) => {
          image.set(body, i * PAGE_BYTES);
        });
        image.set(seedImage().subarray(0, 16));
        expect(sameBytes(await decryptImage(key, await encryptImage(key, image)), image)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test("one image encrypted twice shares no block, and no two pages share an IV", async () => {
    const image = new Uint8Array(600 * PAGE_BYTES);
    image.set(seedImage());
    const seen = new Set<string>();
    for (const file of [await encryptImage(key, image), await encryptImage(key, image)])
      for (let at = 16; at + 16 <= file.length; at += 16) {
        const place = at % PAGE_BYTES;
        if (place <= USABLE) seen.add(Buffer.from(file.subarray(at, at + 16)).toString("latin1"));
      }
    // 252 blocks a page (ciphertext and IV), less the salt, two files.
    expect(seen.size).toBe(2 * (600 * 252 - 1));
  });

  test("a flipped bit anywhere is refused: every byte of the ends, a sample between", async () => {
    const file = await encryptImage(key, imageOf(3, 1));
    const places = new Set<number>([...Array(64).keys()].map((i) => i * 193));
    for (let page = 0; page < 3; page++)
      for (let i = USABLE - 2; i < PAGE_BYTES; i++) places.add(page * PAGE_BYTES + i);
    for (const at of places) {
      if (at >= file.length || at < 16) continue;
      expect(await decryptImage(key, flipped(file, at, 1 << (at % 8)))).toBeUndefined();
      expect(countDamagedPages(key, flipped(file, at), () => undefined)).toBe(1);
    }
  });

  test("another salt gives another key", async () => {
    const file = flipped(await encryptImage(key, imageOf(1, 1)), 3);
    const other = await deriveVaultKey(new TextEncoder().encode("合言葉 swordfish"), saltOf(file));
    expect(await decryptImage(other, file)).toBeUndefined();
  });

  test("pages swapped, doubled, zeroed, cut off or added are refused", async () => {
    const file = await encryptImage(key, imageOf(4, 2));
    const page = (n: number): Uint8Array => file.slice(n * PAGE_BYTES, (n + 1) * PAGE_BYTES);
    const put = (n: number, bytes: Uint8Array): Uint8Array => {
      const copy = file.slice();
      copy.set(bytes, n * PAGE_BYTES);
      return copy;
    };
    for (let a = 0; a < 4; a++)
      for (let b = 0; b < 4; b++)
        if (a !== b) expect(await decryptImage(key, put(a, page(b)))).toBeUndefined();
    for (let n = 0; n < 4; n++)
      expect(await decryptImage(key, put(n, new Uint8Array(PAGE_BYTES)))).toBeUndefined();
    for (const cut of [1, 79, 80, 81, 4095]) {
      expect(await decryptImage(key, file.subarray(0, file.length - cut))).toBeUndefined();
      expect(looksLikeVault(file.subarray(0, file.length - cut))).toBe(false);
    }
    for (const extra of [1, 16, 4096]) {
      const longer = new Uint8Array(file.length + extra);
      longer.set(file);
      expect(await decryptImage(key, longer)).toBeUndefined();
    }
  });

  test("a plain SQLite file is no vault", () => {
    expect(looksLikeVault(seedImage())).toBe(false);
  });
});

describe("a key", () => {
  test("is wiped when closed", async () => {
    const mine = await deriveVaultKey(new TextEncoder().encode("x"), newSalt());
    const before = await mine.derive("use");
    const page = mine.mac.of(new Uint8Array(10), 1);
    mine.close();
    expect(await mine.derive("use")).not.toEqual(before);
    expect(() => mine.mac.of(new Uint8Array(10), 1)).toThrow();
    expect(page).toHaveLength(64);
  });

  test("is the one RFC 5869 and PKCS #5 give: the page authenticator agrees with WebCrypto's HMAC", async () => {
    const salt = new Uint8Array(16).fill(5);
    const mine = await deriveVaultKey(new TextEncoder().encode("pass"), salt);
    const pbkdf2 = async (
      secret: Uint8Array<ArrayBuffer>,
      over: Uint8Array<ArrayBuffer>,
      iterations: number,
    ) =>
      new Uint8Array(
        await crypto.subtle.deriveBits(
          { name: "PBKDF2", hash: "SHA-512", salt: over, iterations },
          await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveBits"]),
          256,
        ),
      );
    const raw = await pbkdf2(new TextEncoder().encode("pass"), salt, 256_000);
    const macKey = await pbkdf2(raw, new Uint8Array(16).fill(5 ^ 0x3a), 2);
    const hmac = await crypto.subtle.importKey("raw", macKey, { name: "HMAC", hash: "SHA-512" }, false, [
      "sign",
    ]);
    const body = crypto.getRandomValues(new Uint8Array(4032));
    const message = new Uint8Array(4036);
    message.set(body);
    message.set([0x2a, 1, 0, 0], 4032);
    expect(mine.mac.of(body, 0x12a)).toEqual(new Uint8Array(await crypto.subtle.sign("HMAC", hmac, message)));
  });
});
