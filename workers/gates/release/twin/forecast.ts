import type { ForecastCode, ImportForecast, Platform } from "../../../terms/release.ts";
import { csvRecords } from "../files/csv-records.ts";
import { importerRules, type CellForm, type CellRule, type ImporterRules } from "./importer-rules.ts";

const forms: Readonly<Record<CellForm, { readonly fits: RegExp; readonly code: ForecastCode }>> = {
  sha256: { fits: /^[0-9a-f]{64}$/u, code: "hash-form" },
  email: { fits: /^[^\s@,;"]+@[^\s@,;"]+\.[^\s@,;"]+$/u, code: "address-form" },
  "line-email": { fits: /^[A-Za-z0-9_.-]+@[A-Za-z0-9_.-]+$/u, code: "address-form" },
  "line-user-id": { fits: /^U[0-9a-f]{32}$/u, code: "value-form" },
  e164: { fits: /^\+[1-9]\d{7,14}$/u, code: "phone-form" },
  country: { fits: /^[A-Z]{2}$/u, code: "value-form" },
  text: { fits: /^/u, code: "value-form" },
};

/** SHA-256 of the empty text (FIPS 180-4): a match of everybody who has no value with each other. */
const hashOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** What a finding does to its row. */
const alters: ReadonlySet<ForecastCode> = new Set(["too-long", "duplicate", "hash-form", "phone-form"]);

/**
 * Foretells what a platform's importer would do with a file, from the written bytes alone and by its
 * documented rules. `whole` is false for the first rows of a longer file: what only the length of a list
 * decides is not judged then. A platform without an importer accepts what it is given.
 */
export function forecastImport(platform: Platform, bytes: Uint8Array, whole = true): ImportForecast {
  const rules = importerRules[platform];
  if (rules === undefined) return nothingToSay;
  const tally = new Tally();
  const text = textOf(bytes, rules, tally);
  if (text === undefined) return tally.refusedWhole(0);
  const rows = [...csvRecords(text)];
  const cellRules = columnsOf(rules, rows, tally);
  if (cellRules === undefined) return tally.refusedWhole(rows.length);
  judgeSize(rules, bytes, rows.length, whole, tally);
  if (tally.refusesAll) return tally.refusedWhole(rows.length);
  judgeRows(rules, cellRules, rows, tally);
  return tally.forecast(rows.length);
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

const nothingToSay: ImportForecast = { accepted: 0, refused: 0, altered: 0, findings: [] };

interface NamedRule {
  readonly name: string | number;
  readonly rule: CellRule;
}

class Tally {
  readonly #rows = new Map<ForecastCode, number>();
  readonly #whole = new Set<ForecastCode>();
  refused = 0;
  altered = 0;

  refuseAll(code: ForecastCode): void {
    this.#whole.add(code);
  }

  /** Said of the file, without refusing it. */
  remark(code: ForecastCode): void {
    this.#rows.set(code, 0);
  }

  get refusesAll(): boolean {
    return this.#whole.size > 0;
  }

  row(codes: ReadonlySet<ForecastCode>): void {
    if (codes.size === 0) return;
    for (const code of codes) this.#rows.set(code, (this.#rows.get(code) ?? 0) + 1);
    if ([...codes].every((code) => alters.has(code))) this.altered++;
    else this.refused++;
  }

  refusedWhole(rows: number): ImportForecast {
    const findings = [...this.#whole].map((code) => ({ code, rows: 0, refuses: true }));
    return { accepted: 0, refused: rows, altered: 0, findings };
  }

  forecast(rows: number): ImportForecast {
    return {
      accepted: rows - this.refused - this.altered,
      refused: this.refused,
      altered: this.altered,
      findings: [...this.#rows].map(([code, count]) => ({
        code,
        rows: count,
        refuses: count > 0 && !alters.has(code),
      })),
    };
  }
}

/** The text as the importer reads it; undefined when it cannot. */
function textOf(bytes: Uint8Array, rules: ImporterRules, tally: Tally): string | undefined {
  for (const encoding of rules.encodings)
    try {
      const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
      if (!text.startsWith("\ufeff")) return text;
      if (rules.byteOrderMark === "skipped") return text.slice(1);
      tally.refuseAll("byte-order-mark");
      return text;
    } catch {
      continue;
    }
  tally.refuseAll("encoding");
  return undefined;
}

/** The rule of each column; takes the heading row off `rows`. Undefined when no column can be told. */
function columnsOf(rules: ImporterRules, rows: (readonly string[])[], tally: Tally): NamedRule[] | undefined {
  const { cells } = rules;
  if (isList(cells)) return cells.map((rule, name) => ({ name, rule }));
  const headings = rows.shift() ?? [];
  const columns = headings.map((heading) => {
    const name = heading.trim().toLowerCase();
    const rule = Object.hasOwn(cells, name) ? cells[name] : undefined;
    if (rule === undefined) tally.remark("headings");
    return { name, rule: rule ?? { form: "text" as const } };
  });
  const known = columns.some(({ name }) => typeof name === "string" && Object.hasOwn(cells, name));
  const missing = Object.entries(cells).some(
    ([name, rule]) => rule.required && !columns.some((column) => column.name === name),
  );
  if (known && !missing) return columns;
  tally.refuseAll("headings");
  return undefined;
}

function isList(cells: ImporterRules["cells"]): cells is readonly CellRule[] {
  return Array.isArray(cells);
}

function judgeSize(
  { maxRows = Infinity, maxBytes = Infinity, minRows = 0 }: ImporterRules,
  bytes: Uint8Array,
  rows: number,
  whole: boolean,
  tally: Tally,
): void {
  if (rows > maxRows) tally.refuseAll("too-many-rows");
  if (bytes.byteLength > maxBytes) tally.refuseAll("too-large");
  // A short list is taken, but the platform cannot use it: said, and nobody's row is called refused.
  if (whole && rows < minRows) tally.remark("too-few-rows");
}

function judgeRows(
  rules: ImporterRules,
  columns: readonly NamedRule[],
  rows: readonly (readonly string[])[],
  tally: Tally,
): void {
  const seen = new Set<string>();
  const keyPlace = columns.findIndex(({ name }) => name === rules.key);
  for (const cells of rows) {
    const codes = new Set<ForecastCode>();
    if (cells.length !== columns.length) codes.add("cells-missing");
    for (const [place, { rule }] of columns.entries()) judgeCell(rule, cells[place] ?? "", codes);
    const filled = new Set(columns.filter((_, place) => (cells[place] ?? "") !== "").map(({ name }) => name));
    const matches =
      rules.matchesBy?.some((group) => group.every((name) => filled.has(name))) ?? filled.size > 0;
    if (!matches) codes.add("nothing-to-match");
    const key = cells[keyPlace] ?? "";
    if (key !== "" && seen.has(key)) codes.add("duplicate");
    seen.add(key);
    tally.row(codes);
  }
}

function judgeCell(rule: CellRule, cell: string, codes: Set<ForecastCode>): void {
  if (cell === "") {
    if (rule.required) codes.add("required-missing");
    return;
  }
  const { fits, code } = forms[rule.form];
  if (!fits.test(cell)) codes.add(code);
  else if (rule.form === "sha256" && cell === hashOfNothing) codes.add("hash-of-nothing");
  if (rule.keepsBytes !== undefined && new TextEncoder().encode(cell).byteLength > rule.keepsBytes)
    codes.add("too-long");
}
