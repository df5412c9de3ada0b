import type { JobControl } from "../../../base/job.ts";
import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { FileLike } from "../../../terms/intake.ts";
import { cellFormat, type CellFormat } from "./cell-format.ts";
import { entryText } from "./inflate-entry.ts";
import { sharedStringsReader, type WorkbookText } from "./shared-strings.ts";
import { sheetReader, type SheetRow, type WorkbookFacts } from "./sheet-rows.ts";
import { unpackLimits } from "./unpack-limits.ts";
import { attribute, XmlReader, type XmlEvents } from "./xml-reader.ts";
import type { ZipEntry } from "./zip-directory.ts";

/** A sheet as the workbook lists it. */
export interface SheetEntry {
  readonly name: string;
  readonly hidden: boolean;
  readonly entry: ZipEntry;
}

/** An open workbook: its sheets, and what their cells refer to. */
export interface Workbook {
  readonly file: FileLike;
  readonly sheets: readonly SheetEntry[];
  readonly facts: WorkbookFacts;
}

const nothing: XmlEvents = { open: () => undefined, text: () => undefined, close: () => undefined };

/** Whether an archive's directory is that of an Excel workbook. */
export function isWorkbook(entries: readonly ZipEntry[]): boolean {
  return entries.some(({ name }) => name === "xl/workbook.xml");
}

/**
 * Opens an XLSX workbook (ECMA-376): reads its sheets' names, styles and shared texts. Sheets are read afterwards, one
 * at a time. Faults: "file-damaged", "file-bomb".
 * @throws Cancelled
 */
export async function openWorkbook(
  file: FileLike,
  entries: readonly ZipEntry[],
  job: JobControl,
): Promise<Outcome<Workbook>> {
  const read = async (name: string, events: XmlEvents | XmlReader): Promise<Outcome<null>> => {
    const entry = entries.find((one) => one.name === name);
    if (entry === undefined) return ok(null);
    const reader = events instanceof XmlReader ? events : new XmlReader(events);
    return entryText(file, entry, (text) => reader.push(text), job);
  };
  const sheets: { readonly name: string; readonly id: string; readonly hidden: boolean }[] = [];
  const targets = new Map<string, string>();
  const texts: WorkbookText[] = [];
  const styles = new Styles();
  let from1904 = false;
  const parts = [
    await read("xl/workbook.xml", {
      ...nothing,
      open: (name, attributes) => {
        if (name === "workbookPr") from1904 = /^(?:1|true)$/.test(attribute(attributes, "date1904") ?? "");
        if (name !== "sheet") return;
        const hidden = (attribute(attributes, "state") ?? "visible") !== "visible";
        // The prefix of r:id is free; the attribute's own `id` would be `sheetId`.
        sheets.push({
          name: attribute(attributes, "name") ?? "",
          id: attribute(attributes, "id") ?? "",
          hidden,
        });
      },
    }),
    await read("xl/_rels/workbook.xml.rels", {
      ...nothing,
      open: (name, attributes) => {
        if (name === "Relationship")
          targets.set(attribute(attributes, "Id") ?? "", attribute(attributes, "Target") ?? "");
      },
    }),
    await read("xl/styles.xml", styles),
    await read("xl/sharedStrings.xml", sharedStringsReader(texts)),
  ];
  for (const part of parts) if (!part.ok) return part;
  const found = sheets.flatMap(({ name, id, hidden }): SheetEntry[] => {
    const target = (targets.get(id) ?? "").replace(/^\/?(?:xl\/)?/, "xl/");
    const entry = entries.find((one) => one.name === target);
    return entry === undefined ? [] : [{ name, hidden, entry }];
  });
  if (found.length === 0) return fault("file-damaged", { kind: "XLSX" });
  return ok({ file, sheets: found, facts: { texts, formats: styles.formats(), from1904 } });
}

/**
 * Reads a sheet row by row. With `most`, reading stops after that many rows.
 * @throws Cancelled
 */
export async function readSheet(
  workbook: Workbook,
  sheet: SheetEntry,
  take: (row: SheetRow) => void,
  job: JobControl,
  most: number = unpackLimits.sheetRows,
): Promise<Outcome<null>> {
  let rows = 0;
  const reader = sheetReader(workbook.facts, (row) => {
    if (rows++ < most) take(row);
  });
  return entryText(
    workbook.file,
    sheet.entry,
    (text) => reader.push(text),
    job,
    () => rows >= most,
  );
}

/** The number formats of `styles.xml`, by the numbers cells name them with. */
class Styles implements XmlEvents {
  private readonly codes = new Map<number, string>();
  private readonly ids: number[] = [];
  private inCells = false;

  open(name: string, attributes: string): void {
    if (name === "numFmt")
      this.codes.set(Number(attribute(attributes, "numFmtId")), attribute(attributes, "formatCode") ?? "");
    else if (name === "cellXfs") this.inCells = true;
    else if (name === "xf" && this.inCells) this.ids.push(Number(attribute(attributes, "numFmtId") ?? 0));
  }

  text(): void {
    return undefined;
  }

  close(name: string): void {
    if (name === "cellXfs") this.inCells = false;
  }

  formats(): readonly CellFormat[] {
    return this.ids.map((id) => cellFormat(id, this.codes.get(id)));
  }
}
