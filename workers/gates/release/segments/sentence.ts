import type { Language } from "../../../terms/language.ts";
import type { Condition, NumberAttribute, SegmentDefinition } from "../../../terms/segment.ts";
import { minorDigits } from "../money.ts";
import { findWord, word } from "../words.ts";
import { moneyAttributes, type ChoiceCondition, type NumberCondition } from "./conditions.ts";

/** Values named in a sentence before it says "and n others". */
const namedValues = 5;

/**
 * A definition read back as one sentence, in Japanese or English. Money is in minor units of
 * `currency` (ISO 4217; "" where the vault holds no order yet) and is written by Intl.
 */
export function segmentSentence(definition: SegmentDefinition, language: Language, currency: string): string {
  const { groups } = definition;
  if (groups.length === 0) return word(language, "sentence.everybody");
  const clauses = groups.map(({ anyOf }, index) =>
    groupClause(anyOf, language, currency, index === groups.length - 1 ? "last" : "more"),
  );
  return word(language, "sentence.whole", {
    clauses: language === "ja" ? clauses.join("") : clauses.join(word(language, "sentence.comma")),
  });
}

function groupClause(
  conditions: readonly Condition[],
  language: Language,
  currency: string,
  place: "last" | "more",
): string {
  const [only] = conditions;
  if (conditions.length === 1 && only !== undefined) {
    const kind = only.not === true ? "negated" : "single";
    return word(language, `sentence.${kind}.${place}`, { text: conditionText(only, language, currency) });
  }
  const texts = conditions.map((condition) => {
    const text = conditionText(condition, language, currency);
    const inside =
      condition.not === true ? findWord(language, "sentence.negatedInside", { text }) : undefined;
    return word(language, "sentence.quoted", { text: inside ?? text });
  });
  return word(language, `sentence.anyOf.${place}`, { text: texts.join(word(language, "sentence.or")) });
}

/** In English the negation is in the subject ("is not at least"); in Japanese it follows the condition. */
function subject({ attribute, not }: Condition, language: Language): string {
  const negated = not === true ? findWord(language, `sentence.attributeNot.${attribute}`) : undefined;
  return negated ?? word(language, `sentence.attribute.${attribute}`);
}

function conditionText(condition: Condition, language: Language, currency: string): string {
  return condition.kind === "number"
    ? numberText(condition, language, currency)
    : choiceText(condition, language);
}

function numberText(condition: NumberCondition, language: Language, currency: string): string {
  const { attribute, comparison, value } = condition;
  const upper = condition.upper ?? value;
  const [low, high] = comparison === "between" && upper < value ? [upper, value] : [value, upper];
  const written = (amount: number) => formatNumber(attribute, amount, language, currency);
  const parts = {
    subject: subject(condition, language),
    value: written(low) + unit(attribute, low, language),
    bareValue: written(low),
    upper: written(high) + unit(attribute, high, language),
  };
  // 「以内」 for a span of time, 「以下」 for an amount.
  return (
    findWord(language, `sentence.comparisonOf.${attribute}.${comparison}`, parts) ??
    word(language, `sentence.comparison.${comparison}`, parts)
  );
}

function unit(attribute: NumberAttribute, value: number, language: Language): string {
  const plural = new Intl.PluralRules(language).select(value);
  return (
    findWord(language, `sentence.unit.${attribute}_${plural}`) ??
    findWord(language, `sentence.unit.${attribute}`) ??
    ""
  );
}

function formatNumber(
  attribute: NumberAttribute,
  value: number,
  language: Language,
  currency: string,
): string {
  if (attribute === "pAlive")
    return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }).format(value);
  if (moneyAttributes.has(attribute) && currency !== "") {
    const format = new Intl.NumberFormat(language, { style: "currency", currency });
    return format.format(value / 10 ** minorDigits(currency));
  }
  return new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);
}

function choiceText(condition: ChoiceCondition, language: Language): string {
  const { attribute, values } = condition;
  const named = values
    .slice(0, values.length > namedValues ? namedValues - 1 : namedValues)
    .map((value) => valueLabel(language, attribute, value));
  const rest = values.length - named.length;
  if (rest > 0) {
    const count = new Intl.NumberFormat(language).format(rest);
    named.push(
      findWord(language, `sentence.others_${new Intl.PluralRules(language).select(rest)}`, { count }) ??
        word(language, "sentence.others", { count }),
    );
  }
  return word(language, "sentence.comparison.choice", {
    subject: subject(condition, language),
    values: listText(named, language),
  });
}

/** "A, B or C"; in Japanese 「A、B または C」 without Intl's comma before the last. */
function listText(values: readonly string[], language: Language): string {
  if (language === "en") return new Intl.ListFormat("en", { type: "disjunction" }).format(values);
  const last = values.at(-1) ?? "";
  const before = values.slice(0, -1);
  return before.length === 0 ? last : `${before.join("、")}または${last}`;
}

/** The word for a stored value where the product has one (gender, RFM group), else the value itself; "" is "unknown". */
export function valueLabel(language: Language, attribute: string, value: string): string {
  if (value === "") return word(language, "unknown");
  return findWord(language, `value.${attribute}.${value}`) ?? value;
}
