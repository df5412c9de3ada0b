import { strToU8, zipSync, type Zippable } from "fflate";

/** A cell as a test tells it: text, a number, or a number or text with a style or furigana. */
export type XlsxCell =
  | string
  | number
  | null
  | { readonly n: number; readonly style: number }
  | { readonly text: string; readonly ruby: readonly (readonly [number, number, string])[] };

/** Styles of the workbooks made here: 1 is format 57, 2 is yyyy/m/d, 3 the Japanese postal code, 4 is 0000, 5 percent. */
const STYLES = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="3">
<numFmt numFmtId="176" formatCode="yyyy/m/d"/><numFmt numFmtId="177" formatCode="[&lt;=999]000;[&lt;=9999]000\\-00;000\\-0000"/>
<numFmt numFmtId="178" formatCode="0000"/></numFmts><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>
<cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="57"/><xf numFmtId="176"/><xf numFmtId="177"/><xf numFmtId="178"/><xf numFmtId="9"/></cellXfs></styleSheet>`;

/** The bytes of an XLSX workbook with these sheets, written the way Excel does: shared texts with their phonetic runs. */
export function makeXlsx(
  sheets: Readonly<Record<string, readonly (readonly XlsxCell[])[]>>,
  hidden: readonly string[] = [],
): Uint8Array<ArrayBuffer> {
  const shared: string[] = [];
  const files: Zippable = {
    "[Content_Types].xml": strToU8(contentTypes(Object.keys(sheets).length)),
    "_rels/.rels": strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
  };
  const names = Object.keys(sheets);
  names.forEach((name, index) => {
    files[`xl/worksheets/sheet${String(index + 1)}.xml`] = strToU8(sheetXml(sheets[name] ?? [], shared));
  });
  files["xl/workbook.xml"] = strToU8(
    `<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${names
      .map(
        (name, index) =>
          `<sheet name="${escape(name)}" sheetId="${String(index + 1)}"${hidden.includes(name) ? ' state="hidden"' : ""} r:id="rId${String(index + 1)}"/>`,
      )
      .join("")}</sheets></workbook>`,
  );
  files["xl/_rels/workbook.xml.rels"] = strToU8(
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names
      .map(
        (_, index) =>
          `<Relationship Id="rId${String(index + 1)}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${String(index + 1)}.xml"/>`,
      )
      .join(
        "",
      )}<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rIdT" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
  );
  files["xl/styles.xml"] = strToU8(STYLES);
  files["xl/sharedStrings.xml"] = strToU8(
    `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${shared.join("")}</sst>`,
  );
  return Uint8Array.from(zipSync(files));
}

function contentTypes(sheets: number): string {
  const main = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  return `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${main}.sheet.main+xml"/>${Array.from(
    { length: sheets },
    (_, index) =>
      `<Override PartName="/xl/worksheets/sheet${String(index + 1)}.xml" ContentType="${main}.worksheet+xml"/>`,
  ).join("")}</Types>`;
}

function sheetXml(rows: readonly (readonly XlsxCell[])[], shared: string[]): string {
  const body = rows.flatMap((cells, row) => {
    const filled = cells.flatMap((cell, column) =>
      cell === null || cell === "" ? [] : [cellXml(cell, `${letters(column)}${String(row + 1)}`, shared)],
    );
    return filled.length === 0 ? [] : [`<row r="${String(row + 1)}">${filled.join("")}</row>`];
  });
  return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${body.join("")}</sheetData></worksheet>`;
}

function cellXml(cell: XlsxCell, reference: string, shared: string[]): string {
  if (typeof cell === "number") return `<c r="${reference}"><v>${String(cell)}</v></c>`;
  if (cell !== null && typeof cell === "object" && "n" in cell)
    return `<c r="${reference}" s="${String(cell.style)}"><v>${String(cell.n)}</v></c>`;
  const text = typeof cell === "string" ? cell : (cell?.text ?? "");
  const ruby = cell !== null && typeof cell === "object" ? cell.ruby : [];
  const runs = ruby.map(
    ([from, to, kana]) => `<rPh sb="${String(from)}" eb="${String(to)}"><t>${escape(kana)}</t></rPh>`,
  );
  shared.push(`<si><t xml:space="preserve">${escape(text)}</t>${runs.join("")}</si>`);
  return `<c r="${reference}" t="s"><v>${String(shared.length - 1)}</v></c>`;
}

function letters(column: number): string {
  return column < 26
    ? String.fromCharCode(65 + column)
    : letters(Math.floor(column / 26) - 1) + String.fromCharCode(65 + (column % 26));
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
