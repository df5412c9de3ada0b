import { shareDifference, type Share } from "../../stats/wilson.ts";

/** What is known of an offer when several are compared. */
export interface ComparedOffer {
  /** The gain expected of it with its 95 % range; absent where the vault does not know enough. */
  readonly value?: Share;
  /** Its effect is a single number somebody gave: no range stands behind it. */
  readonly assumed: boolean;
  /** At its cost no response would bring back what is spent. */
  readonly neverPays: boolean;
}

/** Why no offer can be called the best. */
type OfferDoubt = "no-value" | "assumed-response" | "may-lose" | "ranges-overlap";

/** What comes of comparing offers. */
interface OfferAdvice {
  readonly verdict: "ahead" | "none-pays" | "too-little-evidence";
  /** The place of the offer with the greatest expected gain; absent where none has one. */
  readonly best?: number;
  readonly doubts: readonly OfferDoubt[];
  /** Of the best against each other offer, by place; absent where one of the two has no value, and for itself. */
  readonly ahead: readonly (Share | undefined)[];
}

/**
 * Which of several offers to make, if any: the best must be likely to gain, and likely to gain more than each other one. The range of a
 * difference comes from the ranges of both (the MOVER method: Zou & Donner 2008, Statistics in Medicine 27: 1693-1702), as if their
 * errors were independent. Offers to the same people err alike, so that it is rather too wide: what is called ahead is so.
 */
export function adviseOffers(offers: readonly ComparedOffer[]): OfferAdvice {
  const best = bestOf(offers);
  const ahead = offers.map(({ value }, place) => {
    const top = best === undefined ? undefined : offers[best]?.value;
    return value === undefined || top === undefined || place === best
      ? undefined
      : shareDifference(top, value);
  });
  const doubts = doubtsOf(offers, best, ahead);
  const loses = ({ value, neverPays }: ComparedOffer): boolean =>
    neverPays || (value !== undefined && value.high < 0);
  const nonePays = offers.every((offer) => loses(offer) && (offer.neverPays || !offer.assumed));
  return {
    verdict: nonePays ? "none-pays" : doubts.length === 0 ? "ahead" : "too-little-evidence",
    ...(best !== undefined && { best }),
    doubts: nonePays ? [] : doubts,
    ahead,
  };
}

function bestOf(offers: readonly ComparedOffer[]): number | undefined {
  let best: number | undefined;
  offers.forEach(({ value }, place) => {
    const top = best === undefined ? undefined : offers[best]?.value;
    if (value !== undefined && (top === undefined || value.value > top.value)) best = place;
  });
  return best;
}

function doubtsOf(
  offers: readonly ComparedOffer[],
  best: number | undefined,
  ahead: readonly (Share | undefined)[],
): readonly OfferDoubt[] {
  const top = best === undefined ? undefined : offers[best]?.value;
  // An offer that can bring nothing back stands in nobody's way.
  const open = offers.filter(({ neverPays }) => !neverPays);
  return [
    ...(open.some(({ value }) => value === undefined) || top === undefined ? ["no-value" as const] : []),
    ...(open.some(({ assumed }) => assumed) ? ["assumed-response" as const] : []),
    ...(top !== undefined && top.low <= 0 ? ["may-lose" as const] : []),
    ...(ahead.some((difference) => difference !== undefined && difference.low <= 0)
      ? ["ranges-overlap" as const]
      : []),
  ];
}
