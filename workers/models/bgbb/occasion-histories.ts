import { civilDate, daysInMonth, epochDay, type EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import { checkEvery } from "../cancel.ts";
import {
  eachPurchase,
  type ClockUnit,
  type OrderTable,
  type PurchaseHistories,
} from "../purchase-histories.ts";

/**
 * Counts whole units back from an end: the unit that ends on the end itself is 0, the one before it 1. Every unit
 * is complete. Months end on the end's day of the month, or on the month's last day where it has none.
 */
export function unitsBack(end: EpochDay, unit: ClockUnit): (day: EpochDay) => number {
  if (unit !== "month") {
    const length = unit === "day" ? 1 : 7;
    return (day) => Math.floor((end - day) / length);
  }
  const known = new Map<EpochDay, number>();
  const last = civilDate(end);
  const endsMonth = last.day === daysInMonth(last.year, last.month);
  return (day) => {
    let back = known.get(day);
    if (back === undefined) {
      const date = civilDate(day);
      const after = endsMonth ? 0 : Math.min(last.day, daysInMonth(date.year, date.month));
      back = 12 * (last.year - date.year) + last.month - date.month;
      if (!endsMonth && date.day > after) back--;
      known.set(day, back);
    }
    return back;
  };
}

/** The end of the unit that lies `back` units before the one that ends on `end`. */
export function endBefore(end: EpochDay, unit: ClockUnit, back: number): EpochDay {
  if (unit !== "month") return end - back * (unit === "day" ? 1 : 7);
  const { year, month, day } = civilDate(end);
  const index = 12 * year + month - 1 - back;
  const [toYear, toMonth] = [Math.floor(index / 12), (index % 12) + 1];
  const length = daysInMonth(toYear, toMonth);
  const wanted = day === daysInMonth(year, month) ? length : Math.min(day, length);
  return epochDay(toYear, toMonth, wanted) ?? end;
}

/**
 * What BG/BB knows of each customer: the units after the one of the first purchase are occasions, used or not.
 * `frequency` of them were used, the last was number `recency`, there have been `T`; `spend` is the mean amount
 * of a used one. People without a purchase up to the end are left out. Linear in orders.
 */
export function occasionHistories(
  orders: OrderTable,
  clock: { readonly end: EpochDay; readonly unit: ClockUnit; readonly moneyUnit?: number },
  job: JobControl,
): PurchaseHistories {
  const people = orders.start.length - 1;
  const back = unitsBack(clock.end, clock.unit);
  const whole = () => new Int32Array(new SharedArrayBuffer(4 * people));
  const real = () => new Float64Array(new SharedArrayBuffer(8 * people));
  const [person, frequency, firstDay] = [whole(), whole(), whole()];
  const [recency, T, spend] = [real(), real(), real()];
  let n = 0;
  for (let p = 0; p < people; p++) {
    checkEvery(job, p);
    if (orders.mask[p] !== 1) continue;
    let [first, entered, latest, used, sum] = [NaN, 0, 0, 0, 0];
    eachPurchase(orders, p, clock.end, (day, total) => {
      const unit = back(day);
      if (Number.isNaN(first)) {
        [first, entered, latest] = [day, unit, unit];
        return;
      }
      if (unit === entered) return;
      if (unit !== latest) used++;
      latest = unit;
      sum += total;
    });
    if (Number.isNaN(first)) continue;
    person[n] = p;
    frequency[n] = used;
    recency[n] = entered - latest;
    T[n] = entered;
    spend[n] = used === 0 ? NaN : sum / used / (clock.moneyUnit ?? 1);
    firstDay[n] = first;
    n++;
  }
  return {
    person: person.subarray(0, n),
    frequency: frequency.subarray(0, n),
    recency: recency.subarray(0, n),
    T: T.subarray(0, n),
    spend: spend.subarray(0, n),
    firstDay: firstDay.subarray(0, n),
  };
}
