import { contactedChance, gainOf, MOST_RATIO, type Cell, type GainTerms } from "./gain.ts";

/** What it takes so that a campaign loses nothing. */
interface BreakEven {
  /** Share of the people contacted that must buy because of it. */
  readonly response?: number;
  readonly ratio?: number;
}

/**
 * The least ratio of hazards at which contacting all these people brings back what it costs, and the response it comes to; neither where no
 * ratio would. Bisection: the gain grows with the ratio where an order brings more than the offer takes, and else falls.
 */
export function breakEven(cells: readonly Cell[], terms: GainTerms, fixedCost: number): BreakEven {
  const total = (ratio: number): number =>
    cells.reduce(
      (sum, { people, hazard, order }) => sum + people * gainOf(hazard, order, ratio, terms).mean,
      -fixedCost,
    );
  let [low, high] = [0, MOST_RATIO];
  if (total(high) < 0) return {};
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (total(middle) >= 0) high = middle;
    else low = middle;
  }
  const people = cells.reduce((sum, cell) => sum + cell.people, 0);
  const extra = cells.reduce(
    (sum, { people: n, hazard }) => sum + n * (contactedChance(hazard, high) - contactedChance(hazard, 1)),
    0,
  );
  return { ratio: high, response: extra / people };
}

/**
 * The least response without a model: cost by what an order leaves after the offer. Nothing is known of who would buy anyway and take
 * the offer, so that with an offer it takes at least this. None where an order leaves nothing, or more than everybody would have to buy.
 *
 * @param order mean amount of an order
 */
export function plainBreakEven(
  people: number,
  order: number,
  terms: GainTerms,
  fixedCost: number,
): BreakEven {
  const { costPerContact, margin, offerCost, discount } = terms;
  const left = (margin - discount) * order - offerCost;
  if (people === 0 || left <= 0) return {};
  const response = (costPerContact + fixedCost / people) / left;
  return response <= 1 ? { response } : {};
}
