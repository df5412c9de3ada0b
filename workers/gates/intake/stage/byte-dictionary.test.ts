import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteDictionary } from "./byte-dictionary.ts";

const encoder = new TextEncoder();

function numbersOf(texts: readonly string[]): number[] {
  const dictionary = new ByteDictionary();
  return texts.map((text) => dictionary.internText(text));
}

/** The plain way: a map from text to the order of first sight. */
function plainly(texts: readonly string[]): number[] {
  const seen = new Map<string, number>();
  return texts.map((text) => {
    if (!seen.has(text)) seen.set(text, seen.size);
    return seen.get(text) ?? -1;
  });
}

describe("a dictionary of bytes", () => {
  test("numbers in order of issue keep their numbers when some come again out of their turn", () => {
    const issued = Array.from({ length: 5000 }, (_, i) => `A${String(i).padStart(8, "0")}`);
    const texts = issued.flatMap((text, i) => (i % 100 === 99 ? [text, issued[i - 40] ?? "", text] : [text]));
    expect(numbersOf(texts)).toEqual(plainly(texts));
  });

  test("any texts in any order have the number of their first sight, and are found again as they were", () => {
    const word = fc.oneof(
      fc.integer({ min: 0, max: 300 }).map((n) => `R${String(n)}`),
      fc.string({ maxLength: 12 }).map((text) => text.replaceAll("\0", "")),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 400 }), fc.boolean(), (words, inOrder) => {
        const texts = (inOrder ? [...words].sort() : words).filter((text) => text !== "");
        expect(numbersOf(texts)).toEqual(plainly(texts));
        const dictionary = new ByteDictionary();
        for (const text of texts) {
          const bytes = encoder.encode(text);
          expect(dictionary.text(dictionary.intern(bytes, 0, bytes.length))).toBe(
            new TextDecoder().decode(bytes),
          );
        }
      }),
    );
  });
});
