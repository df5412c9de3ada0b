import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { civilDate, isoDate, parseIsoDate } from "../../../base/calendar.ts";
import { NOT_PLAIN, plainDay, plainUnits } from "../stage/fast-cells.ts";
import { parseConsent } from "./consent.ts";
import { momentOf, parseDate } from "./date.ts";
import { parseAmount } from "./money.ts";
import { parseNumber } from "./number.ts";
import {
  ageBand,
  normalizeEmail,
  normalizePhone,
  normalizePostalCode,
  normalizePrefecture,
} from "./person.ts";

describe("numbers", () => {
  test.each([
    ["１，２３４", 1234],
    ["▲5", -5],
    ["△5", -5],
    ["−5", -5],
    ["(5)", -5],
    ["5-", -5],
    ["1,234.50", 1234.5],
    ["¥1,200", 1200],
    ["￥1,200", 1200],
    ["1,200円", 1200],
    ["$3.50", 3.5],
    ["€ 9", 9],
    ["12%", 0.12],
    ["3.5万", 35000],
    ["1億2000万", 120_000_000],
    ["-¥500", -500],
    ["¥-500", -500],
    ["+7", 7],
    ["1e3", 1000],
    [".5", 0.5],
  ])("%s", (text, value) => {
    expect(parseNumber(text)).toBeCloseTo(value, 10);
  });
  test.each([
    ["1.234,56", 1234.56],
    ["1.234.567", 1_234_567],
    ["12,5", 12.5],
  ])("decimal comma: %s", (text, value) => {
    expect(parseNumber(text, ",")).toBeCloseTo(value, 10);
  });
  test.each(["", "abc", "1,23,4.5.6", "--5", "5 5 a", "NaN", "Infinity", "0x10", "1.2.3"])(
    "no number: %s",
    (text) => {
      expect(parseNumber(text)).toBeUndefined();
    },
  );
});

describe("amounts in minor units", () => {
  test.each([
    ["1234.56", 2, 123_456],
    ["1.005", 2, 101],
    ["-0.015", 2, -2],
    ["100", 0, 100],
    ["1.5", 3, 1500],
    ["0.1", 0, 0],
  ])("%s with %i digits", (text, digits, units) => {
    expect(parseAmount(text, digits, ".")).toBe(units);
  });
  const amountText = fc.oneof(
    fc.stringMatching(/^-?\d{1,12}(\.\d{0,4})?$/),
    fc.stringMatching(/^-?\d{0,4}(,\d{2,4}){1,3}(\.\d{0,3})?$/),
    fc.stringMatching(/^[-\d,.]{1,8}$/),
  );
  test("the fast way agrees with the full parser wherever it answers", () => {
    fc.assert(
      fc.property(amountText, fc.constantFrom(0, 2, 3), (text, digits) => {
        const bytes = new TextEncoder().encode(text);
        const fast = plainUnits(bytes, 0, bytes.length, digits, true);
        if (!Number.isNaN(fast)) expect(fast).toBe(parseAmount(text, digits, "."));
      }),
    );
  });
});

