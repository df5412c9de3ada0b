import type { JobControl } from "../../base/job.ts";
import { fitRepeatPurchases, type RepeatPurchaseFit } from "../repeat-purchase.ts";
import { bgbbObjective, type OccasionHistories } from "./likelihood.ts";

export type BgbbFit = RepeatPurchaseFit<"alpha" | "beta" | "gamma" | "delta">;

/**
 * BG/BB: Fader, Hardie & Shang (2010), "Customer-Base Analysis in a Discrete-Time Noncontractual Setting",
 * Marketing Science 29(6). For purchases at fixed occasions (a yearly gift, a monthly fair): while a
 * customer, one buys at each with a chance that is Beta(alpha, beta) over customers, and leaves before each
 * with a chance that is Beta(gamma, delta). Fitted by maximum likelihood.
 */
export function fitBgbb(histories: OccasionHistories, job: JobControl): BgbbFit {
  const { frequency, T, weight } = histories;
  let [bought, had, customers] = [0, 0, 0];
  for (let i = 0; i < frequency.length; i++) {
    const many = weight?.[i] ?? 1;
    bought += many * frequency[i]!;
    had += many * T[i]!;
    customers += many;
  }
  const share = Math.min(0.9, Math.max(0.001, bought / Math.max(had, 1)));
  const shapes = [
    [1, 1, 0.6, 3],
    [2, 2, 1, 5],
    [0.5, 1.5, 0.5, 10],
    [5, 1, 0.2, 2],
  ] as const;
  return fitRepeatPurchases(
    ["alpha", "beta", "gamma", "delta"],
    bgbbObjective(histories),
    shapes.map(([alpha, more, gamma, delta]) => {
      const buying = Math.min(0.95, share * more);
      return [alpha, (alpha * (1 - buying)) / buying, gamma, delta];
    }),
    customers,
    job,
  );
}
