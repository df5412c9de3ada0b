import type { EpochDay } from "../../base/calendar.ts";
import type { PersonHistory } from "./person-history.ts";
import type { Put } from "./put.ts";

/** Where a person's first and last order up to the cut lie. */
export interface OrderFacts {
  readonly first: number;
  readonly last: number;
}

/** Days of the two stretches whose orders are compared. */
const RECENT = 90;

/**
 * Recency, pace, trend, value and breadth of one person with at least one order up to the cut. Returns (negative amounts) are
 * counted by themselves and lower the mean. Without two orders on different days there is no gap: blank.
 */
export function orderFeatures(
  { start, day, amount, discount, newProducts }: PersonHistory,
  person: number,
  cut: EpochDay,
  asIfOrdered: boolean,
  put: Put,
): OrderFacts {
  let [orders, recent, before, returns, sum] = [0, 0, 0, 0, 0];
  let [first, last, firstDay, lastDay, lastAmount] = [-1, -1, 0, 0, 0];
  let [gaps, gapSum, gapSquare, off, offKnown] = [0, 0, 0, 0, 0];
  const take = (at: EpochDay, value: number) => {
    if (orders === 0) firstDay = at;
    else if (at > lastDay) {
      gaps++;
      gapSum += at - lastDay;
      gapSquare += (at - lastDay) ** 2;
    }
    orders++;
    if (at > cut - RECENT) recent++;
    else if (at > cut - 2 * RECENT) before++;
    lastDay = at;
    lastAmount = value;
  };
  for (let o = start[person]!; o < start[person + 1]! && day[o]! <= cut; o++) {
    sum += amount[o]!;
    if (amount[o]! < 0) {
      returns++;
      continue;
    }
    if (first < 0) first = o;
    last = o;
    take(day[o]!, amount[o]!);
    const share = discount?.[o] ?? NaN;
    if (!Number.isNaN(share)) {
      off += share;
      offKnown++;
    }
  }
  if (asIfOrdered) {
    const usual = Math.max(0, sum / orders);
    sum += usual;
    take(cut, usual);
  }
  const mean = sum / orders;
  const gap = gaps === 0 ? NaN : gapSum / gaps;
  put("sinceLast", cut - lastDay);
  put("sinceFirst", cut - firstDay);
  put("orders", orders);
  put("recentOrders", recent);
  put("orderTrend", recent - before);
  put("meanAmount", mean);
  put("lastAgainstMean", mean > 0 ? lastAmount / mean : NaN);
  put("gap", gap);
  put("gapSpread", gaps < 2 ? NaN : Math.sqrt(Math.max(0, gapSquare / gaps - gap * gap)));
  put("sinceLastAgainstGap", (cut - lastDay) / gap);
  put("returns", returns);
  if (discount !== undefined) put("discountShare", offKnown === 0 ? NaN : off / offKnown);
  if (newProducts !== undefined) {
    const different = countUpTo(newProducts, person, cut);
    put("breadth", different);
    const latest = newProducts.day[newProducts.start[person]! + different - 1];
    put("sinceNew", different === 0 || latest === undefined ? NaN : cut - latest);
  }
  return { first, last };
}

function countUpTo(
  { start, day }: { readonly start: Int32Array; readonly day: Int32Array },
  person: number,
  cut: EpochDay,
): number {
  let at = start[person]!;
  while (at < start[person + 1]! && day[at]! <= cut) at++;
  return at - start[person]!;
}
