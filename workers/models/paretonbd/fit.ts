import type { JobControl } from "../../base/job.ts";
import type { Histories } from "../bgnbd/likelihood.ts";
import { fitRepeatPurchases, meanRate, type RepeatPurchaseFit } from "../repeat-purchase.ts";
import { paretoNbdObjective } from "./likelihood.ts";

export type ParetoNbdFit = RepeatPurchaseFit<"r" | "alpha" | "s" | "beta">;

/**
 * Pareto/NBD: Schmittlein, Morrison & Colombo (1987), "Counting Your Customers: Who Are They and What Will
 * They Do Next?", Management Science 33. While a customer, one buys at a Poisson rate that is
 * Gamma(r, alpha) over customers; one leaves at a rate that is Gamma(s, beta), at any time. Fitted by
 * maximum likelihood; at least one customer needs a repeat purchase.
 */
export function fitParetoNbd(histories: Histories, job: JobControl): ParetoNbdFit {
  const { frequency, T } = histories;
  const rate = meanRate(frequency, T);
  const longest = T.reduce((most, age) => Math.max(most, age), 1e-9);
  const shapes = [
    [0.5, 2, 0.6, 0.3],
    [1, 1.5, 1, 1],
    [2, 1, 0.5, 2],
    [1, 4, 2, 0.5],
  ] as const;
  return fitRepeatPurchases(
    ["r", "alpha", "s", "beta"],
    paretoNbdObjective(histories),
    shapes.map(([r, faster, s, share]) => [r, r / (rate * faster), s, share * longest]),
    frequency.length,
    job,
  );
}
