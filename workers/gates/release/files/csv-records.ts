/** What a written CSV holds, as far as verifying needs it. */
export interface CsvOutline {
  readonly header: readonly string[];
  /** Records after the header. */
  readonly rows: number;
}

/** Header and number of records of an RFC 4180 text; line ends inside quotes belong to their cell. */
export function csvOutline(bytes: Uint8Array): CsvOutline {
  const text = new TextDecoder().decode(bytes);
  const header: string[] = [];
  let records = 0;
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
      if (records === 0) header.push(cell);
      records++;
      cell = "";
      begun = false;
    } else if (char !== "\r") {
      if (char === "," && records === 0) header.push(cell);
      cell = char === "," ? "" : cell + char;
      begun = true;
    }
  }
  if (begun) {
    if (records === 0) header.push(cell);
    records++;
  }
  return { header, rows: Math.max(0, records - 1) };
}
