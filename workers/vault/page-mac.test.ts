import { createHash, createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPageMac } from "./page-mac.ts";
import { BLOCK_BYTES, PAIR_STATE_BYTES, sha512Pair, startPair } from "./sha512-pair.ts";

const byOpenssl = (key: Uint8Array, body: Uint8Array, number: number): string => {
  const little = Buffer.alloc(4);
  little.writeUInt32LE(number);
  return createHmac("sha512", key).update(body).update(little).digest("hex");
};
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const number = fc.integer({ min: 1, max: 0xffff_fffe });

describe("the authenticator of pages", () => {
  test("agrees with OpenSSL for one body of any length and for two of one length", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc
          .integer({ min: 0, max: 4096 })
          .chain((length) =>
            fc.tuple(
              fc.uint8Array({ minLength: length, maxLength: length }),
              fc.uint8Array({ minLength: length, maxLength: length }),
            ),
          ),
        number,
        number,
        (key, [one, other], oneNumber, otherNumber) => {
          const mac = createPageMac(key);
          const expected = [byOpenssl(key, one, oneNumber), byOpenssl(key, other, otherNumber)];
          expect(hex(mac.of(one, oneNumber))).toBe(expected[0]);
          expect(hex(mac.ofTwo(one, oneNumber, other, otherNumber))).toBe(expected.join(""));
          // Nothing of the calls before is left in the ones after.
          expect(hex(mac.of(other, otherNumber))).toBe(expected[1]);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("takes the first page, 16 bytes shorter, beside another", () => {
    const key = new Uint8Array(32).fill(9);
    const mac = createPageMac(key);
    const [first, second] = [new Uint8Array(4016).fill(1), new Uint8Array(4032).fill(2)];
    expect(hex(mac.ofTwo(first, 1, second, 2))).toBe(byOpenssl(key, first, 1) + byOpenssl(key, second, 2));
  });

  test("refuses what is longer than a page, pairs that do not go together, and all once closed", () => {
    const mac = createPageMac(new Uint8Array(32));
    expect(() => mac.of(new Uint8Array(4097), 1)).toThrow(RangeError);
    expect(() => mac.ofTwo(new Uint8Array(10), 1, new Uint8Array(4000), 2)).toThrow(RangeError);
    const given = mac.of(new Uint8Array(4032), 1);
    mac.close();
    // What is left in its memory is zeros, the states of the key with it.
    expect(new Uint8Array(given.buffer).every((byte) => byte === 0)).toBe(true);
    expect(() => mac.of(new Uint8Array(4032), 1)).toThrow();
  });
});

describe("SHA-512 of two messages", () => {
  test("is that of FIPS 180-4's example of two blocks, and of another message beside it", () => {
    const sha = sha512Pair();
    const long =
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu";
    const put = (at: number, text: string): void => {
      const bytes = new TextEncoder().encode(text);
      sha.memory.fill(0, at, at + 2 * BLOCK_BYTES);
      sha.memory.set(bytes, at);
      sha.memory[at + bytes.length] = 0x80;
      new DataView(sha.memory.buffer).setUint32(at + 2 * BLOCK_BYTES - 4, bytes.length * 8);
    };
    const [one, other] = [sha.free + PAIR_STATE_BYTES, sha.free + PAIR_STATE_BYTES + 2 * BLOCK_BYTES];
    put(one, long);
    put(other, long.toUpperCase());
    sha.memory.set(startPair(), sha.free);
    sha.take(sha.free, one, other, 2);
    sha.digests(sha.free, one, other);
    expect(hex(sha.memory.subarray(one, one + 64))).toBe(
      "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909",
    );
    expect(hex(sha.memory.subarray(other, other + 64))).toBe(
      createHash("sha512").update(long.toUpperCase()).digest("hex"),
    );
  });
});
