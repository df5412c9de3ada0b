import type { ForecastCode, ImportForecast } from "../../../terms/release.ts";
import type { Platform } from "../../../terms/platform.ts";
import { CsvReader } from "../files/csv-records.ts";
import { importerRules, type CellRule, type ImporterRules } from "./importer-rules.ts";
import { rowJudge, type NamedRule } from "./judge-row.ts";
import { Tally } from "./tally.ts";

/**
 * Foretells what a platform's importer would do with a file, from the written bytes alone and by its
 * documented rules. `whole` is false for the first rows of a longer file: what only the length of a list
 * decides is not judged then. A person's own sheet is judged as Excel opens it, letters as address software reads them.
 */
export function forecastImport(platform: Platform, bytes: Uint8Array, whole = true): ImportForecast {
  const twin = new ImportTwin(platform);
  twin.write(bytes);
  return twin.finish(whole);
}

/** The forecast of a list that was split into several files. */
export function joinForecasts(parts: readonly ImportForecast[]): ImportForecast {
  const rows = new Map<string, ImportForecast["findings"][number]>();
  for (const finding of parts.flatMap(({ findings }) => findings))
    rows.set(finding.code, { ...finding, rows: finding.rows + (rows.get(finding.code)?.rows ?? 0) });
  const sum = (of: (part: ImportForecast) => number): number =>
    parts.reduce((all, part) => all + of(part), 0);
  return {
    accepted: sum((part) => part.accepted),
    refused: sum((part) => part.refused),
    altered: sum((part) => part.altered),
    findings: [...rows.values()],
  };
}

/** Decoded at once. */
const sliceLength = 4_194_304;

/** An importer that reads a file in pieces, as they are written. */
export class ImportTwin {
  readonly #rules: ImporterRules;
  readonly #tally = new Tally();
  readonly #text: TextReader;
  readonly #reader = new CsvReader();
  #judge: ((cells: readonly string[]) => readonly ForecastCode[]) | undefined;
  #started = false;
  #bytes = 0;
  #rows = 0;

  constructor(platform: Platform) {
    this.#rules = importerRules[platform];
    this.#text = new TextReader(this.#rules, this.#tally);
  }

  write(bytes: Uint8Array): void {
    this.#bytes += bytes.byteLength;
    if (this.#bytes > (this.#rules.maxBytes ?? Infinity)) this.#tally.refuseAll("too-large");
    for (let at = 0; at < bytes.length; at += sliceLength)
      this.#read(this.#reader.push(this.#text.read(bytes.subarray(at, at + sliceLength))));
  }

  finish(whole: boolean): ImportForecast {
    this.#read(this.#reader.push(this.#text.end()));
    this.#read(this.#reader.end());
    if (!this.#started && !this.#tally.refusesAll) this.#start([]);
    const { maxRows = Infinity, minRows = 0, beyondMaxRows } = this.#rules;
    if (this.#rows > maxRows && beyondMaxRows === "lost")
      this.#tally.lose(this.#rows - maxRows, "too-many-rows");
    else if (this.#rows > maxRows) this.#tally.refuseAll("too-many-rows");
    // A short list is taken, but the platform cannot use it: said, and nobody's row is called refused.
    if (whole && this.#rows < minRows) this.#tally.remark("too-few-rows");
    return this.#tally.forecast(this.#rows);
  }

  #read(records: Iterable<readonly string[]>): void {
    const { maxRows = Infinity } = this.#rules;
    for (const cells of records) {
      if (!this.#started && this.#start(cells)) continue;
      if (++this.#rows > maxRows || this.#judge === undefined || this.#tally.refusesAll) continue;
      const codes = this.#judge(cells);
      if (codes.length > 0) this.#tally.row(codes);
    }
  }

  /** Reads the first record; whether it was headings. */
  #start(first: readonly string[]): boolean {
    this.#started = true;
    const columns = columnsOf(this.#rules, first, this.#tally);
    if (columns !== undefined) this.#judge = rowJudge(this.#rules, columns);
    return !isList(this.#rules.cells) || this.#rules.anyHeadings === true;
  }
}

/** Bytes in pieces, as an importer reads them; what it cannot read refuses the file. */
class TextReader {
  readonly #rules: ImporterRules;
  readonly #tally: Tally;
  readonly #left: string[];
  #decoder: TextDecoder;
  #begun = false;
  #marked = false;
  #ascii = true;

  constructor(rules: ImporterRules, tally: Tally) {
    this.#rules = rules;
    this.#tally = tally;
    const [first, ...others] = rules.encodings;
    this.#left = others;
    this.#decoder = decoderOf(first!);
  }

  read(bytes: Uint8Array): string {
    return this.#decode((decoder) => decoder.decode(bytes, { stream: true }));
  }

  end(): string {
    return this.#decode((decoder) => decoder.decode());
  }

  #decode(decode: (decoder: TextDecoder) => string): string {
    for (;;)
      try {
        return this.#unmarked(decode(this.#decoder));
      } catch {
        // Until here every encoding has said the same only where all was ASCII.
        const next = this.#ascii ? this.#left.shift() : undefined;
        if (next === undefined) {
          this.#tally.refuseAll("encoding");
          return "";
        }
        this.#decoder = decoderOf(next);
      }
  }

  #unmarked(text: string): string {
    if (text === "") return text;
    const { byteOrderMark } = this.#rules;
    const marked = !this.#begun && text.startsWith("\ufeff");
    if (marked && byteOrderMark === "taken-for-data") this.#tally.refuseAll("byte-order-mark");
    // eslint-disable-next-line no-control-regex -- ASCII reads the same in every encoding
    if (this.#ascii) this.#ascii = !/[^\u0000-\u007f]/u.test(marked ? text.slice(1) : text);
    if (!this.#begun) this.#marked = marked;
    this.#begun = true;
    if (byteOrderMark === "needed" && !this.#marked && !this.#ascii)
      this.#tally.refuseAll("byte-order-mark-missing");
    return marked ? text.slice(1) : text;
  }
}

function decoderOf(encoding: string): TextDecoder {
  return new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
}

/** The rule of each column; undefined when no column can be told. */
function columnsOf(
  { cells, anyHeadings, others = anyText }: ImporterRules,
  first: readonly string[],
  tally: Tally,
): readonly NamedRule[] | undefined {
  if (isList(cells)) {
    const width = anyHeadings ? first.length : cells.length;
    return Array.from({ length: width }, (_, name) => ({ name, rule: cells[name] ?? others }));
  }
  const columns = first.map((heading) => {
    const name = heading.trim().toLowerCase();
    const rule = Object.hasOwn(cells, name) ? cells[name] : undefined;
    if (rule === undefined) tally.remark("headings");
    return { name, rule: rule ?? others };
  });
  const known = columns.some(({ name }) => Object.hasOwn(cells, name));
  const missing = Object.entries(cells).some(
    ([name, rule]) => rule.required && !columns.some((column) => column.name === name),
  );
  if (known && !missing) return columns;
  tally.refuseAll("headings");
  return undefined;
}

const anyText: CellRule = { form: "text" };

function isList(cells: ImporterRules["cells"]): cells is readonly CellRule[] {
  return Array.isArray(cells);
}
