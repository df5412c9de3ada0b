/** What a model said of people it was not shown, and what came of it: one entry a person. */
export interface HeldOutPeople {
  /** Rows of the run's people. */
  readonly person: Int32Array;
  /** Of the outcome, 0 to 1. */
  readonly chance: Float64Array;
  readonly outcome: Uint8Array;
  /** By what people are put in order where that is not the chance. */
  readonly rank?: Float64Array;
}

/**
 * 1 for the `count` entries with the highest values. Where many have the value at the limit they are all in or all out, whichever comes
 * nearer, and in where nobody would be chosen else: who is chosen does not hang on the order of the rows.
 */
export function chosenHighest(values: Float64Array, count: number): Uint8Array {
  const n = values.length;
  if (count <= 0 || n === 0) return new Uint8Array(n);
  if (count >= n) return new Uint8Array(n).fill(1);
  const sorted = values.slice().sort();
  const limit = sorted[n - count]!;
  const above = n - 1 - sorted.lastIndexOf(limit);
  const from = n - sorted.indexOf(limit);
  const all = above === 0 || from - count <= count - above;
  return Uint8Array.from(values, (value) => (value > limit || (all && value === limit) ? 1 : 0));
}
