import { createHash, createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LineMac } from "./line-mac.ts";
import { sha256Blocks, sha256Start } from "./sha256-blocks.ts";

const sealed = (mac: LineMac, message: Uint8Array): string => {
  mac.reserve(message.length, 0);
  mac.message.set(message);
  mac.seal(message.length);
  return new TextDecoder().decode(mac.mac);
};

describe("HMAC-SHA-256 of many short messages", () => {
  test("is RFC 4231's, test cases 1, 2 and 3", () => {
    expect(sealed(new LineMac(new Uint8Array(20).fill(0x0b)), new TextEncoder().encode("Hi There"))).toBe(
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    );
    expect(
      sealed(
        new LineMac(new TextEncoder().encode("Jefe")),
        new TextEncoder().encode("what do ya want for nothing?"),
      ),
    ).toBe("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    expect(sealed(new LineMac(new Uint8Array(20).fill(0xaa)), new Uint8Array(50).fill(0xdd))).toBe(
      "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
    );
  });

  test("is OpenSSL's for every length up to five blocks, one instance for all", () => {
    const key = Uint8Array.from({ length: 32 }, (_, i) => i * 7);
    const mac = new LineMac(key);
    for (let length = 0; length <= 330; length++) {
      const message = Uint8Array.from({ length }, (_, i) => i ^ length);
      expect(sealed(mac, message)).toBe(createHmac("sha256", key).update(message).digest("hex"));
    }
  });

  test("is OpenSSL's for any key and message", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.uint8Array({ maxLength: 9000 }), (key, message) => {
        expect(sealed(new LineMac(key), message)).toBe(
          createHmac("sha256", key).update(message).digest("hex"),
        );
      }),
      { numRuns: 100 },
    );
  });

  test("blocks are taken as SHA-256 takes them", () => {
    const block = new Uint8Array(64);
    block[0] = 0x80; // the empty message, padded
    const state = sha256Start();
    sha256Blocks(state, block, 64);
    const digest = Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
    expect(digest).toBe(createHash("sha256").digest("hex"));
  });

  test("a closed one holds no trace of its key", () => {
    const mac = new LineMac(new Uint8Array(32).fill(1));
    const before = sealed(mac, new Uint8Array(3));
    mac.close();
    expect(sealed(mac, new Uint8Array(3))).not.toBe(before);
  });
});
