import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { catalogs } from "./catalogs.ts";

type Tree = { readonly [key: string]: string | Tree };

function keys(tree: Tree, prefix = ""): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [prefix + key] : keys(value, `${prefix}${key}.`),
  );
}

/** The read-back of a segment is built from parts that differ by grammar; its own tests hold it. */
const grammar = (key: string): boolean => key.startsWith("sentence.");

function text(tree: Tree, key: string): string {
  const found = key.split(".").reduce<Tree | string>((at, part) => (at as Tree)[part] ?? "", tree);
  return typeof found === "string" ? found : "";
}

/** English has a singular where Japanese has none: only the stem counts. */
const stem = (key: string): string => key.replace(/_(one|other)$/, "");

const blanks = (sentence: string): string[] =>
  [...new Set([...sentence.matchAll(/\{\{\s*(\w+)[^}]*\}\}/g)].map((found) => found[1] ?? ""))].sort();

const namespaces = Object.keys(catalogs.ja) as (keyof typeof catalogs.ja)[];

describe.each(namespaces)("catalog %s", (namespace) => {
  const ja: Tree = catalogs.ja[namespace];
  const en: Tree = catalogs.en[namespace];

  const sentences = keys(ja).filter((key) => !grammar(key));

  test("holds the same keys in both languages", () => {
    const english = keys(en).filter((key) => !grammar(key));
    expect([...new Set(english.map(stem))].sort()).toEqual([...new Set(sentences.map(stem))].sort());
  });

  test("has no blank sentence, and the same values to fill in", () => {
    for (const key of sentences) {
      expect(text(ja, key).trim(), key).not.toBe("");
      const other =
        keys(en).find((one) => one === key) ?? keys(en).find((one) => stem(one) === stem(key)) ?? key;
      expect(blanks(text(en, other)), key).toEqual(blanks(text(ja, key)));
    }
  });
});

const renderer = join(import.meta.dirname, "..");
const sources = readdirSync(renderer, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes(".test."))
  .map((path) => readFileSync(join(renderer, path), "utf8"));

/** Whether a source that reads this namespace names the key, in full or by the start of a template. */
function used(namespace: string, key: string): boolean {
  return sources.some((source) => {
    if (!source.includes(`"${namespace}"`) && !source.includes(`${namespace}:`)) return false;
    if (source.includes(`"${key}"`) || source.includes(`${namespace}:${key}`)) return true;
    // A template that begins with a value: its first part is a code quoted somewhere.
    if (/t\(\s*`\$\{/.test(source) && sources.some((one) => one.includes(`"${key.split(".")[0] ?? key}"`)))
      return true;
    return [...source.matchAll(/`([\w.:-]+)\$\{/g)].some((found) =>
      key.startsWith((found[1] ?? "").replace(`${namespace}:`, "")),
    );
  });
}

describe("screens", () => {
  test.each(namespaces.filter((name) => !name.startsWith("shared-")))("%s has no unused sentence", (name) => {
    const idle = [...new Set(keys(catalogs.ja[name]).map(stem))].filter((key) => !used(name, key));
    expect(idle).toEqual([]);
  });
});
