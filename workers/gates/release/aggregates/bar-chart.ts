import type { Language } from "../../../terms/language.ts";
import { word } from "../words.ts";
import type { SpreadsheetCell } from "../writers/formula-guard.ts";
import { escapeHtml } from "./escape-html.ts";

interface Bar {
  readonly label: string;
  /** A text stands for a number that is withheld. */
  readonly value: SpreadsheetCell;
}

const width = 720;
const lineHeight = 24;
const labelWidth = 200;
const numberWidth = 90;

/** Characters of a label that fit beside the bars. */
const labelLength = 22;

/** Horizontal bars of the figures of a table, as SVG. A withheld figure has no bar, so its size is not drawn. */
export function barChart(title: string, bars: readonly Bar[], language: Language): string {
  const numbers = bars.flatMap(({ value }) => (typeof value === "number" ? [value] : []));
  const [low, high] = [Math.min(0, ...numbers), Math.max(0, ...numbers)];
  const room = width - labelWidth - numberWidth;
  const scale = high === low ? 0 : room / (high - low);
  const zero = labelWidth - low * scale;
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: 4 });
  const lines = bars.map(({ label, value }, at) => {
    const y = 30 + at * lineHeight;
    const short = label.length > labelLength ? `${label.slice(0, labelLength - 1)}…` : label;
    const name = `<text x="${String(labelWidth - 8)}" y="${String(y + 15)}" text-anchor="end">${escapeHtml(short)}</text>`;
    if (typeof value !== "number")
      return `${name}<text x="${zero.toFixed(1)}" y="${String(y + 15)}" fill="#666">${escapeHtml(value ?? "")}</text>`;
    const from = Math.min(zero, zero + value * scale);
    const bar = `<rect x="${from.toFixed(1)}" y="${String(y + 3)}" width="${Math.abs(value * scale).toFixed(1)}" height="16" fill="#2f5d8a"/>`;
    const end = Math.max(zero, zero + value * scale) + 6;
    return `${name}${bar}<text x="${end.toFixed(1)}" y="${String(y + 15)}">${escapeHtml(format.format(value))}</text>`;
  });
  const height = 36 + bars.length * lineHeight;
  const label = escapeHtml(word(language, "page.chart", { figure: title }));
  return `<svg viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="${label}" font-size="12" xmlns="http://www.w3.org/2000/svg"><text x="0" y="16" font-weight="700">${label}</text>${lines.join("")}</svg>`;
}
