/**
 * A cell quoted as RFC 4180 asks: quotes doubled, the whole in quotes. Without `always`, only where
 * the text holds a quote, comma, line end, or leading or trailing white space (which some readers trim).
 */
export function quoteCell(text: string, always = false): string {
  if (!always && !/[",\r\n\t;]|^\s|\s$/u.test(text)) return text;
  return `"${text.replaceAll('"', '""')}"`;
}
