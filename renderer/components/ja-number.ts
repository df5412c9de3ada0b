const units: Readonly<Record<string, number>> = { 千: 1e3, 万: 1e4, 億: 1e8 };

/**
 * The number a person in Japan typed: full-width digits, thousands separators, 円, ￥, ％, 万 and 億
 * ("1億2000万", "1.5万"), and ▲ △ − － or parentheses for below zero. Undefined when it is no number.
 */
export function parseJaNumber(text: string): number | undefined {
  let rest = text.normalize("NFKC").replace(/[\s,_'円¥$%]/g, "");
  let sign = 1;
  const bracketed = /^\((.+)\)$/.exec(rest);
  if (bracketed?.[1] !== undefined) {
    sign = -1;
    rest = bracketed[1];
  }
  const negative = /^[-▲△−‐–](.+)$/.exec(rest);
  if (negative?.[1] !== undefined) {
    sign = -sign;
    rest = negative[1];
  }
  rest = rest.replace(/^\+/, "");
  if (!/^(\d+(\.\d+)?[千万億]?|\.\d+[千万億]?)+$/.test(rest)) return undefined;
  let total = 0;
  let lastUnit = Infinity;
  for (const part of rest.matchAll(/(\d*\.?\d+)([千万億]?)/g)) {
    const unit = units[part[2] ?? ""] ?? 1;
    if (unit >= lastUnit) return undefined;
    lastUnit = unit;
    total += Number(part[1]) * unit;
  }
  return Number.isFinite(total) ? sign * total : undefined;
}