describe("dates", () => {
  test.each([
    ["2026-01-05", "ymd"],
    ["2026/1/5", "ymd"],
    ["2026年1月5日", "ymd"],
    ["２０２６年１月５日", "ymd"],
    ["令和8年1月5日", "ymd"],
    ["R8.1.5", "ymd"],
    ["令和8年1月5日(月)", "ymd"],
    ["1/5/2026", "mdy"],
    ["5/1/2026", "dmy"],
    ["5.1.26", "dmy"],
    ["20260105", "ymd"],
    ["46027", "ymd"],
    ["2026-01-05T09:30:00+09:00", "ymd"],
    ["2026-01-05 23:59:59", "ymd"],
    ["1/5/26 8:26", "mdy"],
    ["5 Jan 2026", "ymd"],
    ["January 5, 2026", "ymd"],
    ["2026/1/5 午後3時05分", "ymd"],
  ] as const)("%s", (text, order) => {
    const reading = parseDate(text, order);
    expect(reading.kind === "day" ? isoDate(reading.day) : reading.kind).toBe("2026-01-05");
  });
  test.each([
    ["H31/4/30", "2019-04-30"],
    ["令和元年5月1日", "2019-05-01"],
    ["S64.1.7", "1989-01-07"],
    ["平成1年1月8日", "1989-01-08"],
  ])("era %s", (text, day) => {
    expect(parseDate(text, "ymd")).toMatchObject({ kind: "day", day: parseIsoDate(day) });
  });
  test("year 0000 is out of range, days of no calendar are unreadable", () => {
    expect(parseDate("0000-00-00", "ymd").kind).toBe("out-of-range");
    expect(parseDate("0000-01-01", "ymd").kind).toBe("out-of-range");
    expect(parseDate("2025/02/30", "ymd").kind).toBe("unreadable");
    expect(parseDate("abc", "ymd").kind).toBe("unreadable");
  });
  test("moments keep their zone", () => {
    expect(momentOf(parseDate("2026-01-05T09:30:00+09:00", "ymd"), 0)).toBe("2026-01-05T00:30:00.000Z");
    expect(momentOf(parseDate("2026-01-05 09:30", "ymd"), 540)).toBe("2026-01-05T00:30:00.000Z");
  });
  test("the fast way agrees with the full parser on whatever looks like a date", () => {
    const dateText = fc.oneof(
      fc
        .tuple(
          fc.integer({ min: 1860, max: 2210 }),
          fc.constantFrom("-", "/", "."),
          fc.integer({ min: 0, max: 13 }),
          fc.constantFrom("-", "/", "."),
          fc.integer({ min: 0, max: 32 }),
          fc.boolean(),
          fc.stringMatching(/^([ T][012]?\d:[0-6]\d(:[0-6]\d(\.\d{1,3})?)?( ?(Z|[+-]\d\d:?\d\d))?)?$/),
        )
        .map(([year, mark, month, other, day, padded, time]) => {
          const two = (number: number) => String(number).padStart(padded ? 2 : 1, "0");
          return `${year}${mark}${two(month)}${day % 5 === 0 ? other : mark}${two(day)}${time}`;
        }),
      fc.stringMatching(/^20\d{6}$/),
      fc.stringMatching(/^202\d[-/.\dx]{3,6}$/),
    );
    let answered = 0;
    fc.assert(
      fc.property(dateText, (text) => {
        const bytes = new TextEncoder().encode(text);
        const fast = plainDay(bytes, 0, bytes.length);
        if (fast === NOT_PLAIN) return;
        answered++;
        expect(parseDate(text, "dmy")).toMatchObject({ kind: "day", day: fast });
      }),
      { numRuns: 2000 },
    );
    expect(answered).toBeGreaterThan(100);
  });
  test("the fast way agrees with the full parser on every day", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -40_000, max: 90_000 }),
        fc.constantFrom("-", "/"),
        fc.constantFrom("", " 12:34", "T23:59:59"),
        (day, mark, time) => {
          const text = isoDate(day).replaceAll("-", mark) + time;
          const bytes = new TextEncoder().encode(text);
          const fast = plainDay(bytes, 0, bytes.length);
          const full = parseDate(text, "ymd");
          if (fast === NOT_PLAIN) expect(full.kind).toBe("out-of-range");
          else expect(full).toMatchObject({ kind: "day", day: fast });
        },
      ),
    );
  });
});

describe("people", () => {
  test("e-mail", () => {
    expect(normalizeEmail(" Ｔａｒｏ@Example.JP ")).toBe("taro@example.jp");
    expect(normalizeEmail("a..b.@docomo.ne.jp")).toBe("a..b.@docomo.ne.jp");
    for (const bad of ["", "taro", "a@b", "a b@c.jp", "@x.jp"]) expect(normalizeEmail(bad)).toBeUndefined();
  });
  test.each([
    ["090-1234-5678", "+819012345678"],
    ["０９０ー１２３４ー５６７８", "+819012345678"],
    ["+81 90 1234 5678", "+819012345678"],
    ["+81(0)90-1234-5678", "+819012345678"],
    ["9012345678", "+819012345678"],
    ["03−1234−5678", "+81312345678"],
    ["+1 415 555 2671", "+14155552671"],
  ])("telephone %s", (text, value) => {
    expect(normalizePhone(text)).toBe(value);
  });
  test("postal code, prefecture, age band", () => {
    expect(normalizePostalCode("〒１０００００１")).toBe("100-0001");
    expect(["東京", "Tokyo", "JP-13", "東京都", "Tōkyō-to"].map(normalizePrefecture)).toEqual(
      Array(5).fill("東京都"),
    );
    expect(normalizePrefecture("京都")).toBe("京都府");
    const today = civilDate(parseIsoDate("2026-11-21") ?? 0);
    expect(ageBand({ year: 1986, month: 11, day: 22 }, today)).toBe("30-39");
    expect(ageBand({ year: 1986, month: 11, day: 21 }, today)).toBe("40-49");
    expect(ageBand({ year: 2030, month: 1, day: 1 }, today)).toBeUndefined();
  });
  test("a blank is unknown, never yes", () => {
    expect(["", " ", "はい", "yes", "同意しない", "unsubscribed", "maybe"].map(parseConsent)).toEqual([
      "unknown",
      "unknown",
      "granted",
      "granted",
      "denied",
      "denied",
      undefined,
    ]);
  });
});
