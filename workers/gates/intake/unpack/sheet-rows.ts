import { numberText, type CellFormat } from "./cell-format.ts";
import { RichText, type WorkbookText } from "./shared-strings.ts";
import { attribute, XmlReader } from "./xml-reader.ts";

/** What cells of a workbook refer to. */
export interface WorkbookFacts {
  readonly texts: readonly WorkbookText[];
  /** By the style number of a cell. */
  readonly formats: readonly CellFormat[];
  readonly from1904: boolean;
}

/** One row of a sheet. `readings` holds furigana by column, where there is any. */
export interface SheetRow {
  /** One-based row number of the sheet. */
  readonly row: number;
  readonly cells: readonly string[];
  readonly readings: ReadonlyMap<number, string>;
}

const noFormat: CellFormat = { kind: "plain" };
const noReadings: ReadonlyMap<number, string> = new Map();

/** A reader of one sheet's XML that hands on each row as it ends. */
export function sheetReader(facts: WorkbookFacts, take: (row: SheetRow) => void): XmlReader {
  const state = new SheetState(facts, take);
  return new XmlReader({
    open: (name, attributes) => state.open(name, attributes),
    text: (text) => state.text(text),
    close: (name) => state.close(name),
  });
}

class SheetState {
  private readonly facts: WorkbookFacts;
  private readonly take: (row: SheetRow) => void;
  private readonly rich = new RichText();
  private cells: string[] = [];
  private readings: Map<number, string> | undefined;
  private row = 0;
  private column = -1;
  private type = "";
  private style = 0;
  private value = "";
  private inValue = false;
  private inRich = false;

  constructor(facts: WorkbookFacts, take: (row: SheetRow) => void) {
    this.facts = facts;
    this.take = take;
  }

  open(name: string, attributes: string): void {
    if (name === "c") this.openCell(attributes);
    else if (name === "v") this.inValue = true;
    else if (name === "is") this.inRich = true;
    else if (name === "row") {
      const row = Number(attribute(attributes, "r"));
      this.row = Number.isInteger(row) && row > this.row ? row : this.row + 1;
      this.cells = [];
      this.readings = undefined;
      this.column = -1;
    } else if (this.inRich) this.rich.open(name, attributes);
  }

  text(text: string): void {
    if (this.inValue) this.value += text;
    else if (this.inRich) this.rich.write(text);
  }

  close(name: string): void {
    if (name === "v") this.inValue = false;
    else if (name === "is") this.inRich = false;
    else if (name === "c") this.closeCell();
    else if (name === "row")
      this.take({ row: this.row, cells: this.cells, readings: this.readings ?? noReadings });
    else if (this.inRich) this.rich.close(name);
  }

  private openCell(attributes: string): void {
    const column = columnOf(attribute(attributes, "r") ?? "");
    this.column = column > this.column ? column : this.column + 1;
    this.type = attribute(attributes, "t") ?? "n";
    this.style = Number(attribute(attributes, "s") ?? 0);
    this.value = "";
  }

  private closeCell(): void {
    const found = this.found();
    if (found.text === "") return;
    while (this.cells.length < this.column) this.cells.push("");
    this.cells[this.column] = found.text;
    if (found.reading !== undefined) (this.readings ??= new Map()).set(this.column, found.reading);
  }

  private found(): WorkbookText {
    const { value, facts } = this;
    switch (this.type) {
      case "s":
        return facts.texts[Number(value)] ?? { text: "" };
      case "inlineStr":
        return this.rich.take();
      case "b":
        return { text: value === "1" ? "TRUE" : value === "" ? "" : "FALSE" };
      case "d":
        return { text: value.replace("T", " ").replace(/ 00:00:00(?:\.0+)?Z?$/, "") };
      case "n":
        return { text: numberText(value, facts.formats[this.style] ?? noFormat, facts.from1904) };
      default:
        return { text: value };
    }
  }
}

/** Zero-based column of a reference such as `AB12`; -1 when it names none. */
function columnOf(reference: string): number {
  let column = 0;
  for (const character of reference) {
    const code = character.charCodeAt(0) - 64;
    if (code < 1 || code > 26) break;
    column = column * 26 + code;
  }
  return column > 16_384 ? -1 : column - 1;
}
