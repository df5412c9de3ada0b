import enCard from "../../words/en/model-card.json" with { type: "json" };
import enRelease from "../../words/en/release.json" with { type: "json" };
import enReviews from "../../words/en/reviews.json" with { type: "json" };
import enWords from "../../words/en/words.json" with { type: "json" };
import jaCard from "../../words/ja/model-card.json" with { type: "json" };
import jaRelease from "../../words/ja/release.json" with { type: "json" };
import jaReviews from "../../words/ja/reviews.json" with { type: "json" };
import jaWords from "../../words/ja/words.json" with { type: "json" };
import type { ChoiceVerdict } from "../../terms/decision.ts";
import type { Language } from "../../terms/language.ts";
import type { FairnessMeasureName, Grouping } from "../../terms/model-fairness.ts";

export type CardKey = keyof typeof enCard;
type Facts = Readonly<Record<string, string | number>>;

/** The words of a model card in one language. */
export interface Say {
  readonly language: Language;
  (key: CardKey, facts?: Facts): string;
  /** The sentence of a check. */
  check(code: string, details: Facts): string;
  /** What people were compared by, and what of them. */
  label(of: "grouping", kind: Grouping["kind"], facts: Facts): string;
  label(of: "fairMeasure", measure: FairnessMeasureName): string;
  /** The name of a group; the entry itself where it has none. */
  group(kind: Grouping["kind"], entry: string): string;
  verdict(verdict: ChoiceVerdict): string;
  /** The name of a field a model looks at; the code itself where it has none. */
  field(code: string): string;
}

/** Fills the sentences of workers/words/<language>/model-card.json as i18next would. */
export function sayIn(language: Language): Say {
  const [card, reviews, words, release] =
    language === "en" ? [enCard, enReviews, enWords, enRelease] : [jaCard, jaReviews, jaWords, jaRelease];
  const fill = (text: string, facts: Facts): string =>
    text.replaceAll(/\{\{(\w+)\}\}/gu, (_, name: string) => {
      const value = facts[name] ?? "";
      return typeof value === "number" ? value.toLocaleString(language, { maximumFractionDigits: 3 }) : value;
    });
  const sentences: Readonly<Record<string, string>> = reviews;
  const fields: Readonly<Record<string, string>> = words.churnField;
  const labels: Readonly<Record<string, Readonly<Record<string, string>>>> = words;
  const values: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    ...release.value,
    segment: words.segmentSide,
  };
  return Object.assign((key: CardKey, facts: Facts = {}) => fill(card[key], facts), {
    language,
    check: (code: string, details: Facts) => fill(sentences[code] ?? code, details),
    label: (of: string, code: string, facts: Facts = {}) => fill(labels[of]?.[code] ?? code, facts),
    group: (kind: string, entry: string) => values[kind]?.[entry] ?? entry,
    verdict: (verdict: ChoiceVerdict) => release.decision.verdict[verdict],
    field: (code: string) => fields[code] ?? code,
  });
}
