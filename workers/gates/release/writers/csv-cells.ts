/**
 * A cell quoted as RFC 4180 asks: quotes doubled, the whole in quotes. Without `always`, only where
 * the text holds a quote, comma, line end, or leading or trailing white space (which some readers trim).
 */
export function quoteCell(text: string, always = false): string {
  if (!always && !/[",\r\n\t;]|^\s|\s$/u.test(text)) return text;
  return `"${text.replaceAll('"', '""')}"`;
}

/**
 * A whole file of cells with CRLF line ends, the last line ended too (RFC 4180), as UTF-8 bytes.
 * Lines are encoded in slabs so that a large file never is one giant string.
 */
export function encodeLines(
  lines: Iterable<string>,
  options: { readonly byteOrderMark: boolean; readonly lineEnd: "\r\n" | "\n" },
): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = options.byteOrderMark ? [Uint8Array.of(0xef, 0xbb, 0xbf)] : [];
  let slab = "";
  for (const line of lines) {
    slab += line + options.lineEnd;
    if (slab.length > 262_144) {
      parts.push(encoder.encode(slab));
      slab = "";
    }
  }
  parts.push(encoder.encode(slab));
  return joinBytes(parts);
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
