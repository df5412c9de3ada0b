import type { SensitiveColumn } from "./microdata.ts";

/** Ways to ask for l different values of a sensitive column within every class. */
export const diversityKinds = ["distinct", "entropy", "recursive"] as const;
export type DiversityKind = (typeof diversityKinds)[number];

/** What every class must fulfil besides its size. */
export interface Demands {
  readonly l?: number;
  readonly diversity: DiversityKind;
  /** The c of recursive (c, l)-diversity. */
  readonly c: number;
  readonly t?: number;
}

/** How one class stands in one sensitive column. */
export interface Standing {
  /** Different values. */
  readonly distinct: number;
  /** e to the entropy: the number of equally frequent values that would be as diverse. */
  readonly effective: number;
  /** Distance of the class's distribution from the table's. */
  readonly distance: number;
  /** Whether (c, l)-diversity holds; true where it is not asked for. */
  readonly recursive: boolean;
}

/**
 * Judges classes in one sensitive column.
 *
 * Distinct, entropy and recursive (c, l)-diversity: Machanavajjhala, Kifer, Gehrke & Venkitasubramaniam, ACM TKDD 1(1),
 * 2007, definitions 4.1 and 4.2: the entropy is at least ln l; the most frequent value occurs fewer than c times as often as the
 * l-th, (l+1)-th … together. t-closeness: Li, Li & Venkatasubramanian, ICDE 2007, sections 4 and 5.1: the earth mover's
 * distance between class and table, with the equal distance for categories (half the sum of differences) and the ordered
 * distance for ranked values (the sum of cumulated differences over m - 1).
 */
export class DiversityJudge {
  readonly #column: SensitiveColumn;
  readonly #table: Float64Array;
  readonly #tally: Int32Array;
  readonly #touched: Int32Array;

  constructor(column: SensitiveColumn) {
    this.#column = column;
    this.#table = new Float64Array(column.values);
    this.#tally = new Int32Array(column.values);
    this.#touched = new Int32Array(column.values);
    for (const code of column.codes) this.#table[code] = this.#table[code]! + 1 / column.codes.length;
  }

  /** The standing of the class made of `rows[from]` to `rows[to - 1]`. */
  judge(rows: Int32Array, from: number, to: number, { c, l, diversity, t }: Demands): Standing {
    const { codes } = this.#column;
    const tally = this.#tally;
    let distinct = 0;
    for (let i = from; i < to; i++) {
      const code = codes[rows[i]!]!;
      if (tally[code] === 0) this.#touched[distinct++] = code;
      tally[code] = tally[code]! + 1;
    }
    const size = to - from;
    let entropy = 0;
    for (let i = 0; i < distinct; i++) {
      const share = tally[this.#touched[i]!]! / size;
      entropy -= share * Math.log(share);
    }
    const distance = t === undefined ? 0 : this.#distance(size, distinct);
    const recursive = diversity !== "recursive" || l === undefined || this.#recursive(distinct, c, l);
    for (let i = 0; i < distinct; i++) tally[this.#touched[i]!] = 0;
    return { distinct, effective: Math.exp(entropy), distance, recursive };
  }

  #recursive(distinct: number, c: number, l: number): boolean {
    const counts = Array.from({ length: distinct }, (_, i) => this.#tally[this.#touched[i]!]!);
    counts.sort((a, b) => b - a);
    const rest = counts.slice(Math.max(0, Math.ceil(l) - 1)).reduce((sum, count) => sum + count, 0);
    return (counts[0] ?? 0) < c * rest;
  }

  #distance(size: number, distinct: number): number {
    const table = this.#table;
    if (this.#column.ranked && table.length > 1) {
      let [cumulated, sum] = [0, 0];
      for (let value = 0; value < table.length; value++) {
        cumulated += this.#tally[value]! / size - table[value]!;
        sum += Math.abs(cumulated);
      }
      return sum / (table.length - 1);
    }
    // Values the class has not differ by all they have in the table.
    let [sum, reached] = [0, 0];
    for (let i = 0; i < distinct; i++) {
      const value = this.#touched[i]!;
      sum += Math.abs(this.#tally[value]! / size - table[value]!);
      reached += table[value]!;
    }
    return (sum + Math.max(0, 1 - reached)) / 2;
  }
}

/** A rounding of the last digit must not decide: distributions are sums of fractions. */
const slack = 1e-9;

/** Whether a class fulfils what is asked. */
export function fulfils(standing: Standing, { l, diversity, t }: Demands): boolean {
  if (t !== undefined && standing.distance > t + slack) return false;
  if (l === undefined) return true;
  if (diversity === "recursive") return standing.recursive;
  return (diversity === "entropy" ? standing.effective + slack : standing.distinct) >= l;
}
