import type { DecimalMark } from "../../../terms/intake.ts";

const myriads: Readonly<Record<string, number>> = { 千: 1e3, 万: 1e4, 億: 1e8 };

/**
 * A number as Japanese and English files write it, NFKC-folded first: `１，２３４`, `1.234,56` (by the
 * decimal mark), `▲5` `△5` `−5` `(5)` `5-` for minus five, `¥1,200`, `1200円`, `$3.50`, `12%` (0.12), `3.5万`.
 * Undefined for everything that is no single number.
 */
export function parseNumber(text: string, mark: DecimalMark = "."): number | undefined {
  let rest = text.normalize("NFKC").trim();
  let sign = 1;
  const bracketed = /^\((.*)\)$/.exec(rest);
  if (bracketed) {
    sign = -1;
    rest = (bracketed[1] ?? "").trim();
  }
  const stripped = stripCurrency(rest);
  rest = stripped.replace(/^[+＋]/u, "");
  const minus = /^[-−‐‑‒–—―ー▲△]\s*/u.exec(rest);
  if (minus) {
    if (bracketed) return undefined;
    sign = -1;
    rest = stripCurrency(rest.slice(minus[0].length));
  } else if (/\d-$/.test(rest)) {
    sign = -1;
    rest = rest.slice(0, -1);
  }
  let scale = 1;
  if (rest.endsWith("%")) {
    scale = 0.01;
    rest = rest.slice(0, -1).trim();
  }
  const value = plainNumber(rest, mark) ?? withMyriads(rest, mark);
  return value === undefined ? undefined : sign * value * scale + 0;
}

const currencyMark = /^(?:JPY|USD|EUR|GBP|KWD|US\$|[$¥€£₩])\s*|\s*(?:JPY|USD|EUR|GBP|KWD|円|元|[$¥€£₩])$/giu;

function stripCurrency(text: string): string {
  return text.replace(currencyMark, "").trim();
}

function plainNumber(text: string, mark: DecimalMark): number | undefined {
  const group = mark === "." ? "," : ".";
  let digits = text.replace(/[ '’]/gu, "");
  if (digits.includes(group)) {
    const whole = digits.split(mark)[0] ?? "";
    const grouped = group === "," ? /^\d{1,4}(?:,\d{2,4})+$/ : /^\d{1,3}(?:\.\d{3})+$/;
    if (!grouped.test(whole) || digits.slice(whole.length).includes(group)) return undefined;
    digits = digits.replaceAll(group, "");
  }
  if (mark === ",") digits = digits.replace(",", ".");
  return /^(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(digits) ? finite(Number(digits)) : undefined;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** `3.5万`, `1億2000万`, `5千`. */
function withMyriads(text: string, mark: DecimalMark): number | undefined {
  const parts = [...text.matchAll(/([\d.,]+)([千万億])?/gu)];
  if (parts.length === 0 || parts.map((part) => part[0]).join("") !== text) return undefined;
  if (!parts.some((part) => part[2] !== undefined)) return undefined;
  let sum = 0;
  let last = Infinity;
  for (const [, digits = "", unit = ""] of parts) {
    const value = plainNumber(digits, mark);
    const scale = myriads[unit] ?? 1;
    if (value === undefined || scale >= last) return undefined;
    last = scale;
    sum += value * scale;
  }
  return sum;
}
