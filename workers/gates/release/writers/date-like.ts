/** The ways a text can look like a date, a time or a number of another notation, half width. */
const forms: readonly RegExp[] = [
  // 1-2-3, 2026/3/4, 3/4: a street's numbers as often as a date.
  /^\d{1,4} *[-/] *\d{1,4}(?: *[-/] *\d{1,4})?$/u,
  /^\d{1,4}\.\d{1,4}\.\d{1,4}$/u,
  /^(?:\d{1,4}[-/ ]*)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/ .]*\d{1,4}(?:[-/ ,]+\d{1,4})?$/iu,
  /^\d{1,4}[-/ ]*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*$/iu,
  /^(?:\d{1,4}年)?\d{1,2}月(?:\d{1,2}日)?$/u,
  /^[mtshr]\d{1,2}[-/.]\d{1,2}[-/.]\d{1,2}$/iu,
  /^\d{1,3}:\d{1,2}(?::\d{1,2})?(?: *[ap]m?)?$/iu,
  /^\d+(?:\.\d+)?e[+-]?\d+$/iu,
  /^\(\d[\d,.]*\)$/u,
];

/**
 * Whether a spreadsheet would show another text in place of this one: Excel and LibreOffice (with "detect special numbers") turn what
 * looks like a date, a time, an exponent or a negative number in brackets into a number, and the text is lost. "1-2-3" is a street.
 */
export function isDateLike(text: string): boolean {
  const folded = text
    .normalize("NFKC")
    .replaceAll(/[‐‑–—−]/gu, "-")
    .trim();
  return /\d/u.test(folded) && forms.some((form) => form.test(folded));
}
