import type { ImportPlan } from "../../../terms/intake.ts";
import { isHashable, type DocumentedBasis } from "../../../terms/treatment.ts";
import { Cells } from "../read/cells.ts";
import { recordOf } from "../read/rewrite-record.ts";
import type { BadRow, RecordSink } from "../read/tokenizer.ts";
import type { Stage } from "../stage/stage.ts";
import { keyedHash, type Pseudonym } from "./keyed-hash.ts";

/** What is stored of columns kept on a documented basis: by slot of a person, the value of each column. */
export type KeptValues = ReadonlyMap<number, ReadonlyMap<number, string>>;

/** How the columns of a file are treated beyond their meaning. */
export interface Treatment {
  readonly plan: ImportPlan;
  readonly headings: readonly string[];
  /** Columns that never come in as they are. */
  readonly forbidden: ReadonlySet<number>;
  readonly bases: readonly DocumentedBasis[];
  /** Undefined without a vault: what would be hashed is then left out. */
  readonly pseudonym: Pseudonym | undefined;
}

/**
 * Stands before a stage: keys that are to be hashed reach it as hashes, forbidden columns reach it empty, and neither is in the
 * raw text of a row that goes to quarantine. What is kept on a documented basis is collected beside. Undefined where a file has
 * nothing to treat, so that it takes the quick way.
 */
export function treatedRows(stage: Stage, treatment: Treatment): TreatedRows | undefined {
  const hashed = (treatment.plan.hashed ?? []).filter((index) =>
    isHashable(treatment.plan.columns[index] ?? "ignore"),
  );
  return hashed.length + treatment.forbidden.size === 0
    ? undefined
    : new TreatedRows(stage, treatment, hashed);
}

class TreatedRows implements RecordSink {
  readonly kept = new Map<number, Map<number, string>>();
  private readonly stage: Stage;
  private readonly treatment: Treatment;
  private readonly hashed: readonly number[];
  private readonly out = new Cells();
  private readonly headingLine: string;

  constructor(stage: Stage, treatment: Treatment, hashed: readonly number[]) {
    this.stage = stage;
    this.treatment = treatment;
    this.hashed = hashed;
    this.headingLine = treatment.headings.join("\u001f");
  }

  record(cells: Cells): void {
    const { stage } = this;
    const texts = cells.texts();
    if (texts.map((text) => text.trim()).join("\u001f") === this.headingLine) {
      stage.record(cells);
      return;
    }
    const values = this.valuesOf(texts);
    const treated = this.treated(texts, cells.line);
    const before = stage.held.length;
    stage.record(treated);
    if (values.size === 0 || stage.held.length > before) return;
    const slot = stage.people.find(treated);
    if (typeof slot !== "number") return;
    const kept = this.kept.get(slot) ?? new Map<number, string>();
    for (const [column, value] of values) kept.set(column, value);
    this.kept.set(slot, kept);
  }

  /** A record's text without what must not be kept of it. */
  rawOf(cells: Cells): string {
    return this.treated(cells.texts(), cells.line).raw();
  }

  private treated(texts: string[], line: number): Cells {
    const { forbidden, plan } = this.treatment;
    for (const index of forbidden) if (index < texts.length) texts[index] = "";
    for (const index of this.hashed) this.hash(texts, index);
    return recordOf(this.out, texts, line, plan.reading.delimiter);
  }

  bad(row: BadRow): void {
    this.stage.bad(row);
  }

  private hash(texts: string[], index: number): void {
    const { plan, pseudonym } = this.treatment;
    const text = texts[index] ?? "";
    if (text.trim() === "") return;
    const target = plan.columns[index] ?? "ignore";
    // A key that cannot be read is no key: it waits in quarantine, without its text.
    texts[index] = pseudonym === undefined ? "" : (keyedHash(target, text, pseudonym) ?? "?");
  }

  /** What the documented bases of a file let in of a record. */
  private valuesOf(texts: readonly string[]): ReadonlyMap<number, string> {
    const { bases, forbidden, pseudonym } = this.treatment;
    const values = new Map<number, string>();
    for (const { column, hash } of bases) {
      const text = (texts[column] ?? "").trim();
      if (text === "" || !forbidden.has(column)) continue;
      if (!hash) values.set(column, text.slice(0, 500));
      else if (pseudonym !== undefined) {
        const value = keyedHash("ignore", text, pseudonym);
        if (value !== undefined) values.set(column, value);
      }
    }
    return values;
  }
}
