/** What a written CSV holds, as far as verifying needs it. */
export interface CsvOutline {
  readonly header: readonly string[];
  /** Records after the header; all of them where a platform takes no header. */
  readonly rows: number;
}

/** How a written CSV is to be read, where it is not UTF-8 with a header. */
export interface CsvForm {
  /** The first record is a row like any other. */
  readonly headless?: boolean | undefined;
  readonly encoding?: "windows-31j" | undefined;
}

/** Decoded at once; a file may be longer than one string can be. */
const sliceLength = 4_194_304;

/** Header and number of records of an RFC 4180 text. */
export function csvOutline(bytes: Uint8Array, { headless = false, encoding }: CsvForm = {}): CsvOutline {
  const decoder = new TextDecoder(encoding ?? "utf-8");
  const reader = new CsvReader();
  let header: readonly string[] | undefined;
  let records = 0;
  const count = (found: Iterable<readonly string[]>): void => {
    for (const cells of found) {
      header ??= cells;
      records++;
    }
  };
  for (let at = 0; at < bytes.length; at += sliceLength)
    count(reader.push(decoder.decode(bytes.subarray(at, at + sliceLength), { stream: true })));
  count(reader.push(decoder.decode()));
  count(reader.end());
  return headless || header === undefined
    ? { header: [], rows: records }
    : { header, rows: Math.max(0, records - 1) };
}

/** The records of an RFC 4180 text; line ends inside quotes belong to their cell, CRLF, LF and CR end a record alike. */
export function* csvRecords(text: string): Generator<readonly string[]> {
  const reader = new CsvReader();
  yield* reader.push(text);
  yield* reader.end();
}

/** Records of a text that comes in pieces, cut anywhere. */
export class CsvReader {
  #rest = "";

  /** The records that are complete by now. */
  *push(text: string): Generator<readonly string[]> {
    const all = this.#rest + text;
    this.#rest = "";
    let start = 0;
    while (start < all.length) {
      const found = plainRecord(all, start) ?? quotedRecord(all, start, false);
      if (found === undefined) break;
      yield found.cells;
      start = found.next;
    }
    this.#rest = all.slice(start);
  }

  /** The record that no line end follows, where there is one. */
  *end(): Generator<readonly string[]> {
    const all = this.#rest;
    this.#rest = "";
    let start = 0;
    while (start < all.length) {
      const found = quotedRecord(all, start, true);
      if (found === undefined) return;
      yield found.cells;
      start = found.next;
    }
  }
}

interface FoundRecord {
  readonly cells: readonly string[];
  /** Where the next one begins. */
  readonly next: number;
}

/** A record that ends with LF or CRLF and holds no quote and no other CR; undefined for any other. */
function plainRecord(text: string, start: number): FoundRecord | undefined {
  const lineEnd = text.indexOf("\n", start);
  if (lineEnd < 0) return undefined;
  const line = text.slice(start, text[lineEnd - 1] === "\r" && lineEnd > start ? lineEnd - 1 : lineEnd);
  if (line.includes('"') || line.includes("\r")) return undefined;
  return { cells: line.split(","), next: lineEnd + 1 };
}

/** Any record, letter by letter; undefined where more of the text is needed to know its end. */
function quotedRecord(text: string, start: number, last: boolean): FoundRecord | undefined {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  let begun = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at]!;
    if (!last && at + 1 === text.length && (char === '"' || char === "\r")) return undefined;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += char;
        at++;
      } else quoted = false;
    } else if (char === '"') quoted = begun = true;
    else if (char === "\n" || (char === "\r" && text[at + 1] !== "\n"))
      return { cells: [...cells, cell], next: at + 1 };
    else if (char !== "\r") {
      if (char === ",") cells.push(cell);
      cell = char === "," ? "" : cell + char;
      begun = true;
    }
  }
  return last && begun ? { cells: [...cells, cell], next: text.length } : undefined;
}
