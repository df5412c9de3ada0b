import type { Histogram } from "../../../terms/profile.ts";

const BINS = 24;

/**
 * Counts numbers in a fixed number of bins whose width doubles when a number lies outside: one pass, every number
 * counted, no number kept.
 */
export class HistogramBins {
  private counts = new Float64Array(BINS);
  private width = 1;
  private from = 0;
  private empty = true;
  count = 0;
  least = Infinity;
  most = -Infinity;

  add(value: number): void {
    this.count++;
    if (value < this.least) this.least = value;
    if (value > this.most) this.most = value;
    if (this.empty) {
      this.empty = false;
      this.width = Math.max(1, 2 ** Math.floor(Math.log2(Math.abs(value) / BINS || 1)));
      this.from = Math.floor(value / this.width) * this.width - (BINS / 2) * this.width;
    }
    while (value < this.from || value >= this.from + BINS * this.width) this.widen(value < this.from);
    const bin = Math.min(BINS - 1, Math.floor((value - this.from) / this.width));
    this.counts[bin] = (this.counts[bin] ?? 0) + 1;
  }

  /** Doubles the width, downwards or upwards. */
  private widen(down: boolean): void {
    const next = new Float64Array(BINS);
    for (let bin = 0; bin < BINS; bin++) {
      const into = down ? (BINS + bin) >> 1 : bin >> 1;
      next[into] = (next[into] ?? 0) + (this.counts[bin] ?? 0);
    }
    if (down) this.from -= BINS * this.width;
    this.width *= 2;
    this.counts = next;
  }

  /** The value below which a share of all numbers lies, straight lines inside a bin. */
  quantile(share: number): number {
    const wanted = share * this.count;
    let seen = 0;
    for (let bin = 0; bin < BINS; bin++) {
      const here = this.counts[bin] ?? 0;
      if (seen + here >= wanted && here > 0)
        return Math.min(
          this.most,
          Math.max(this.least, this.from + (bin + (wanted - seen) / here) * this.width),
        );
      seen += here;
    }
    return this.most;
  }

  counted(kind: Histogram["kind"]): Histogram | undefined {
    if (this.count === 0) return undefined;
    const counts = [...this.counts];
    const first = counts.findIndex((count) => count > 0);
    const last = counts.findLastIndex((count) => count > 0);
    return {
      kind,
      from: this.from + first * this.width,
      width: this.width,
      counts: counts.slice(first, last + 1),
    };
  }
}
