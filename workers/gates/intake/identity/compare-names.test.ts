import { describe, expect, test } from "vitest";
import { compareNames, type WrittenName } from "./compare-names.ts";

const none: WrittenName = {
  full: "",
  family: "",
  given: "",
  fullReading: "",
  familyReading: "",
  givenReading: "",
};
const full = (text: string, fullReading = ""): WrittenName => ({ ...none, full: text, fullReading });
const parts = (family: string, given: string, givenReading = ""): WrittenName => ({
  ...none,
  family,
  given,
  givenReading,
});

describe("one person, the name typed differently", () => {
  test.each([
    [full("山田 太郎"), full("山田太郎")],
    [full("山田 太郎"), full("山田　太郎 様")],
    [parts("髙橋", "恵"), parts("高橋", "惠")],
    [full("齋藤 廣"), full("斉藤 広")],
    [full("ﾔﾏﾀﾞ ﾀﾛｳ"), full("ヤマダ タロウ")],
    [full("やまだ たろう"), full("ヤマダ タロー")],
    [parts("佐藤", "恵"), parts("鈴木", "恵")],
    [full("佐藤花子"), full("鈴木花子")],
    [full("佐藤花子"), parts("鈴木", "花子")],
    [full("Taro Yamada"), full("YAMADA TARO")],
    [full("Taro Yamada"), full("T. Yamada")],
    [full("Daniel Smith"), full("Dan Smith")],
    [full("Katherine Smith"), full("Katharine Smith")],
    [parts("渡邊", "太朗", "タロウ"), parts("渡辺", "太郎", "たろう")],
    [parts("山田", "めぐみ"), parts("山田", "恵", "メグミ")],
  ])("%j and %j", (a, b) => {
    expect(compareNames(a, b)).toBe("agree");
    expect(compareNames(b, a)).toBe("agree");
  });
});

describe("a household", () => {
  test.each([
    [full("山田 太郎"), full("山田 花子")],
    [full("山田太郎"), full("山田花子")],
    [full("山田太郎"), parts("山田", "花子")],
    [full("佐藤幸太郎"), full("佐藤健太郎")],
    [parts("鈴木", "一郎"), parts("鈴木", "二郎")],
    [parts("山田", "タロウ"), parts("山田", "花子", "ハナコ")],
    [full("ヤマダ タロウ"), full("やまだ　はなこ")],
    [full("ﾔﾏﾀﾞﾀﾛｳ"), full("ヤマダハナコ")],
    [full("John Smith"), full("Mary Smith")],
    [full("Smith, John"), full("Joan Smith")],
    [parts("田中", "洋子"), parts("山本", "京子")],
  ])("%j and %j", (a, b) => {
    expect(compareNames(a, b)).toBe("differ");
    expect(compareNames(b, a)).toBe("differ");
  });
});

describe("nothing to compare", () => {
  test.each([
    [none, full("山田 太郎")],
    [full("山田"), full("山田太郎")],
    [parts("山田", ""), parts("山田", "太郎")],
    [full("山田 恵"), full("ヤマダ メグミ")],
    [parts("山田", "さと美"), parts("山田", "里美")],
    [full("taro"), full("hanako")],
  ])("%j and %j", (a, b) => {
    expect(compareNames(a, b)).toBe("unknown");
    expect(compareNames(b, a)).toBe("unknown");
  });
});
