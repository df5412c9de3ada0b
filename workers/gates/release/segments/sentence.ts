import type { Language } from "../../../terms/language.ts";
import type { Condition, NumberAttribute, SegmentDefinition } from "../../../terms/segment.ts";
import { findWord, word } from "../words.ts";
import {
  chanceAttributes,
  moneyAttributes,
  type ChoiceCondition,
  type NumberCondition,
} from "./conditions.ts";
import { didText, sequenceText } from "./sentence-acts.ts";
import { moneyText, namesText, numberText, valueLabel, type Reading } from "./sentence-words.ts";

type Group = SegmentDefinition["groups"][number];
type Place = "last" | "more";

/** A definition read back as one sentence, in Japanese or English. Money is in minor units and is written by Intl. */
export function segmentSentence({ groups }: SegmentDefinition, reading: Reading): string {
  const { language } = reading;
  if (groups.length === 0) return word(language, "sentence.everybody");
  const clauses = groups.map((group, index) =>
    groupClause(group, reading, index === groups.length - 1 ? "last" : "more"),
  );
  return word(language, "sentence.whole", {
    clauses: language === "ja" ? clauses.join("") : clauses.join(word(language, "sentence.comma")),
  });
}

function groupClause({ anyOf, not }: Group, reading: Reading, place: Place): string {
  const { language } = reading;
  const [only] = anyOf;
  if (anyOf.length === 1 && only !== undefined && not !== true) return clauseOf(only, reading, place);
  const text = anyOf
    .map((condition) => word(language, "sentence.quoted", { text: insideText(condition, reading) }))
    .join(word(language, "sentence.or"));
  if (not !== true) return word(language, `sentence.anyOf.${place}`, { text });
  return word(language, `segment.group.${anyOf.length === 1 ? "notOne" : "notAny"}.${place}`, { text });
}

/** A condition by itself, in the place it has in the sentence. */
function clauseOf(condition: Condition, reading: Reading, place: Place): string {
  const text = conditionText(condition, reading);
  const style = styles[condition.kind];
  const not = condition.not === true;
  if (style === "noun")
    return word(reading.language, `sentence.${not ? "negated" : "single"}.${place}`, { text });
  const end = not ? (place === "last" ? "notLast" : "notMore") : place;
  return word(reading.language, `segment.end.${style}.${end}`, { text });
}

/** A condition among others, or by itself in a list: negation and all. */
export function insideText(condition: Condition, reading: Reading): string {
  const { language } = reading;
  const text = conditionText(condition, reading);
  const style = styles[condition.kind];
  const not = condition.not === true;
  if (style !== "noun")
    return word(language, `segment.end.${style}.${not ? "notInside" : "inside"}`, { text });
  return (not ? findWord(language, "sentence.negatedInside", { text }) : undefined) ?? text;
}

/** How a Japanese clause of each kind ends: の人, がある人, に入っている人. */
const styles = {
  number: "noun",
  choice: "noun",
  did: "noun",
  sequence: "exists",
  known: "exists",
  segment: "fits",
} as const satisfies Record<Condition["kind"], "noun" | "exists" | "fits">;

function conditionText(condition: Condition, reading: Reading): string {
  const { language } = reading;
  switch (condition.kind) {
    case "number":
      return comparisonText(condition, reading);
    case "choice":
      return choiceText(condition, language);
    case "did":
      return didText(reading, condition);
    case "sequence":
      return sequenceText(reading, condition);
    case "known":
      return negatable(language, condition.not, "known", `.${condition.fact}`, {});
    case "segment":
      return negatable(language, condition.not, "member", "", {
        name: reading.nameOf(condition.segmentId) ?? word(language, "segment.gone"),
      });
  }
}

/** Words that English negates inside; Japanese negates the end of the clause. */
function negatable(
  language: Language,
  not: boolean | undefined,
  key: string,
  rest: string,
  values: Readonly<Record<string, string>>,
): string {
  const negated = not === true ? findWord(language, `segment.${key}Not${rest}`, values) : undefined;
  return negated ?? word(language, `segment.${key}${rest}`, values);
}

/** In English the negation is in the subject ("is not at least"); in Japanese it follows the condition. */
function subject({ attribute, not }: NumberCondition | ChoiceCondition, language: Language): string {
  const negated = not === true ? findWord(language, `sentence.attributeNot.${attribute}`) : undefined;
  return negated ?? word(language, `sentence.attribute.${attribute}`);
}

function comparisonText(condition: NumberCondition, reading: Reading): string {
  const { language } = reading;
  const { attribute, comparison, value } = condition;
  const upper = condition.upper ?? value;
  const [low, high] = comparison === "between" && upper < value ? [upper, value] : [value, upper];
  const parts = {
    subject: subject(condition, language),
    value: measureText(reading, attribute, low),
    bareValue: bareText(reading, attribute, low),
    upper: measureText(reading, attribute, high),
  };
  // 「以内」 for a span of time, 「以下」 for an amount.
  return (
    findWord(language, `sentence.comparisonOf.${attribute}.${comparison}`, parts) ??
    word(language, `sentence.comparison.${comparison}`, parts)
  );
}

/** A value of a number attribute with its unit. */
export function measureText(reading: Reading, attribute: NumberAttribute, value: number): string {
  return bareText(reading, attribute, value) + unit(attribute, value, reading.language);
}

function unit(attribute: NumberAttribute, value: number, language: Language): string {
  const plural = new Intl.PluralRules(language).select(value);
  return (
    findWord(language, `sentence.unit.${attribute}_${plural}`) ??
    findWord(language, `sentence.unit.${attribute}`) ??
    ""
  );
}

function bareText(reading: Reading, attribute: NumberAttribute, value: number): string {
  if (chanceAttributes.has(attribute)) {
    const percent = new Intl.NumberFormat(reading.language, { style: "percent", maximumFractionDigits: 1 });
    return percent.format(value);
  }
  return moneyAttributes.has(attribute) ? moneyText(reading, value) : numberText(reading.language, value);
}

function choiceText(condition: ChoiceCondition, language: Language): string {
  const { attribute, values } = condition;
  return word(language, "sentence.comparison.choice", {
    subject: subject(condition, language),
    values: namesText(
      language,
      values.map((value) => valueLabel(language, attribute, value)),
    ),
  });
}
