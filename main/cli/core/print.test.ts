import { describe, expect, test } from "vitest";
import { facts, table, width } from "./print.ts";

describe("tables in a terminal", () => {
  test("Japanese signs take two columns, half-width kana one", () => {
    expect(["abc", "顧客", "ｻﾄｳ", "￥1,2", "▲"].map(width)).toEqual([3, 4, 3, 5, 1]);
  });

  test("cells stand below each other, numbers to the right", () => {
    expect(table(["名前", "n"], [["佐藤 花子", "7"], ["Ann", "1,024"]])).toEqual([
      "名前           n",
      "---------  -----",
      "佐藤 花子      7",
      "Ann        1,024",
    ]); // prettier-ignore
  });

  test("dates are no numbers", () => {
    expect(table(["date"], [["2026-11-21"]])[0]).toBe("date");
  });

  test("facts line their values up", () => {
    expect(facts([["顧客", "3"], ["orders", "4"]])).toEqual(["顧客    3", "orders  4"]); // prettier-ignore
  });
});
