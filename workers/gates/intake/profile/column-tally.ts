import type { ColumnFacts, Histogram } from "../../../terms/profile.ts";
import { HistogramBins } from "./histogram-bins.ts";
import { KeptMinima } from "./kept-minima.ts";

/** Distinct values held one by one; beyond it they are estimated. */
const HELD = 20_000;
const TOP = 8;
const SHOWN_TEXT = 80;
/** Cells whose text is looked at for personal data. */
const LOOKED_AT = 2000;

/** Counts one column, in memory that does not grow with the file. */
export class ColumnTally {
  rows = 0;
  blanks = 0;
  numbers = 0;
  days = 0;
  /** Filled cells in which personal data was found, and how many were looked at. */
  personal = 0;
  looked = 0;
  readonly number = new HistogramBins();
  readonly day = new HistogramBins();
  readonly length = new HistogramBins();
  private readonly most: number;
  private counts = new Map<string, number>();
  private exact = true;
  private readonly minima = new KeptMinima();

  /** `width` is the number of columns beside it: they share the room there is. */
  constructor(width: number) {
    this.most = Math.max(200, Math.min(HELD, Math.floor(2_000_000 / Math.max(1, width))));
  }

  /** Whether the text of the next filled cell should be looked at. */
  get curious(): boolean {
    return this.looked < LOOKED_AT;
  }

  take(text: string): void {
    const key = text.length > 200 ? text.slice(0, 200) : text;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    this.minima.add(text);
    if (this.counts.size > this.most) this.prune();
  }

  /** Forgets the rarest: whoever is frequent comes back (lossy counting, Manku and Motwani 2002). */
  private prune(): void {
    this.exact = false;
    let least = 1;
    while (this.counts.size > this.most / 2) {
      for (const [key, count] of this.counts) if (count <= least) this.counts.delete(key);
      least *= 2;
    }
  }

  get distinct(): { readonly distinct: number; readonly distinctExact: boolean } {
    return this.exact
      ? { distinct: this.counts.size, distinctExact: true }
      : { distinct: Math.max(this.counts.size, this.minima.estimate()), distinctExact: false };
  }

  top(): ColumnFacts["top"] {
    return [...this.counts]
      .toSorted((a, b) => b[1] - a[1])
      .slice(0, TOP)
      .map(([value, rows]) => ({ value: value.slice(0, SHOWN_TEXT), rows }));
  }

  /** Some different values, for telling what the column looks like. */
  samples(): readonly string[] {
    return [...this.counts.keys()].slice(0, 500);
  }

  get type(): ColumnFacts["type"] {
    const filled = this.rows - this.blanks;
    if (filled === 0) return "blank";
    if (this.days >= filled * 0.9) return "date";
    return this.numbers >= filled * 0.9 ? "number" : "text";
  }

  histogram(): Histogram | undefined {
    const { type } = this;
    if (type === "blank") return undefined;
    const kind = type === "number" ? "number" : type === "date" ? "day" : "length";
    return this[kind].counted(kind);
  }
}
