import type { AggregateMeasure } from "../../../terms/release.ts";
import { indicator, Span } from "./span.ts";

/**
 * What a release told, apart from the numbers: its people lie in cells, each in at most one, and a number was published for each
 * of these sets of cells.
 */
export interface Told {
  /** The smallest number of people a cell may speak of. */
  readonly k: number;
  readonly measures: readonly AggregateMeasure[];
  readonly sets: readonly (readonly number[])[];
  /** Sets without a number of which a reader knows that somebody is in them: no zero is withheld. */
  readonly withheld: readonly (readonly number[])[];
}

/** Measures that add up amounts of people. */
export const summed = ["orders", "revenue"] as const satisfies readonly AggregateMeasure[];
export type Summed = (typeof summed)[number];

/** What is about to be told: the cell of each person index, -1 for those it does not speak of, and what each adds to a sum. */
export interface Telling extends Told {
  readonly cellOf: Int32Array;
  readonly amounts: Readonly<Partial<Record<Summed, Float64Array>>>;
}

const independent = new WeakMap<Told["sets"], readonly number[]>();

/** The sets, by number, whose numbers do not follow from those of sets before them. */
export function independentSets({ sets }: Pick<Told, "sets">): readonly number[] {
  const known = independent.get(sets);
  if (known !== undefined) return known;
  const cells = 1 + sets.reduce((most, set) => Math.max(most, ...set), 0);
  const span = new Span(cells);
  const found = [...sets.keys()].filter((at) => span.add(indicator(cells, sets[at]!)));
  independent.set(sets, found);
  return found;
}
