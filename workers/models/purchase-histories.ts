import type { EpochDay } from "../base/calendar.ts";
import type { JobControl } from "../base/job.ts";
import { checkEvery } from "./cancel.ts";

/** Units of a repeat-purchase clock. */
export const clockUnits = ["day", "week", "month"] as const;
export type ClockUnit = (typeof clockUnits)[number];

/** Days in a unit; a month is a twelfth of 365.25 days. */
export const daysPerUnit: Readonly<Record<ClockUnit, number>> = { day: 1, week: 7, month: 30.4375 };

/** Orders of person p are `start[p]` to `start[p + 1]`, sorted by day. */
export interface OrderTable {
  readonly start: Int32Array;
  readonly day: Int32Array;
  readonly amount: Float64Array;
  /** A byte per person, 1 for the people who may be considered. */
  readonly mask: Uint8Array;
}

/**
 * What repeat-purchase models know of each customer, one entry a customer with a purchase up to the
 * end. Several orders on a day are one purchase; a day on which returns outweigh or cancel orders is none.
 */
export interface PurchaseHistories {
  /** Person index of each entry. */
  readonly person: Int32Array<SharedArrayBuffer>;
  /** Repeat purchases, the first not counted. */
  readonly frequency: Int32Array<SharedArrayBuffer>;
  /** From the first purchase to the last, in units; 0 without a repeat. */
  readonly recency: Float64Array<SharedArrayBuffer>;
  /** From the first purchase to the end, in units. */
  readonly T: Float64Array<SharedArrayBuffer>;
  /** Mean amount of repeat purchases, amounts divided by `moneyUnit`; NaN without a repeat. */
  readonly spend: Float64Array<SharedArrayBuffer>;
  readonly firstDay: Int32Array<SharedArrayBuffer>;
}

/** Calls `visit` for each purchase day of a person up to `end`, in order. */
export function eachPurchase(
  { start, day, amount }: OrderTable,
  person: number,
  end: EpochDay,
  visit: (day: EpochDay, total: number) => void,
): void {
  const stop = start[person + 1]!;
  let o = start[person]!;
  while (o < stop && day[o]! <= end) {
    const today = day[o]!;
    let total = 0;
    let returned = false;
    for (; o < stop && day[o] === today; o++) {
      total += amount[o]!;
      returned ||= amount[o]! < 0;
    }
    if (total > 0 || (total === 0 && !returned)) visit(today, total);
  }
}

/**
 * Summarises orders as recency, frequency and age (the sufficient statistic of BG/NBD: Fader, Hardie & Lee 2005,
 * section 3) and mean repeat spend (Fader & Hardie 2013). Linear in orders.
 */
export function purchaseHistories(
  orders: OrderTable,
  clock: { readonly end: EpochDay; readonly unit: ClockUnit; readonly moneyUnit?: number },
  job: JobControl,
): PurchaseHistories {
  const people = orders.start.length - 1;
  const perUnit = daysPerUnit[clock.unit];
  const moneyUnit = clock.moneyUnit ?? 1;
  const h = emptyHistories(people);
  let n = 0;
  for (let p = 0; p < people; p++) {
    checkEvery(job, p);
    if (orders.mask[p] !== 1) continue;
    let [first, last, repeats, sum] = [0, 0, -1, 0];
    eachPurchase(orders, p, clock.end, (day, total) => {
      if (++repeats === 0) first = day;
      else sum += total;
      last = day;
    });
    if (repeats < 0) continue;
    h.person[n] = p;
    h.frequency[n] = repeats;
    h.recency[n] = (last - first) / perUnit;
    h.T[n] = (clock.end - first) / perUnit;
    h.spend[n] = repeats === 0 ? NaN : sum / repeats / moneyUnit;
    h.firstDay[n] = first;
    n++;
  }
  return {
    person: h.person.subarray(0, n),
    frequency: h.frequency.subarray(0, n),
    recency: h.recency.subarray(0, n),
    T: h.T.subarray(0, n),
    spend: h.spend.subarray(0, n),
    firstDay: h.firstDay.subarray(0, n),
  };
}

function emptyHistories(people: number): PurchaseHistories {
  const whole = () => new Int32Array(new SharedArrayBuffer(4 * people));
  const real = () => new Float64Array(new SharedArrayBuffer(8 * people));
  return {
    person: whole(),
    frequency: whole(),
    recency: real(),
    T: real(),
    spend: real(),
    firstDay: whole(),
  };
}
