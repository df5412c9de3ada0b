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

/** Header and number of records of an RFC 4180 text. */
export function csvOutline(bytes: Uint8Array, { headless = false, encoding }: CsvForm = {}): CsvOutline {
  let header: readonly string[] = [];
  let records = 0;
  for (const cells of csvRecords(new TextDecoder(encoding ?? "utf-8").decode(bytes)))
    if (records++ === 0) header = cells;
  return headless ? { header: [], rows: records } : { header, rows: Math.max(0, records - 1) };
}

/** The records of an RFC 4180 text; line ends inside quotes belong to their cell, CRLF, LF and CR end a record alike. */
export function* csvRecords(text: string): Generator<readonly string[]> {
  let record: string[] = [];
  let cell = "";
  let quoted = false;
  let begun = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += char;
        at++;
      } else quoted = false;
    } else if (char === '"') quoted = begun = true;
    else if (char === "\n" || (char === "\r" && text[at + 1] !== "\n")) {
      yield [...record, cell];
      record = [];
      cell = "";
      begun = false;
    } else if (char !== "\r") {
      if (char === ",") record.push(cell);
      cell = char === "," ? "" : cell + char;
      begun = true;
    }
  }
  if (begun) yield [...record, cell];
}
