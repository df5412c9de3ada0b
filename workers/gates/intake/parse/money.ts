import type { DecimalMark } from "../../../terms/intake.ts";
import { parseNumber } from "./number.ts";

const digitsOf: Readonly<Record<string, number>> = {
  JPY: 0,
  KRW: 0,
  VND: 0,
  CLP: 0,
  ISK: 0,
  PYG: 0,
  UGX: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BIF: 0,
  DJF: 0,
  GNF: 0,
  KMF: 0,
  RWF: 0,
  VUV: 0,
  UYI: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};

/** Digits of a currency's minor unit (ISO 4217, list one): 0 for JPY, 2 for EUR, 3 for KWD. */
export function currencyDigits(currency: string): number {
  return Object.hasOwn(digitsOf, currency) ? (digitsOf[currency] ?? 2) : 2;
}

/** Largest amount that stays an exact integer with room to add up a million of them. */
const largest = 9_000_000_000;

/** An amount in integer minor units, rounded half away from zero; undefined when it is no amount. */
export function parseAmount(text: string, digits: number, mark: DecimalMark): number | undefined {
  const value = parseNumber(text, mark);
  if (value === undefined || Math.abs(value) > largest) return undefined;
  const scaled = Number(`${Math.abs(value)}e${digits}`);
  const units = Math.round(Number.isFinite(scaled) ? scaled : Math.abs(value) * 10 ** digits);
  return value < 0 ? -units + 0 : units;
}

/** The ISO 4217 code a cell names: a code, or a sign in everyday use. Undefined otherwise. */
export function parseCurrency(text: string): string | undefined {
  const folded = text.normalize("NFKC").trim().toUpperCase();
  if (/^[A-Z]{3}$/.test(folded)) return folded;
  return { "¥": "JPY", 円: "JPY", 日本円: "JPY", $: "USD", US$: "USD", "€": "EUR", "£": "GBP" }[folded];
}
