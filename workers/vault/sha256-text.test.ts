import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256Text } from "./sha256-text.ts";

test("the hash of a text is SHA-256 of its UTF-8", () => {
  // FIPS 180-4 examples: the empty text and "abc".
  expect(sha256Text("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(sha256Text("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      expect(sha256Text(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
    }),
  );
});
