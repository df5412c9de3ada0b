import type { Language } from "../../../terms/language.ts";
import enGovernance from "../../../words/en/governance.json" with { type: "json" };
import jaGovernance from "../../../words/ja/governance.json" with { type: "json" };
import { fillText, findText, rightsWords, type WordTree } from "../../keep/rights/words.ts";

const catalogs: Readonly<Record<Language, WordTree>> = { ja: jaGovernance, en: enGovernance };

type Values = Readonly<Record<string, string | number>>;

/** The words of documents about the vault as a whole, in one language. */
export interface GovernanceWords {
  readonly language: Language;
  /** A sentence of workers/words/<language>/governance.json by its dotted key. @throws RangeError when there is none: a bug. */
  readonly say: (key: string, values?: Values) => string;
  /** The sentence of a key that need not be there. */
  readonly maybe: (key: string, values?: Values) => string | undefined;
  /** A label of words.json; the code itself where it has none. */
  readonly label: (kind: string, code: string) => string;
  /** What a field is called: a kind of identifier, a field of a file, or a column of the vault. */
  readonly field: (name: string) => string;
  readonly table: (name: string) => string;
  /** Texts in a row; a dash for none. */
  readonly list: (texts: readonly string[]) => string;
  readonly number: (value: number) => string;
  readonly percent: (share: number) => string;
  /** The day of a moment, as ISO 8601 writes it. */
  readonly day: (moment: string) => string;
}

export function governanceWords(language: Language): GovernanceWords {
  const { label, column, table } = rightsWords(language);
  const maybe = (key: string, values: Values = {}): string | undefined => {
    const text = findText(catalogs[language], key.split("."));
    return text === undefined ? undefined : fillText(text, values);
  };
  const say = (key: string, values?: Values): string => {
    const text = maybe(key, values);
    if (text === undefined) throw new RangeError(`no words for ${key}`);
    return text;
  };
  return {
    language,
    say,
    maybe,
    label,
    field: (name) =>
      maybe(`column.${name}`) ??
      ["identifier", "field", "mapField"].map((kind) => label(kind, name)).find((text) => text !== name) ??
      column(name),
    table: (name) => {
      const own = label("vaultTable", name);
      return own === name ? table(name) : own;
    },
    list: (texts) => (texts.length === 0 ? "–" : texts.join(say("comma"))),
    number: (value) => value.toLocaleString(language),
    percent: (share) => share.toLocaleString(language, { style: "percent", maximumFractionDigits: 1 }),
    day: (moment) => moment.slice(0, 10),
  };
}
