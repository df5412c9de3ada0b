/** What a contact costs and what an order brings. Money in one unit throughout; shares from 0 to 1. */
export interface GainTerms {
  readonly costPerContact: number;
  readonly margin: number;
  readonly offerCost: number;
  readonly discount: number;
  /** Squared coefficient of variation of an order's amount. */
  readonly orderSpread: number;
}

/** The gain of contacting one person: its mean, its variance, and how likely they buy because of it. */
interface Gain {
  readonly mean: number;
  readonly variance: number;
  readonly extra: number;
}

/** As good as certain: a hazard beyond makes no difference that a number could hold. */
const MOST_HAZARD = 40;

/** The hazard of buying within the time that this chance comes to: -ln(1 - p). */
export function hazardOf(chance: number): number {
  return Math.min(MOST_HAZARD, -Math.log1p(-chance));
}

/** Chance to buy of somebody with this hazard when contacted, at a ratio of hazards: 1 - (1 - p)^ratio (Cox 1972). */
export function contactedChance(hazard: number, ratio: number): number {
  return -Math.expm1(-ratio * hazard);
}

/**
 * The gain of contacting somebody against not doing so. Who buys because of it brings the margin and takes the offer; who would
 * have bought anyway takes the offer and brings nothing new; below a ratio of 1 some stay away who would have bought.
 *
 * @param hazard of buying within the time, uncontacted
 * @param order expected amount of an order
 */
export function gainOf(hazard: number, order: number, ratio: number, terms: GainTerms): Gain {
  const { costPerContact, margin, offerCost, discount, orderSpread } = terms;
  const chance = contactedChance(hazard, 1);
  const contacted = contactedChance(hazard, ratio);
  const extra = contacted - chance;
  const offer = offerCost + discount * order;
  const mean = extra * margin * order - contacted * offer;
  const spread = order * order * orderSpread;
  // What a person won over brings, or one lost takes away.
  const won = extra >= 0 ? (margin - discount) * order - offerCost : margin * order;
  const slope = extra >= 0 ? margin - discount : margin;
  const second =
    Math.min(chance, contacted) * (offer * offer + discount * discount * spread) +
    Math.abs(extra) * (won * won + slope * slope * spread);
  return { mean: mean - costPerContact, variance: Math.max(0, second - mean * mean), extra };
}

/** People alike enough to be counted together. */
export interface Cell {
  readonly people: number;
  /** Of buying within the time, uncontacted. */
  readonly hazard: number;
  readonly order: number;
}

/**
 * The ratio at which the share of people who buy because of the contact is `response`; at most `MOST_RATIO`. Newton's method from
 * 1: the share is concave in the ratio, so that it comes near from below. Answers 1 where nobody can buy.
 */
export function ratioOfResponse(cells: readonly Cell[], response: number): number {
  let people = 0;
  for (const cell of cells) people += cell.people;
  let ratio = 1;
  for (let step = 0; step < 60; step++) {
    let [share, slope] = [0, 0];
    for (const { people: n, hazard } of cells) {
      const stays = Math.exp(-ratio * hazard);
      share += n * (contactedChance(hazard, ratio) - contactedChance(hazard, 1));
      slope += n * stays * hazard;
    }
    const missing = response - share / people;
    if (missing <= 1e-12 || slope <= 0) break;
    const next = ratio + (missing * people) / slope;
    if (next >= MOST_RATIO) return MOST_RATIO;
    if (next - ratio < 1e-10 * ratio) return next;
    ratio = next;
  }
  return ratio;
}

export const MOST_RATIO = 1000;
