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
  /** Runs of models whose expectations of people it told. */
  readonly runs?: readonly ToldRun[];
}

/** A run of a model, and the last day it knew of. */
export interface ToldRun {
  readonly model: "lifetime" | "churn" | "card";
  readonly run: number;
  readonly end: string;
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

/** Where a group stood when a release told of it: in which cell, and with the how-manieth of its amounts. */
export interface Place {
  readonly cell: number;
  /** -1 where it was told of no amount, or the amount was 0. */
  readonly versions: Readonly<Record<Summed, number>>;
}

/** People of whom every release so far told the same. */
interface ToldClass {
  readonly id: number;
  readonly places: ReadonlyMap<number, Place>;
  /** How many of them are no longer in the vault. */
  readonly gone: number;
}

/** All that was told so far. */
export interface History {
  /** Releases whose files appeared, oldest first. */
  readonly releases: readonly { readonly id: number; readonly told: Told }[];
  readonly classes: readonly ToldClass[];
  /** Index into `classes` of each person index; -1 for people of whom nothing was told. */
  readonly classOf: Int32Array;
  /** The different amounts a person added to sums of a measure, in the order they were first told. */
  amountsOf(sum: Summed, person: number): readonly number[];
}
