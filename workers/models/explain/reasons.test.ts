import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonsOf, strongest } from "./reasons.ts";

const term = fc.double({ noNaN: true, min: -6, max: 6 });

test("parts sum to the chance and keep the signs of their terms", () => {
  fc.assert(
    fc.property(term, fc.array(term, { maxLength: 12 }), (intercept, list) => {
      const { base, chance, parts } = reasonsOf(intercept, Float64Array.from(list));
      expect(base + parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(chance, 9);
      // A term below the smallest normal number may lose its part.
      list.forEach((own, k) =>
        expect(Math.abs(own) < 1e-300 || Math.sign(parts[k]!) === Math.sign(own)).toBe(true),
      );
    }),
  );
});

test("terms that cancel each other have parts all the same", () => {
  const { base, chance, parts } = reasonsOf(0, Float64Array.of(2, -2));
  expect([base, chance]).toEqual([0.5, 0.5]);
  expect([...parts]).toEqual([0.5, -0.5]);
});

test("the three that weigh most, without those of no weight", () => {
  expect(strongest(Float64Array.of(0.1, -3, 0, 2), 3)).toEqual([1, 3, 0]);
});
