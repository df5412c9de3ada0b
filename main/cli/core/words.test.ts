import { describe, expect, test } from "vitest";
import { languages } from "../../../workers/terms/language.ts";
import en from "../../../workers/words/en/cli.json" with { type: "json" };
import enFaults from "../../../workers/words/en/faults.json" with { type: "json" };
import ja from "../../../workers/words/ja/cli.json" with { type: "json" };
import jaFaults from "../../../workers/words/ja/faults.json" with { type: "json" };
import { chooseLanguage, wordsOf } from "./words.ts";

const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

describe("words", () => {
  test.each([
    ["cli", ja, en],
    ["faults", jaFaults, enFaults],
  ] as const)("%s.json says the same in both languages", (_, japanese, english) => {
    expect(Object.keys(japanese)).toEqual(Object.keys(english));
    const pairs = Object.entries(japanese).map(([key, text]) => [text, english[key as keyof typeof english]]);
    for (const [one = "", other = ""] of pairs) expect(blanks(one)).toEqual(blanks(other));
  });

  test("a fault says what to do, politely, and fills its blanks", () => {
    const text = wordsOf("ja").fault({
      code: "file-too-many-columns",
      details: { columns: 2000, limit: 1000 },
    });
    expect(text).toContain("2000列");
    expect(text).toContain("1000列");
    for (const sentence of Object.values(jaFaults)) {
      expect(sentence).toMatch(/(です|ます|ません|ました|ください|ままです)。/);
      expect(sentence).not.toMatch(/不正な|予期せぬ/);
    }
  });

  test("a vault in use says since when, in the reader's way of writing times", () => {
    const details = { kind: "here", since: new Date(2026, 10, 21, 9, 5).getTime() };
    expect(wordsOf("ja").fault({ code: "vault-in-use", details })).toContain("2026/11/21 9:05");
    expect(wordsOf("en").fault({ code: "vault-in-use", details })).toMatch(/Nov 21, 2026, 9:05/);
  });

  test("no blank is ever left in a sentence", () => {
    for (const language of languages)
      expect(wordsOf(language).fault({ code: "release-too-few" })).not.toMatch(/\{\{|undefined/);
  });

  test("money is shown in its own minor units", () => {
    expect(wordsOf("en").money(123456, "JPY")).toBe("¥123,456");
    expect(wordsOf("en").money(123456, "EUR")).toBe("€1,234.56");
  });

  test.each([
    ["ja", {}, "ja"],
    [undefined, { LANG: "ja_JP.UTF-8" }, "ja"],
    [undefined, { LANG: "ja_JP.UTF-8", LC_ALL: "en_GB.UTF-8" }, "en"],
    [undefined, {}, "en"],
    ["fr", { LANG: "ja_JP.UTF-8" }, undefined],
  ])("--lang %s in %j is %s", (asked, env, language) => {
    expect(chooseLanguage(asked, env)).toBe(language);
  });
});

test("a day is one day", () => {
  const days = (language: "ja" | "en", count: number) =>
    wordsOf(language).label("words", "churnEntry.days", { days: String(count), count });
  expect([days("en", 1), days("en", 2), days("ja", 1)]).toEqual(["1 day", "2 days", "1日"]);
});
