import { describe, expect, test } from "vitest";
import { formats } from "./format.ts";

describe("numbers as read", () => {
  const ja = formats("ja");
  const en = formats("en");

  test("money is integer minor units of its currency", () => {
    expect(ja.money(1234, "JPY")).toBe("￥1,234");
    expect(en.money(123_456, "GBP")).toBe("£1,234.56");
    expect(en.money(1234, "JPY")).toBe("¥1,234");
    expect(ja.money(-500, "JPY")).toContain("500");
  });

  test("short money keeps four figures at most", () => {
    expect(ja.moneyShort(14_872_345, "JPY")).toBe("￥1487万");
    expect(en.moneyShort(1_487_234_500, "USD")).toBe("$14.87m");
  });

  test("days carry no zone, and what is no date stays as it is", () => {
    expect(ja.day("2026-11-21")).toBe("2026/11/21");
    expect(en.day("2026-11-21")).toBe("21 Nov 2026");
    expect(ja.month("2026-05")).toBe("2026年5月");
    expect(en.day("not a day")).toBe("not a day");
  });

  test("a currency beside a field is named as its readers name it", () => {
    expect([ja.currency("JPY"), en.currency("JPY"), ja.currency("EUR"), ja.currency("")]).toEqual([
      "円",
      "JPY",
      "ユーロ",
      "",
    ]);
  });

  test("shares and sizes", () => {
    expect(en.percent(0.5876, 1)).toBe("58.8%");
    expect(en.bytes(0)).toMatch(/^0/);
    expect(en.bytes(5_200_000)).toBe("5.2 MB");
  });
});
