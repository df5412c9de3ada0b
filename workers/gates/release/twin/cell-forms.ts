import type { ForecastCode } from "../../../terms/release.ts";

/** What a cell must be for an importer to take it, and what a reader makes of one that is not. */
export const cellForms = {
  sha256: { fits: /^[0-9a-f]{64}$/u, code: "hash-form" },
  email: { fits: /^[^\s@,;"]+@[^\s@,;"]+\.[^\s@,;"]+$/u, code: "address-form" },
  "line-user-id": { fits: /^U[0-9a-f]{32}$/u, code: "value-form" },
  e164: { fits: /^\+[1-9]\d{7,14}$/u, code: "phone-form" },
  country: { fits: /^[A-Z]{2}$/u, code: "value-form" },
  "month-day": { fits: /^(?:0?[1-9]|1[0-2])\/(?:0?[1-9]|[12]\d|3[01])$/u, code: "choice-form" },
  "klaviyo-consent": { fits: /^(?:subscribed?|unsubscribed?|never subscribed)$/iu, code: "choice-form" },
  "hubspot-basis": {
    fits: /^(?:Legitimate interest – .+|Performance of a contract|Freely given consent from contact|Not applicable)$/iu,
    code: "choice-form",
  },
  "yes-or-no": { fits: /^(?:[01]|true|false)$/iu, code: "choice-form" },
  "postal-code": { fits: /^\d{3}-?\d{4}$/u, code: "postal-code-form" },
  text: { fits: /^/u, code: "value-form" },
} as const satisfies Readonly<Record<string, { readonly fits: RegExp; readonly code: ForecastCode }>>;

export type CellForm = keyof typeof cellForms;

/** Signs at the start that make Excel compute, the full-width ones a Japanese Excel folds to them among them. */
const computes = /^[=+\-@＝＋－＠]/u;
const plainNumber = /^[+-]?[\d,]+(?:\.\d+)?%?$/u;

/** What Excel takes for a date or a time when it opens a CSV: numbers with - or /, names of months, hours and minutes, Japanese dates. */
const dates: readonly RegExp[] = [
  /^\d{1,4}[-/]\d{1,4}(?:[-/]\d{1,4})?$/u,
  /^\d{1,2}:\d{2}(?::\d{2})?$/u,
  /^(?:\d{1,4}年)?\d{1,2}月(?:\d{1,2}日)?$/u,
  /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*[- ]?\d{1,4}$/iu,
  /^\d{1,4}[- ]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*$/iu,
];

/** What Excel would show in place of a cell's text; undefined where it shows the text. */
export function excelChanges(cell: string): ForecastCode | undefined {
  const text = cell.trim();
  if (computes.test(text) && !plainNumber.test(text)) return "formula-run";
  // 15 digits are kept (Excel specifications and limits); leading zeros are not.
  if (/^0\d+$/u.test(text) || /^\d{16,}$/u.test(text) || /^\d+(?:\.\d+)?e[+-]?\d+$/iu.test(text))
    return "number-form";
  return dates.some((form) => form.test(text.normalize("NFKC"))) ? "date-form" : undefined;
}
