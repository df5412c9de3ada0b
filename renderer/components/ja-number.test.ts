import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJaNumber } from "./ja-number.ts";

describe("numbers as typed in Japan", () => {
  test.each([
    ["１，２３４", 1234],
    ["1,234円", 1234],
    ["￥1,234", 1234],
    ["▲5", -5],
    ["△１２", -12],
    ["−5", -5],
    ["(1,200)", -1200],
    ["1.5万", 15_000],
    ["1億2000万", 120_000_000],
    ["3千", 3000],
    ["10％", 10],
    ["0.5", 0.5],
    ["+7", 7],
  ])("%s is %d", (text, value) => {
    expect(parseJaNumber(text)).toBeCloseTo(value, 9);
  });

  test.each(["", "abc", "1万2億", "1-2", "1..2", "１２月", "--5"])("%j is no number", (text) => {
    expect(parseJaNumber(text)).toBeUndefined();
  });

  test("any whole number survives full-width digits and separators", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (value) => {
        const wide = value
          .toLocaleString("en-US")
          .replace(/[0-9,]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
        expect(parseJaNumber(wide)).toBe(value);
      }),
    );
  });
});
