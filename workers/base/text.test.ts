import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { joinedSearchKey, searchKey } from "./text.ts";

describe("search keys", () => {
  test.each([
    ["ﾔﾏﾀﾞ　ﾊﾅｺ", "やまだはなこ"],
    ["ヤマダ ハナコ", "やまだはなこ"],
    ["ＹＡＭＡＤＡ＠Example.com", "yamada@example.com"],
    ["０９０−１２３４", "090−1234"],
    ["サトー", "さとー"],
    ["ヴァン", "ゔぁん"],
    ["髙﨑", "髙﨑"],
  ])("%s becomes %s", (text, key) => {
    expect(searchKey(text)).toBe(key);
  });

  test("a key of a key is itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const key = searchKey(text);
        expect(searchKey(key)).toBe(key);
      }),
    );
  });

  test("parts do not run into each other, blanks and repeats are left out", () => {
    const key = joinedSearchKey(["山田", undefined, " ", null, "ヤマダ", "やまだ"]);
    expect(key.split("\u001f")).toEqual(["山田", "やまだ"]);
    expect(key.includes("田や")).toBe(false);
  });
});
