import type { Language } from "../../../terms/language.ts";
import enRights from "../../../words/en/rights.json" with { type: "json" };
import enWords from "../../../words/en/words.json" with { type: "json" };
import jaRights from "../../../words/ja/rights.json" with { type: "json" };
import jaWords from "../../../words/ja/words.json" with { type: "json" };

/** Sentences by dotted keys. */
export type WordTree = { readonly [key: string]: string | WordTree };
const rights: Readonly<Record<Language, WordTree>> = { ja: jaRights, en: enRights };
const shared: Readonly<Record<Language, WordTree>> = { ja: jaWords, en: enWords };

/** The text at the end of a path; undefined where there is none. */
export function findText(tree: WordTree, path: readonly string[]): string | undefined {
  let node: string | WordTree | undefined = tree;
  for (const part of path) {
    if (typeof node !== "object" || !Object.hasOwn(node, part)) return undefined;
    node = node[part];
  }
  return typeof node === "string" ? node : undefined;
}

/** A sentence with its `{{name}}`s filled, as i18next would. */
export function fillText(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{\{(\w+)\}\}/gu, (_, name: string) => String(values[name] ?? ""));
}

/** The words of papers given to a person, in one language. */
export interface RightsWords {
  readonly language: Language;
  /** A sentence of workers/words/<language>/rights.json by its dotted key. @throws RangeError when there is none: a bug. */
  readonly say: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  /** A label of words.json; the code itself where it has none. */
  readonly label: (kind: string, code: string) => string;
  /** What a table is called; its own name where nobody named it yet. */
  readonly table: (name: string) => string;
  /** What a column is called. */
  readonly column: (name: string) => string;
}

export function rightsWords(language: Language): RightsWords {
  const label = (kind: string, code: string): string | undefined => findText(shared[language], [kind, code]);
  const own = (kind: string, code: string): string | undefined => findText(rights[language], [kind, code]);
  return {
    language,
    say: (key, values = {}) => {
      const text = findText(rights[language], key.split("."));
      if (text === undefined) throw new RangeError(`no words for ${key}`);
      return fillText(text, values);
    },
    label: (kind, code) => label(kind, code) ?? code,
    table: (name) => own("table", name) ?? label("mapTable", name) ?? name,
    column: (name) => own("column", name) ?? label("mapField", name) ?? label("field", name) ?? name,
  };
}
