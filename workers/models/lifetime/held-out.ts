import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import type { ReviewCheck } from "../../terms/insight.ts";
import type { OrderTable, PurchaseHistories } from "../purchase-histories.ts";
import type { RepeatPurchaseClock, RepeatPurchaseFamily } from "../repeat-families.ts";
import { review } from "../review.ts";
import { dataChecks, holdoutChecks } from "./checks.ts";
import { holdout, holdoutTotals, type HoldoutBin } from "./holdout.ts";

/** A check on held-out time. */
export interface HeldOut {
  /** The first day that the fit was not shown. */
  readonly fromDay: EpochDay;
  readonly bins: readonly HoldoutBin[];
  /** Repeat purchases of the same people by the plain rule "as before". */
  readonly naive: number;
}

/**
 * Fits a family once more without the last quarter of the time and compares what it expects of that quarter with
 * what happened; undefined where the rest alone is too thin for a fit.
 *
 * @param histories The customers at the clock's end, of the same family.
 */
export function heldOutQuarter(
  family: RepeatPurchaseFamily,
  orders: OrderTable,
  clock: RepeatPurchaseClock,
  histories: PurchaseHistories,
  job: JobControl,
): { readonly found: HeldOut; readonly checks: readonly ReviewCheck[] } | undefined {
  const { unit } = clock;
  const first = histories.firstDay.reduce((least, day) => Math.min(least, day));
  const { end, ahead } = family.heldOut(clock, first);
  if (!(ahead > 0)) return undefined;
  const before = family.histories(orders, { end, unit }, job);
  if (review(dataChecks(before, unit)).verdict === "do-not-use") return undefined;
  const { fit, model } = family.fit(before, job);
  if (!fit.converged) return undefined;
  const bins = holdout(before, histories, model, ahead, job);
  const totals = holdoutTotals(bins, before, ahead);
  return {
    found: { fromDay: end + 1, bins, naive: totals.naive },
    checks: holdoutChecks(totals),
  };
}
