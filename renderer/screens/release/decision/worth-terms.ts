import type { WorthTerms } from "../../../../workers/terms/decision.ts";
import type { WorthNumbers } from "./sending.ts";

/** The numbers as the vault takes them, once there are enough of them. */
export function termsOf(
  { cost, margin, fixed, offer, discount, response, responseLow, responseHigh, days }: WorthNumbers,
  minor: number,
): WorthTerms | undefined {
  if (cost === undefined || margin === undefined) return undefined;
  return {
    costPerContact: cost * minor,
    margin: margin / 100,
    ...(fixed !== undefined && { fixedCost: fixed * minor }),
    ...(offer !== undefined && { offerCost: offer * minor }),
    ...(discount !== undefined && { discount: discount / 100 }),
    ...(response !== undefined && { response: rangeOf(response, responseLow, responseHigh) }),
    ...(days !== undefined && { days: Math.round(days) }),
  };
}

/** An end beyond the value itself is no end: the value stands for it. */
function rangeOf(value: number, low = value, high = value): NonNullable<WorthTerms["response"]> {
  return { value: value / 100, low: Math.min(low, value) / 100, high: Math.max(high, value) / 100 };
}
