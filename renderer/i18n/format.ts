import { useMemo } from "react";
import type { Language } from "../../workers/terms/language.ts";
import { useSession } from "../state/session.ts";

/** Numbers and dates as a reader of the language writes them. */
export interface Format {
  /** Integer minor units of a currency (ISO 4217). */
  money(minor: number, currency: string): string;
  /** The same, short: ￥1.2万, £12K. */
  moneyShort(minor: number, currency: string): string;
  /** The name of a currency beside a field: 円, JPY. */
  currency(code: string): string;
  count(value: number): string;
  countShort(value: number): string;
  /** A whole number with its sign: +12, −3. */
  difference(value: number): string;
  /** `digits` after the point. */
  decimal(value: number, digits: number): string;
  /** A share from 0 to 1. */
  percent(share: number, digits?: number): string;
  /** `YYYY-MM-DD`, without a zone. */
  day(iso: string): string;
  /** `YYYY-MM`. */
  month(iso: string): string;
  /** ISO date-time in the reader's zone. */
  moment(iso: string): string;
  bytes(value: number): string;
}

const locales: Readonly<Record<Language, string>> = { ja: "ja-JP", en: "en-GB" };

/** Digits of a currency's minor unit (ISO 4217): 0 for JPY, 2 for EUR; 0 while no currency is known. */
export function minorDigits(currency: string): number {
  if (currency === "") return 0;
  return (
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/** The formats of a language. */
export function formats(language: Language): Format {
  const locale = locales[language];
  const cache = new Map<string, Intl.NumberFormat>();
  const number = (key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat => {
    const known = cache.get(key);
    if (known) return known;
    const made = new Intl.NumberFormat(locale, options);
    cache.set(key, made);
    return made;
  };
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  const month = new Intl.DateTimeFormat(locale, { year: "numeric", month: "short", timeZone: "UTC" });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const major = (minor: number, currency: string): number => minor / 10 ** minorDigits(currency);
  return {
    money: (minor, currency) =>
      number(`m${currency}`, { style: "currency", currency, currencyDisplay: "narrowSymbol" }).format(
        major(minor, currency),
      ),
    moneyShort: (minor, currency) =>
      number(`s${currency}`, {
        style: "currency",
        currency,
        currencyDisplay: "narrowSymbol",
        notation: "compact",
        maximumSignificantDigits: 4,
      }).format(major(minor, currency)),
    currency: (code) => currencyName(code, language),
    count: (value) => number("c", { maximumFractionDigits: 0 }).format(value),
    difference: (value) =>
      number("d+", { maximumFractionDigits: 0, signDisplay: "exceptZero" }).format(value),
    countShort: (value) => number("cs", { notation: "compact", maximumFractionDigits: 1 }).format(value),
    decimal: (value, digits) =>
      number(`d${digits}`, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
    percent: (share, digits = 0) =>
      number(`p${digits}`, {
        style: "percent",
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(share),
    day: (iso) => asDate(`${iso}T00:00:00Z`, iso, day),
    month: (iso) => asDate(`${iso}-01T00:00:00Z`, iso, month),
    moment: (iso) => asDate(iso, iso, moment),
    bytes: (value) => inBytes(value, locale),
  };
}

/** Japanese names are short; English ones are not, and their codes are known. */
function currencyName(code: string, language: Language): string {
  if (language === "en" || code === "") return code;
  const parts = new Intl.NumberFormat(locales[language], {
    style: "currency",
    currency: code,
    currencyDisplay: "name",
  }).formatToParts(1);
  return parts.find(({ type }) => type === "currency")?.value ?? code;
}

function asDate(text: string, fallback: string, format: Intl.DateTimeFormat): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? fallback : format.format(date);
}

function inBytes(value: number, locale: string): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const step = value < 1 ? 0 : Math.min(3, Math.floor(Math.log10(value) / 3));
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: units[step] ?? "byte",
    unitDisplay: "short",
    maximumFractionDigits: step > 1 ? 1 : 0,
  }).format(value / 1000 ** step);
}

/** The formats of the language on the screen. */
export function useFormat(): Format {
  const language = useSession((session) => session.language);
  return useMemo(() => formats(language), [language]);
}
