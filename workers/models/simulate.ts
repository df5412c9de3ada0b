import { randomStream } from "../stats/random.ts";
import type { BgnbdParameters } from "./bgnbd/expectations.ts";

/** A shop whose customers live exactly as BG/NBD and Gamma-Gamma say. */
export interface SimulatedShop extends BgnbdParameters {
  readonly customers: number;
  /** Units of time; first purchases are spread evenly over the first half. */
  readonly span: number;
  /** Gamma-Gamma spend; amounts are absent without. */
  readonly spend?: { readonly p: number; readonly q: number; readonly v: number };
}

/** Histories of simulated customers, one entry each: what tests and power checks fit. */
export interface SimulatedHistories {
  readonly frequency: Int32Array;
  readonly recency: Float64Array;
  readonly T: Float64Array;
  /** Mean repeat spend, NaN without a repeat. */
  readonly spend: Float64Array;
}

/** Draws a shop; the same seed gives the same shop. */
export function simulateShop(shop: SimulatedShop, seed: number): SimulatedHistories {
  const stream = randomStream(seed);
  const n = shop.customers;
  const frequency = new Int32Array(n);
  const recency = new Float64Array(n);
  const T = new Float64Array(n);
  const spend = new Float64Array(n).fill(NaN);
  for (let i = 0; i < n; i++) {
    const age = shop.span * (1 - stream.uniform() / 2);
    const rate = stream.gamma(shop.r) / shop.alpha;
    const leave = stream.beta(shop.a, shop.b);
    let [time, count, last] = [0, 0, 0];
    while (count < 100_000) {
      time += stream.exponential() / rate;
      if (!(time <= age)) break;
      count++;
      last = time;
      if (stream.uniform() < leave) break;
    }
    frequency[i] = count;
    recency[i] = last;
    T[i] = age;
    if (shop.spend && count > 0) {
      const { p, q, v } = shop.spend;
      // The mean of `count` Gamma(p, nu) amounts is Gamma(p count, nu count); nu is Gamma(q, v).
      spend[i] = stream.gamma(p * count) / ((stream.gamma(q) / v) * count);
    }
  }
  return { frequency, recency, T, spend };
}
