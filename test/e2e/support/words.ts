import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import i18next, { type i18n } from "i18next";

const root = fileURLToPath(new URL("../../..", import.meta.url));

export type Language = "ja" | "en";

/** The sentence of `namespace:key` in one language, as the window says it. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

function catalog(language: Language): Record<string, object> {
  const read = (folder: string, prefix: string): [string, object][] =>
    readdirSync(folder).map((name) => [
      prefix + name.replace(/\.json$/, ""),
      JSON.parse(readFileSync(join(folder, name), "utf8")) as object,
    ]);
  return Object.fromEntries([
    ...read(join(root, "renderer", "i18n", language), ""),
    ...read(join(root, "workers", "words", language), "shared-"),
  ]);
}

const instances = new Map<Language, i18n>();

function translator(language: Language): i18n {
  const known = instances.get(language);
  if (known) return known;
  const made = i18next.createInstance();
  void made.init({
    lng: language,
    resources: { [language]: catalog(language) },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  instances.set(language, made);
  return made;
}

/** The window's own catalogs, so that tests find things by what a person reads. A key that is not there is an error. */
export function wordsOf(language: Language): Say {
  const { exists, t } = translator(language);
  return (key, values = {}) => {
    if (!exists(key, values)) throw new Error(`the ${language} catalog has no ${key}`);
    return (t as (key: string, values: object) => string)(key, values);
  };
}

const hole = "\u0000";

/** The same sentence as a pattern: what is filled in may be anything, and is captured by name. */
export function patternOf(say: Say, key: string, names: readonly string[]): RegExp {
  const holes = Object.fromEntries(names.map((name) => [name, hole + name + hole]));
  const escaped = say(key, holes).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(escaped.replace(new RegExp(`${hole}(\\w+)${hole}`, "g"), "(?<$1>.+?)"));
}
