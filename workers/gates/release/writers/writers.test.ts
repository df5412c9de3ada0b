import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvOutline } from "../files/csv-records.ts";
import {
  countryCode,
  isJapanesePrefecture,
  normaliseEmail,
  normaliseName,
  normalisePhone,
  splitFullName,
} from "./normalise.ts";
import { guardFormula } from "./formula-guard.ts";
import { spreadsheetCsv } from "./spreadsheet-csv.ts";

const decode = (bytes: Uint8Array) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);

describe("a sheet for people", () => {
  test("has exactly these bytes", () => {
    const bytes = spreadsheetCsv(
      ["氏名", "額"],
      [
        ['=HYPERLINK("http://x")', -12],
        ["髙﨑, 花子", 0.5],
        ["0600001", null],
      ],
    );
    expect(decode(bytes)).toBe(
      '\ufeff氏名,額\r\n"\'=HYPERLINK(""http://x"")",-12\r\n"髙﨑, 花子",0.5\r\n"\'0600001",\r\n',
    );
  });

  test("neutralises what a spreadsheet could take for a formula", () => {
    const heads = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "＝1", "＋1", "－1", "＠a", "|calc", "%0A=1", "−1+1"];
    const leads = [
      "",
      " ",
      "\t",
      "\r",
      "\n",
      "\r\n",
      '"',
      "'",
      "\u3000",
      "\u00a0",
      "\ufeff",
      "\u200b",
      "\u0000",
    ];
    const before = ["", "a,", "a;", "a\t", "a、", "a\n", 'a",', "山田；"];
    let tried = 0;
    for (const head of heads)
      for (const lead of leads)
        for (const start of before) {
          tried++;
          expect(guardFormula(start + lead + head).startsWith("'"), JSON.stringify(start + lead + head)).toBe(
            true,
          );
        }
    expect(tried).toBeGreaterThan(200);
  });

  test("leaves plain numbers and plain text alone", () => {
    for (const text of [
      "-12",
      "+3.5",
      "1,234",
      "-1,234.50",
      "山田 太郎",
      "O'Brien",
      "1-2-3 丁目",
      "a+b",
      "x=y",
    ])
      expect(guardFormula(text)).toBe(text);
  });

  test("another reader finds the cells again, and no cell starts a formula", () => {
    const cell = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: fc.constantFrom("=", "+", ",", '"', "\r", "\n", "a", "＝", " ") }),
      fc.integer(),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 6 }), (rows) => {
        const bytes = spreadsheetCsv(["a", "b", "c"], rows);
        const read: string[][] = parse(Buffer.from(bytes), { bom: true, record_delimiter: "\r\n" });
        expect(read.length).toBe(rows.length + 1);
        expect(csvOutline(bytes)).toEqual({
          header: ["\ufeffa", "b", "c"].map((h) => h.replace("\ufeff", "")),
          rows: rows.length,
        });
        for (const [r, row] of rows.entries())
          for (const [c, plain] of row.entries()) {
            const shown = read[r + 1]![c]!;
            expect(shown === String(plain) || shown === `'${plain}`).toBe(true);
            if (typeof plain === "string" && !/^[+-]?[\d,.]+$/.test(shown))
              expect(shown).not.toMatch(/^[=+\-@＝＋－＠\t\r]/);
          }
      }),
      { numRuns: 3000 },
    );
  });
});

describe("normal forms for a platform", () => {
  test.each([
    [" Taro.Yamada@Example.CO.JP ", "taro.yamada@example.co.jp"],
    ["ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp"],
    ["no-at-sign", undefined],
    ["", undefined],
  ])("e-mail %j", (text, expected) => {
    expect(normaliseEmail(text)).toBe(expected);
  });

  test.each<[string, string | undefined, string | undefined]>([
    ["090-1234-5678", "JP", "+819012345678"],
    ["０９０（１２３４）５６７８", "JP", "+819012345678"],
    ["+81 (0)90 1234 5678", "JP", "+819012345678"],
    ["03-1234-5678", "JP", "+81312345678"],
    ["9012345678", "JP", "+819012345678"],
    ["819012345678", "JP", "+819012345678"],
    ["+49 30 123456", "DE", "+4930123456"],
    ["030 123456", "DE", undefined],
    ["0049 30 123456", "DE", "+4930123456"],
    ["010-1-212-555-0100", "JP", "+12125550100"],
    ["なし", "JP", undefined],
  ])("phone %j in %j", (text, country, expected) => {
    expect(normalisePhone(text, country)).toBe(expected);
  });

  test("names keep their script and lose every space", () => {
    expect(normaliseName("　山田　")).toBe("山田");
    expect(normaliseName("Mary Ann")).toBe("maryann");
    expect(normaliseName("太\u3000郎")).toBe("太郎");
    expect(normaliseName(" \u3000\u200b")).toBeUndefined();
    expect(splitFullName("山田　太郎")).toEqual({ family: "山田", given: "太郎" });
    expect(splitFullName("John Smith")).toEqual({ family: "Smith", given: "John" });
    expect(splitFullName("山田太郎")).toBeUndefined();
  });

  test("countries are known by code and by name", () => {
    expect(["JP", "日本", "Japan", "germany", "ドイツ", "United Kingdom", "UK"].map(countryCode)).toEqual([
      "JP",
      "JP",
      "JP",
      "DE",
      "DE",
      "GB",
      "GB",
    ]);
    expect(countryCode("Atlantis")).toBeUndefined();
    expect(["東京都", "北海道", "京都府", "神奈川県", "Bavaria"].map(isJapanesePrefecture)).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  test("no text, however odd, becomes an empty normal form", () => {
    const emptyHash = createHash("sha256").update("").digest("hex");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const normal of [normaliseEmail(text), normaliseName(text), normalisePhone(text, "JP")])
          if (normal !== undefined)
            expect(createHash("sha256").update(normal).digest("hex")).not.toBe(emptyHash);
      }),
      { numRuns: 3000 },
    );
  });
});
