import type { EpochDay } from "../base/calendar.ts";
import { eachPurchase, type OrderTable } from "./purchase-histories.ts";

/** Days between purchases, of everybody who may be considered. */
interface PurchaseGaps {
  /** From the first purchase to the second, of people who were watched for the whole horizon and came back within it. */
  readonly toSecond: Float64Array;
  /** Between any purchase and the next. */
  readonly between: Float64Array;
}

/**
 * The gaps between purchase days up to `end`. Of second purchases only those of people whose first lies at least `horizon` days back
 * count: of others only the fast ones have come yet, and the gaps would look shorter than they are.
 */
export function purchaseGaps(table: OrderTable, end: EpochDay, horizon: number): PurchaseGaps {
  const toSecond: number[] = [];
  const between: number[] = [];
  for (let person = 0; person < table.mask.length; person++) {
    if (table.mask[person] !== 1) continue;
    let [purchases, last] = [0, 0];
    eachPurchase(table, person, end, (day) => {
      if (purchases > 0) between.push(day - last);
      if (purchases === 1 && last <= end - horizon && day - last <= horizon) toSecond.push(day - last);
      purchases++;
      last = day;
    });
  }
  return { toSecond: Float64Array.from(toSecond), between: Float64Array.from(between) };
}
