import en from "../../words/en/release.json" with { type: "json" };
import enSegment from "../../words/en/segment.json" with { type: "json" };
import ja from "../../words/ja/release.json" with { type: "json" };
import jaSegment from "../../words/ja/segment.json" with { type: "json" };
import type { Language } from "../../terms/language.ts";

type Tree = { readonly [key: string]: string | Tree };
const catalogs: Readonly<Record<Language, Tree>> = {
  ja: { ...ja, segment: jaSegment },
  en: { ...en, segment: enSegment },
};

/**
 * The sentence of a dotted key of workers/words/<language>/release.json, or below `segment` of segment.json, with its `{{name}}`s filled, as
 * i18next would; undefined when there is no such key.
 */
export function findWord(
  language: Language,
  key: string,
  values: Readonly<Record<string, string>> = {},
): string | undefined {
  let node: string | Tree | undefined = catalogs[language];
  for (const part of key.split(".")) node = typeof node === "object" ? node[part] : undefined;
  return typeof node === "string"
    ? node.replace(/\{\{(\w+)\}\}/gu, (_, name: string) => values[name] ?? "")
    : undefined;
}

/** Like `findWord`, for keys the catalogues are known to hold. @throws RangeError when the key is missing: a bug. */
export function word(language: Language, key: string, values: Readonly<Record<string, string>> = {}): string {
  const found = findWord(language, key, values);
  if (found === undefined) throw new RangeError(`no words for ${key}`);
  return found;
}
