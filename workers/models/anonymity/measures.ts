import type { Microdata } from "./microdata.ts";
import { penaltiesOf, type LossMeasure } from "./penalties.ts";

/** A table as it would be released: a class and labels a row, -1 for rows left out. */
export interface Recoded {
  readonly classOf: Int32Array;
  readonly classes: number;
  /** Level of a quasi-identifier in a class. */
  readonly level: (column: number, ofClass: number) => number;
}

/** What a release loses and risks. */
export interface Measures {
  readonly suppressed: number;
  readonly smallest: number;
  readonly largest: number;
  /** Mean penalties of a cell, left-out rows counted as lost. */
  readonly losses: Readonly<Record<LossMeasure, number>>;
  /** The same by quasi-identifier. */
  readonly byColumn: readonly Readonly<Record<LossMeasure, number>>[];
  /** Discernibility: the squares of class sizes, a left-out row as all rows (Bayardo & Agrawal, ICDE 2005). */
  readonly discernibility: number;
  /** Rows kept, a class and k: 1 is the least there can be (LeFevre et al., ICDE 2006). */
  readonly averageClassSize: number;
  readonly risk: Risk;
}

/** Chances that somebody who knows a person's quasi-identifiers, and that the person is in the table, finds the row ("prosecutor" risk). */
export interface Risk {
  /** Of the person who is easiest to find. */
  readonly highest: number;
  /** Of a person drawn at random: expected share of rows found. */
  readonly average: number;
  /** Rows alone in their class. */
  readonly unique: number;
  /** Share of rows in classes below k. */
  readonly belowK: number;
}

/** Sizes of classes. */
export function classSizes(classOf: Int32Array, classes: number): Int32Array {
  const sizes = new Int32Array(classes);
  for (const one of classOf) if (one >= 0) sizes[one] = sizes[one]! + 1;
  return sizes;
}

/** The risk in a table of classes (El Emam & Dankar, JAMIA 15(5), 2008; left-out rows risk nothing and are not counted). */
export function riskOf(sizes: Int32Array, k: number): Risk {
  let [rows, unique, below, smallest] = [0, 0, 0, Infinity];
  for (const size of sizes) {
    rows += size;
    if (size === 1) unique++;
    if (size < k) below += size;
    smallest = Math.min(smallest, size);
  }
  if (rows === 0) return { highest: 0, average: 0, unique: 0, belowK: 0 };
  return { highest: 1 / smallest, average: sizes.length / rows, unique, belowK: below / rows };
}

/** Measures of a release by the definitions of each measure; rows of classes below k count as left out in discernibility. */
export function measure(data: Microdata, recoded: Recoded, k: number): Measures {
  const { classOf, classes } = recoded;
  const sizes = classSizes(classOf, classes);
  const kept = sizes.reduce((sum, size) => sum + size, 0);
  const suppressed = data.rows - kept;
  const byColumn = data.quasi.map((_, column) => ({
    ncp: columnLoss(data, recoded, column, "ncp"),
    precision: columnLoss(data, recoded, column, "precision"),
    entropy: columnLoss(data, recoded, column, "entropy"),
  }));
  const mean = (of: LossMeasure) =>
    byColumn.length === 0 ? 0 : byColumn.reduce((sum, losses) => sum + losses[of], 0) / byColumn.length;
  const left = suppressed * data.rows;
  return {
    suppressed,
    smallest: classes === 0 ? 0 : sizes.reduce((least, size) => Math.min(least, size)),
    largest: sizes.reduce((most, size) => Math.max(most, size), 0),
    losses: { ncp: mean("ncp"), precision: mean("precision"), entropy: mean("entropy") },
    byColumn,
    discernibility: sizes.reduce((sum, size) => sum + size * (size >= k ? size : data.rows), left),
    averageClassSize: classes === 0 ? 0 : kept / (classes * k),
    risk: riskOf(sizes, k),
  };
}

function columnLoss(data: Microdata, recoded: Recoded, column: number, of: LossMeasure): number {
  const { codes } = data.quasi[column]!;
  const { levels, suppressed } = penaltiesOf(data.quasi[column]!, of);
  const level = Int32Array.from({ length: recoded.classes }, (_, one) => recoded.level(column, one));
  let sum = 0;
  for (let row = 0; row < data.rows; row++) {
    const one = recoded.classOf[row]!;
    sum += (one < 0 ? suppressed : levels[level[one]!]!)[codes[row]!]!;
  }
  return data.rows === 0 ? 0 : sum / data.rows;
}
