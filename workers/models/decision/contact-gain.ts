import { normalCdf, z975 } from "../../stats/normal.ts";
import type { Ranged } from "../../terms/ranged.ts";

/** How many of those contacted are about to leave, and how many of as many drawn blindly. */
export interface Found {
  readonly contact: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  readonly blindly: number;
}

/** What a contact costs, what one who stays is worth, and which share of those about to leave stays because of it. */
export interface Worth {
  readonly cost: number;
  readonly value: number;
  readonly won: number;
}

export interface Gain {
  readonly staying: Ranged;
  readonly gain: Ranged;
  /** Chance that the gain is above 0, and of that of as many drawn blindly. */
  readonly likely: number;
  readonly blindly: number;
}

/**
 * Gain of contacting some people: of those about to leave a share stays (binomial given their number), each is worth so much, and all
 * contacted cost. By the law of total variance the number who stay has variance won^2 Var(leaving) + leaving won (1 - won); 95 % by
 * the normal approximation.
 */
export function contactGain(
  { contact, expected, low, high, blindly }: Found,
  { cost, value, won }: Worth,
): Gain {
  const spread = ((high - low) / (2 * z975)) ** 2;
  const chosen = stayed(expected, spread, won);
  const drawn = stayed(blindly, Math.max(0, blindly * (1 - blindly / Math.max(1, contact))), won);
  const spent = contact * cost;
  const gain = {
    value: chosen.mean * value - spent,
    low: chosen.range.low * value - spent,
    high: chosen.range.high * value - spent,
  };
  return {
    staying: chosen.range,
    gain,
    likely: above(chosen.mean * value - spent, chosen.error * value),
    blindly: above(drawn.mean * value - spent, drawn.error * value),
  };
}

function stayed(leaving: number, spread: number, won: number) {
  const mean = leaving * won;
  const error = Math.sqrt(won * won * spread + leaving * won * (1 - won));
  const half = z975 * error;
  return { mean, error, range: { value: mean, low: Math.max(0, mean - half), high: mean + half } };
}

function above(mean: number, error: number): number {
  if (error === 0) return mean > 0 ? 1 : 0;
  return normalCdf(mean / error);
}
