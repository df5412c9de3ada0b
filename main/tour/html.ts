/** Text made safe to stand in HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
}

/** An HTML table of text cells; columns of numbers stand right. */
export function htmlTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const right = headings.map((_, column) =>
    rows.every((row) => /^[-−]?[¥￥]?[\d,.%]*$/.test(row[column] ?? "")),
  );
  const line = (cells: readonly string[], tag: "th" | "td") =>
    `<tr>${cells
      .map(
        (cell, column) => `<${tag}${right[column] === true ? ' class="n"' : ""}>${escapeHtml(cell)}</${tag}>`,
      )
      .join("")}</tr>`;
  return `<table><thead>${line(headings, "th")}</thead><tbody>${rows.map((row) => line(row, "td")).join("")}</tbody></table>`;
}

/** A paragraph. */
export function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}

/** A page that needs nothing but itself. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:">
<title>${escapeHtml(title)}</title><style>
body{font:15px/1.6 "Noto Sans JP","Yu Gothic UI","Hiragino Sans",sans-serif;max-width:960px;margin:32px auto;padding:0 16px;color:#1b2430;background:#f6f7f9}
h1{font-size:26px}h2{font-size:20px;margin-top:40px}section{background:#fff;border:1px solid #d9dee5;border-radius:6px;padding:8px 24px 24px;margin:24px 0}
table{border-collapse:collapse;margin:12px 0;font-variant-numeric:tabular-nums;display:block;overflow-x:auto;font-size:13px}
td,th{border-bottom:1px solid #d9dee5;padding:4px 10px;text-align:left;vertical-align:top;overflow-wrap:anywhere}.n,th{white-space:nowrap}.n{text-align:right}
img{max-width:100%;border:1px solid #d9dee5;border-radius:6px;margin:8px 0}code{background:#eef1f5;padding:1px 4px}
</style></head><body>${body}</body></html>
`;
}
