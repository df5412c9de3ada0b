import type { Language } from "../../../terms/language.ts";
import { minorDigits } from "../money.ts";
import { findWord, word } from "../words.ts";

/** Values named in a sentence before it says "and n others". */
const namedValues = 5;

/** What a read-back needs beside the definition. */
export interface Reading {
  readonly language: Language;
  /** ISO 4217; "" where the vault holds no order yet. */
  readonly currency: string;
  /** The name of a segment, undefined for one that is gone. */
  readonly nameOf: (segmentId: number) => string | undefined;
}

/** The word of a key of segment.json in its plural for `count`; other languages than those with plurals have one form. */
export function counted(
  language: Language,
  key: string,
  count: number,
  values: Readonly<Record<string, string>>,
): string {
  const plural = new Intl.PluralRules(language).select(count);
  return findWord(language, `${key}_${plural}`, values) ?? word(language, `${key}_other`, values);
}

/** An amount in minor units of the main currency, as Intl writes it. */
export function moneyText({ language, currency }: Reading, amount: number): string {
  if (currency === "") return numberText(language, amount);
  const format = new Intl.NumberFormat(language, { style: "currency", currency });
  return format.format(amount / 10 ** minorDigits(currency));
}

/** A number with at most two decimals. */
export function numberText(language: Language, value: number): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);
}

/** An epoch day in words. */
export function dayText(language: Language, day: number): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(day * 86_400_000);
}

/** "A, B or C" of labels, cut to five: the last says how many more. */
export function namesText(language: Language, values: readonly string[]): string {
  const named = values.slice(0, values.length > namedValues ? namedValues - 1 : namedValues);
  const rest = values.length - named.length;
  if (rest === 0) return listText(language, named);
  const count = new Intl.NumberFormat(language).format(rest);
  const plural = new Intl.PluralRules(language).select(rest);
  const others =
    findWord(language, `sentence.others_${plural}`, { count }) ??
    word(language, "sentence.others", { count });
  return listText(language, [...named, others]);
}

/** "A, B or C"; in Japanese 「A、B または C」 without Intl's comma before the last. */
export function listText(language: Language, values: readonly string[]): string {
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
