import type { ForecastCode, ImportForecast } from "../../../terms/release.ts";

/** Findings that change a row and do not refuse it. */
const alters: ReadonlySet<ForecastCode> = new Set([
  "too-long",
  "duplicate",
  "hash-form",
  "phone-form",
  "choice-form",
  "postal-code-form",
  "formula-run",
  "number-form",
  "date-form",
]);

/** What an importer says of a file, gathered row by row. */
export class Tally {
  readonly #rows = new Map<ForecastCode, number>();
  readonly #whole = new Set<ForecastCode>();
  #refused = 0;
  #altered = 0;

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

  /** Rows that are not even looked at. */
  lose(rows: number, code: ForecastCode): void {
    this.#rows.set(code, rows);
    this.#refused += rows;
  }

  /** What was found in one row: each code once. */
  row(codes: readonly ForecastCode[]): void {
    for (const code of codes) this.#rows.set(code, (this.#rows.get(code) ?? 0) + 1);
    if (codes.every((code) => alters.has(code))) this.#altered++;
    else this.#refused++;
  }

  /** @param rows of the whole file, headings not counted. */
  forecast(rows: number): ImportForecast {
    if (this.refusesAll) {
      const findings = [...this.#whole].map((code) => ({ code, rows: 0, refuses: true }));
      return { accepted: 0, refused: rows, altered: 0, findings };
    }
    return {
      accepted: rows - this.#refused - this.#altered,
      refused: this.#refused,
      altered: this.#altered,
      findings: [...this.#rows].map(([code, count]) => ({
        code,
        rows: count,
        refuses: count > 0 && !alters.has(code),
      })),
    };
  }
}
