/** A piece of HTML that is safe as it is. Only `markup` and `escapeHtml` make one. */
export interface Html {
  readonly safe: string;
}

/** A text as HTML: nothing in it can become a tag or leave an attribute. Control characters that HTML forbids are dropped. */
function escapeHtml(text: string): Html {
  const safe = text
    // eslint-disable-next-line no-control-regex -- those are the ones meant
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
  return { safe };
}

type Piece = Html | string | number | readonly Html[];

/** HTML from a template: pieces that are HTML stay, texts and numbers are escaped. */
export function markup(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return {
    safe: parts.map((part, at) => part + (at < pieces.length ? markupOf(pieces[at]!) : "")).join(""),
  };
}

function markupOf(piece: Piece): string {
  if (typeof piece === "string" || typeof piece === "number") return escapeHtml(String(piece)).safe;
  return "safe" in piece ? piece.safe : piece.map((one) => one.safe).join("");
}

/** A table with headings; an empty cell is shown as a dash. */
export function htmlTable(headings: readonly string[], rows: readonly (readonly (Html | string)[])[]): Html {
  const cell = (content: Html | string): Html => markup`<td>${content === "" ? "–" : content}</td>`;
  return markup`<div class="wide"><table><thead><tr>${headings.map((heading) => markup`<th scope="col">${heading}</th>`)}</tr></thead><tbody>${rows.map(
    (row) => markup`<tr>${row.map(cell)}</tr>`,
  )}</tbody></table></div>`;
}

/** The date and minute of a moment, in UTC; a day stays one. */
export function dayText(moment: string): string {
  return moment.replace(/T(\d\d:\d\d).*$/u, " $1 UTC");
}

const style = `
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; color: #1b2430; background: #fff;
  font: 14px/1.6 "Noto Sans JP", "Yu Gothic UI", "Hiragino Sans", sans-serif; line-break: strict; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.3; } h2 { font-size: 1.25rem; margin-top: 2rem; border-bottom: 1px solid #8792a2; }
h3 { font-size: 1.05rem; margin-bottom: 0.25rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums lining-nums; }
th, td { border: 1px solid #d9dee5; padding: 0.25rem 0.5rem; text-align: start; vertical-align: top; white-space: pre-line; }
th { background: #f6f7f9; } .wide { overflow-x: auto; } .note { color: #566273; }
@page { size: A4; margin: 18mm 15mm; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } .wide { overflow: visible; } thead { display: table-header-group; }
  tr, h2, h3 { break-inside: avoid; } h2, h3 { break-after: avoid; } }
`;

const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`;

/**
 * A whole page that needs nothing from outside itself: no script, no address. A browser is told so, too, should any text in it ever
 * read like one (Content Security Policy Level 3).
 */
export function htmlPage(language: string, title: string, body: readonly Html[]): string {
  const head = { safe: `${policy}<meta name="robots" content="noindex">` };
  return markup`<!doctype html><html lang="${language}"><head><meta charset="utf-8">${head}<title>${title}</title><style>${{ safe: style }}</style></head><body>${body}</body></html>`
    .safe;
}
