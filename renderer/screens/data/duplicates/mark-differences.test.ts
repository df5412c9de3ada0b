import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { markDifferences } from "./mark-differences.ts";

const shown = (text: string, other: string) =>
  markDifferences(text, other)
    .map(({ text: piece, same }) => (same ? piece : `[${piece}]`))
    .join("");

describe("what differs", () => {
  test.each([
    ["髙﨑 恵", "高崎 恵", "[髙﨑] 恵"],
    ["megumi@example.jp", "megumi@example.com", "megumi@example.[jp]"],
    ["同じ", "同じ", "同じ"],
    ["𠮷田", "吉田", "[𠮷]田"],
    ["東京都", "", "[東京都]"],
  ])("%s beside %s", (text, other, marked) => {
    expect(shown(text, other)).toBe(marked);
  });

  test("the pieces make the text again, and the marked ones are symmetrical in what is common", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 30 }),
        fc.string({ unit: "grapheme", maxLength: 30 }),
        (a, b) => {
          const common = (x: string, y: string) =>
            markDifferences(x, y)
              .filter(({ same }) => same)
              .reduce((sum, piece) => sum + Array.from(piece.text).length, 0);
          expect(
            markDifferences(a, b)
              .map(({ text }) => text)
              .join(""),
          ).toBe(a);
          expect(common(a, b)).toBe(common(b, a));
        },
      ),
    );
  });
});
