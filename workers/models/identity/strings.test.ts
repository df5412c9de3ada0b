import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jaroWinkler, oneSlip, textStore } from "./strings.ts";

const similarity = (a: string, b: string, least = 0) => jaroWinkler(textStore([a, b]), 0, 1, least);

describe("Jaro-Winkler", () => {
  // Winkler 1990, and the table of Winkler 2006 (Overview of record linkage), to three places.
  test.each([
    ["martha", "marhta", 0.961],
    ["dwayne", "duane", 0.84],
    ["dixon", "dicksonx", 0.813],
    ["shackleford", "shackelford", 0.982],
    ["dunningham", "cunnigham", 0.896],
    ["nichleson", "nichulson", 0.956],
    ["massey", "massie", 0.933],
    ["jeraldine", "geraldine", 0.926],
  ])("%s and %s: %s", (a, b, expected) => expect(similarity(a, b)).toBeCloseTo(expected, 2.9));

  test("symmetric, 1 for the same, and a bound never hides what reaches it", () => {
    const word = fc.string({
      unit: fc.constantFrom(...Array.from("abcdeさと藤花")),
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const whole = similarity(a, b);
        expect(similarity(b, a)).toBeCloseTo(whole, 12);
        expect(similarity(a, a)).toBe(1);
        const bounded = similarity(a, b, 0.85);
        if (whole >= 0.85) expect(bounded).toBe(whole);
        else expect(bounded).toBeLessThan(0.85);
      }),
    );
  });
});

describe("one slip", () => {
  const slip = (a: string, b: string) => oneSlip(textStore([a, b]), 0, 1);
  test.each([
    ["12345", "12845", true],
    ["12345", "1245", true],
    ["12345", "123945", true],
    ["12345", "13245", true],
    ["12345", "13425", false],
    ["12345", "54321", false],
    ["ab", "abcd", false],
  ])("%s and %s: %s", (a, b, expected) => {
    expect(slip(a, b)).toBe(expected);
    expect(slip(b, a)).toBe(expected);
  });
});
