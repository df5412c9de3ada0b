import type { JobControl } from "../../base/job.ts";
import { bgnbdObjective, type Histories } from "../bgnbd/likelihood.ts";
import { fitRepeatPurchases, meanRate, type RepeatPurchaseFit } from "../repeat-purchase.ts";

export type MbgnbdFit = RepeatPurchaseFit<"r" | "alpha" | "a" | "b">;

/**
 * MBG/NBD: Batislam, Denizel & Filiztekin (2007), "Empirical validation and comparison of models for
 * customer base analysis", International Journal of Research in Marketing 24; the same model as CBG/NBD
 * of Hoppe & Wagner (2007), Marketing - JRM 3. Like BG/NBD, except that one may leave right after the
 * first purchase too, so that somebody who never came back need not be a customer forever. Fitted by
 * maximum likelihood; at least one customer needs a repeat purchase.
 */
export function fitMbgnbd(histories: Histories, job: JobControl): MbgnbdFit {
  const { frequency, T } = histories;
  const rate = meanRate(frequency, T);
  const shapes = [
    [0.5, 3, 0.9, 1.6],
    [1, 2, 0.5, 2.5],
    [1, 1, 0.1, 3],
    [4, 1, 1, 4],
  ] as const;
  return fitRepeatPurchases(
    ["r", "alpha", "a", "b"],
    bgnbdObjective(histories, 1),
    shapes.map(([r, faster, a, b]) => [r, r / (rate * faster), a, b]),
    frequency.length,
    job,
  );
}
