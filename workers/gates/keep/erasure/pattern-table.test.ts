import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodedForms, hashForms, isTelling } from "./encodings.ts";
import { PatternTable } from "./pattern-table.ts";
import { phoneForms, textForms } from "./text-forms.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function found(table: PatternTable, bytes: Uint8Array, from = 0, to = bytes.byteLength): string[] {
  const hits: string[] = [];
  table.search(bytes, from, to, (pattern, at) => hits.push(`${String(pattern)}@${String(at)}`));
  return hits.sort();
}

describe("many patterns in one pass", () => {
  test("finds every place of every pattern, as looking for each by itself does", () => {
    // Few letters, so that windows collide and patterns stand inside one another.
    const word = fc
      .array(fc.constantFrom(0, 1, 97), { minLength: 8, maxLength: 14 })
      .map((all) => Uint8Array.from(all));
    const text = fc.array(fc.constantFrom(0, 1, 97), { maxLength: 400 });
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 40 }),
        text,
        fc.nat(20),
        (words, letters, place) => {
          const bytes = Uint8Array.from([
            ...letters.slice(0, place),
            ...(words[0] ?? []),
            ...letters.slice(place),
          ]);
          const expected = words
            .flatMap((pattern, index) => {
              const places: string[] = [];
              for (let at = 0; at + pattern.byteLength <= bytes.byteLength; at++)
                if (pattern.every((byte, i) => bytes[at + i] === byte))
                  places.push(`${String(index)}@${String(at)}`);
              return places;
            })
            .sort();
          expect(found(new PatternTable(words), bytes)).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("stays inside the bounds it is given, forgets what was dropped, and all once closed", () => {
    const table = new PatternTable([utf8("hanako@example.jp"), utf8("09012345678")]);
    const bytes = utf8("x hanako@example.jp 09012345678 y");
    expect(found(table, bytes)).toEqual(["0@2", "1@20"]);
    expect(found(table, bytes, 3)).toEqual(["1@20"]);
    expect(found(table, bytes, 0, 30)).toEqual(["0@2"]);
    table.drop(0);
    expect(found(table, bytes)).toEqual(["1@20"]);
    table.close();
    expect(found(table, bytes)).toEqual([]);
  });
});

describe("the forms of a value", () => {
  const hit = (text: string, hay: Uint8Array): boolean =>
    found(new PatternTable([...textForms(text)].flatMap(encodedForms)), hay).length > 0;
  const utf16 = (text: string, little: boolean): Uint8Array => {
    const bytes = Buffer.from(text, "utf16le");
    return little ? bytes : bytes.swap16();
  };

  test.each([
    ["UTF-8", (text: string) => utf8(text)],
    ["UTF-16LE", (text: string) => utf16(text, true)],
    ["UTF-16BE", (text: string) => utf16(text, false)],
    ["hex", (text: string) => utf8(Buffer.from(text).toString("hex"))],
    ["HEX", (text: string) => utf8(Buffer.from(text).toString("hex").toUpperCase())],
    ["base64", (text: string) => utf8(Buffer.from(text).toString("base64"))],
    ["base64, one letter before", (text: string) => utf8(Buffer.from(`;${text};`).toString("base64"))],
    ["base64, two letters before", (text: string) => utf8(Buffer.from(`: ${text}; `).toString("base64"))],
    ["percent", (text: string) => utf8(encodeURIComponent(text))],
    ["NFD", (text: string) => utf8(text.normalize("NFD"))],
    ["upper case", (text: string) => utf8(text.toUpperCase())],
  ])("are found as %s, inside other bytes", (_, encode) => {
    for (const text of ["hanako.yamada@example.jp", "山田 花子", "ガブリエル・ぺレス"]) {
      const encoded = encode(text);
      const hay = new Uint8Array([...utf8("before "), ...encoded, ...utf8(" after")]);
      expect([text, hit(text, hay)]).toEqual([text, true]);
    }
  });

  test.each([
    ["やまだ　はなこ", "ヤマダ ハナコ"],
    ["ヤマダ ハナコ", "ﾔﾏﾀﾞ ﾊﾅｺ"],
    ["ﾔﾏﾀﾞ ﾊﾅｺ", "やまだはなこ"],
    ["山田　花子", "山田花子"],
    ["ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ", "hanako@example.jp"],
    ["hanako@example.jp", "ＨＡＮＡＫＯ＠ｅｘａｍｐｌｅ．ｊｐ".normalize("NFKC").toLowerCase()],
  ])("%s is found where %s is written", (known, written) => {
    expect(hit(known, utf8(written))).toBe(true);
    expect(hit(known, utf8("someone.else@example.jp 佐藤 次郎 サトウ ジロウ"))).toBe(false);
  });

  test("a telephone number is found however it is parted, and as its plain hash", () => {
    const table = new PatternTable(
      phoneForms("+819012345678").flatMap((form) => [...encodedForms(form), ...hashForms(form)]),
    );
    for (const text of ["090-1234-5678", "+81-90-1234-5678", "819012345678", "9012345678"])
      expect([text, found(table, utf8(`tel ${text};`)).length > 0]).toEqual([text, true]);

    for (const digest of [sha("+819012345678"), sha("09012345678")])
      expect(found(table, utf8(digest)).length).toBeGreaterThan(0);
  });

  test("what is too short among bytes is not looked for", () => {
    for (const text of ["4711", "山田", "100-0001", "12345678", "abc123"])
      expect([text, isTelling(text)]).toEqual([text, false]);
    for (const text of ["123456789", "山田花子", "K00012-AB", "銀座1-1"])
      expect([text, isTelling(text)]).toEqual([text, true]);
  });
});

function sha(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
