import { attribute, XmlReader } from "./xml-reader.ts";

/** A text of a workbook, and its reading where Excel keeps one (furigana). */
export interface WorkbookText {
  readonly text: string;
  readonly reading?: string;
}

interface Phonetic {
  readonly from: number;
  readonly to: number;
  text: string;
}

/**
 * Collects one rich text (`si` or `is`): its runs are the text, its phonetic runs (`rPh`, ECMA-376 part 1, 18.4.6) are
 * not part of it but say how the characters `sb` to `eb` are read.
 */
export class RichText {
  private text = "";
  private phonetics: Phonetic[] = [];
  private inside: "text" | "reading" | undefined;
  private current: Phonetic | undefined;

  open(name: string, attributes: string): void {
    if (name === "rPh")
      this.current = {
        from: Number(attribute(attributes, "sb")),
        to: Number(attribute(attributes, "eb")),
        text: "",
      };
    else if (name === "t") this.inside = this.current === undefined ? "text" : "reading";
  }

  write(text: string): void {
    if (this.inside === "text") this.text += text;
    else if (this.inside === "reading" && this.current !== undefined) this.current.text += text;
  }

  close(name: string): void {
    if (name === "t") this.inside = undefined;
    else if (name === "rPh" && this.current !== undefined) {
      this.phonetics.push(this.current);
      this.current = undefined;
    }
  }

  /** The text so far; the next one begins empty. */
  take(): WorkbookText {
    const text = unescapeControl(this.text);
    const reading = this.reading();
    this.text = "";
    this.phonetics = [];
    return reading === undefined ? { text } : { text, reading };
  }

  /** The text with its phonetic runs in place of the characters they read. */
  private reading(): string | undefined {
    const runs = this.phonetics
      .filter((run) => run.text !== "" && run.to > run.from)
      .toSorted((a, b) => a.from - b.from);
    if (runs.length === 0) return undefined;
    let out = "";
    let at = 0;
    for (const run of runs) {
      if (run.from < at) continue;
      out += this.text.slice(at, run.from) + run.text;
      at = run.to;
    }
    return out + this.text.slice(at);
  }
}

/** `_x000D_` stands for a control character (18.3.1.96, ST_Xstring). */
function unescapeControl(text: string): string {
  return text.includes("_x")
    ? text.replace(/_x([\dA-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : text;
}

/** A reader of `sharedStrings.xml`; `texts` fills as it goes. */
export function sharedStringsReader(texts: WorkbookText[]): XmlReader {
  const rich = new RichText();
  return new XmlReader({
    open: (name, attributes) => rich.open(name, attributes),
    text: (text) => rich.write(text),
    close: (name) => {
      rich.close(name);
      if (name === "si") texts.push(rich.take());
    },
  });
}
