/** Where a list is best cut, best people first. */
export interface BestCut {
  /** How many bring the most; 0 where nobody is worth it. */
  readonly people: number;
  /** The fewest and the most that bring back what is spent; absent where no number does. */
  readonly fewest?: number;
  readonly most?: number;
}

/**
 * Cuts a list, in falling order of score, where the gain of the next person no longer covers the cost. People of one score stay
 * together: a condition on the score cannot tell them apart.
 *
 * @param score NaN for people without one: they come last, and no cut lies among them
 * @param gain expected gain of contacting each person
 */
export function bestCut(score: Float64Array, gain: Float64Array, fixedCost: number): BestCut {
  let [sum, best, people] = [0, 0, 0];
  let fewest: number | undefined;
  let most: number | undefined;
  for (let i = 0; i < gain.length; i++) {
    sum += gain[i]!;
    const last = i + 1 === gain.length;
    if (!last && (score[i] === score[i + 1] || Number.isNaN(score[i]!))) continue;
    if (sum > best) [best, people] = [sum, i + 1];
    if (sum < fixedCost) continue;
    fewest ??= i + 1;
    most = i + 1;
  }
  return { people, ...(fewest !== undefined && { fewest }), ...(most !== undefined && { most }) };
}
