import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressKey, cityKey, looseAddressKey, regionKey } from "./address-key.ts";
import { emailKey, phoneKey, postalKey } from "./contact-keys.ts";
import { foldText, looseNameKey, nameKey, nameWords, soundOf } from "./fold.ts";
import { foldVariants } from "./variant-kanji.ts";

describe("names", () => {
  test.each([
    ["ﾀﾞｲｽｹ", "だいすけ"],
    ["佐藤　花子 様", "佐藤花子"],
    ["Ｍüller", "muller"],
    ["O'Brien", "obrien"],
    ["Dr. Anne-Marie", "annemarie"],
    ["様", "様"],
  ])("%s is %s", (written, key) => expect(nameKey(written)).toBe(key));

  test.each([
    ["髙橋", "高橋"],
    ["山﨑", "山崎"],
    ["渡邊", "渡辺"],
    ["渡邉", "渡辺"],
    ["齋藤", "斎藤"],
    ["斉藤", "斎藤"],
    ["濵田", "浜田"],
    ["𠮷田", "吉田"],
    ["廣瀨", "広瀬"],
    ["辻\u{E0100}", "辻"],
  ])("%s matches %s", (variant, usual) =>
    expect(looseNameKey(nameKey(variant))).toBe(looseNameKey(nameKey(usual))),
  );

  test.each([
    ["萩原", "荻原"],
    ["藤本", "篠本"],
    ["太田", "大田"],
    ["沢", "尺"],
  ])("%s stays apart from %s", (a, b) => expect(foldVariants(a)).not.toBe(foldVariants(b)));

  test.each([
    ["サトー", "さとう"],
    ["ｼﾞｭﾝｺ", "ジユンコ"],
    ["おおの", "オーノ"],
    ["みづき", "ミズキ"],
  ])("%s sounds like %s", (a, b) => expect(soundOf(foldText(a))).toBe(soundOf(foldText(b))));

  test("words of a whole name stay words", () => expect(nameWords("SMITH,  John")).toBe("smith john"));
});

describe("addresses", () => {
  test.each([
    ["1丁目2番地3号", "1-2-3"],
    ["一丁目二番三号", "1-2-3"],
    ["１－２－３", "1-2-3"],
    ["1丁目2-3", "1-2-3"],
    ["1−2ー3", "1-2-3"],
    ["二十三番地", "23"],
  ])("銀座%s", (written, numbers) => expect(addressKey(`銀座${written}`)).toBe(`銀座${numbers}`));

  test.each([
    ["東京都千代田区霞ヶ関1-2", "千代田区霞が関1-2"],
    ["千代田区霞ケ関1-2", "千代田区霞が関1-2"],
    ["大字長沢12", "長沢12"],
    ["12 Forbes Street", "12 forbes st"],
    ["Smith Rd., 4", "smith rd 4"],
  ])("%s is %s", (written, key) => expect(addressKey(written)).toBe(key));

  test("a building more is the same place in another writing", () =>
    expect(looseAddressKey(addressKey("銀座1-2-3 メゾン沢田201"))).toBe(
      looseAddressKey(addressKey("銀座1丁目2番3号")),
    ));

  test("prefectures and cities", () => {
    expect(regionKey("東京都")).toBe(regionKey("東京"));
    expect(regionKey("京都府")).toBe("京都");
    expect(cityKey("龍ケ崎市")).toBe(cityKey("竜ヶ﨑市"));
    expect(cityKey("愛知郡東郷町")).toBe("東郷町");
  });
});

describe("contacts", () => {
  test.each([
    ["Taro.Sato+shop@GoogleMail.com", "tarosato@gmail.com"],
    ["taro.sato+shop@example.jp", "taro.sato+shop@example.jp"],
    ["ｔａｒｏ＠example.jp", "taro@example.jp"],
    ["a+b@outlook.com", "a@outlook.com"],
  ])("%s reaches %s", (address, mailbox) => expect(emailKey(address)).toBe(mailbox));

  test.each([
    ["+81 90-1234-5678", "09012345678"],
    ["+81 (0)90 1234 5678", "09012345678"],
    ["９０１２３４５６７８", "09012345678"],
    ["03-1234-5678 内線12", "0312345678"],
    ["+44 20 7946 0000", "442079460000"],
  ])("%s is %s", (number, digits) => expect(phoneKey(number)).toBe(digits));

  test("postal codes", () => expect(postalKey("〒100-0001")).toBe(postalKey("１０００００１")));
});

test("every key is its own key: normalising twice changes nothing", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: fc.constantFrom(...Array.from("髙橋ｶﾞサとー 1-2丁目@.+県a")) }),
  );
  fc.assert(
    fc.property(text, (written) => {
      const folded = foldText(written);
      expect(foldVariants(foldVariants(folded))).toBe(foldVariants(folded));
      expect(emailKey(emailKey(written))).toBe(emailKey(written));
      expect(postalKey(postalKey(written))).toBe(postalKey(written));
    }),
    { examples: [["と ﾞ"]] },
  );
});
