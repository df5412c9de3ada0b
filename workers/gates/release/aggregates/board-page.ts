import type { Language } from "../../../terms/language.ts";
import { word } from "../words.ts";
import { barChart } from "./bar-chart.ts";
import { escapeHtml } from "./escape-html.ts";
import type { SpreadsheetCell } from "../writers/formula-guard.ts";

/** What a page says above its tables. */
interface PageHead {
  readonly name: string;
  readonly at: Date;
  readonly language: Language;
  /** The smallest number of people a figure speaks of. */
  readonly k: number;
}

/** A table as it leaves: only what a spreadsheet of the same release holds is ever drawn. */
export interface PageSheet {
  readonly title?: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly SpreadsheetCell[])[];
  readonly naming: number;
  readonly charted: readonly number[];
}

const style = `@page{size:A4;margin:16mm}
body{font:14px/1.6 system-ui,"Hiragino Sans","Yu Gothic",sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
h1{font-size:20px}h2{font-size:16px;margin-top:2em}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:4px 8px;border-bottom:1px solid #bbb;text-align:left}
td.n,th.n{text-align:right}tr{break-inside:avoid}
figure{margin:1em 0;break-inside:avoid}svg{width:100%;height:auto}
.note{color:#555;font-size:12px}`;

/**
 * A release's table and its chart as one self-contained page: no script, nothing loaded, fit to be printed or saved as a PDF. It holds
 * the figures of the spreadsheet beside it and nothing else, so it passes the same k and lies under the same manifest.
 */
export function boardPage(
  { name, at, language, k }: PageHead,
  sheets: readonly PageSheet[],
): Uint8Array<ArrayBuffer> {
  const day = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(at);
  const title = word(language, "page.title", { name });
  const html = `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title><style>${style}</style></head><body>
<h1>${escapeHtml(title)}</h1>
<p class="note">${escapeHtml(word(language, "page.note", { day, k: String(k) }))}</p>
${sheets.map((sheet) => sheetHtml(sheet, language)).join("\n")}
</body></html>
`;
  return new TextEncoder().encode(html);
}

function sheetHtml({ title, header, rows, naming, charted }: PageSheet, language: Language): string {
  const cell = (value: SpreadsheetCell, at: number): string => {
    const text = escapeHtml(cellText(value, language));
    return at < naming ? `<th scope="row">${text}</th>` : `<td class="n">${text}</td>`;
  };
  const bars = charted.map((row) => ({
    label: rows[row]!.slice(0, naming === 0 ? 0 : 1)
      .map((value) => cellText(value, language))
      .join(" "),
    value: rows[row]![naming] ?? null,
  }));
  const numbers = bars.filter(({ value }) => typeof value === "number");
  const chart =
    numbers.length < 2 ? "" : `<figure>${barChart(header[naming] ?? "", bars, language)}</figure>`;
  const head = header.map(
    (text, at) => `<th scope="col"${at < naming ? "" : ' class="n"'}>${escapeHtml(text)}</th>`,
  );
  return `${title === undefined ? "" : `<h2>${escapeHtml(title)}</h2>`}${chart}
<table><thead><tr>${head.join("")}</tr></thead>
<tbody>${rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("\n")}</tbody></table>`;
}

function cellText(value: SpreadsheetCell, language: Language): string {
  if (value === null) return "";
  if (typeof value !== "number") return value;
  return new Intl.NumberFormat(language, { maximumFractionDigits: 4 }).format(value);
}
