import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import { expectedPurchases, expectedPurchasesOfNew, type BgnbdParameters } from "../bgnbd/expectations.ts";
import { checkEvery } from "../cancel.ts";
import {
  daysPerUnit,
  eachPurchase,
  type ClockUnit,
  type OrderTable,
  type PurchaseHistories,
} from "../purchase-histories.ts";

/** Customers with the same number of repeat purchases before, and the mean number after: actual and expected. */
export interface HoldoutBin {
  /** Repeat purchases before; the last bin holds this many or more. */
  readonly frequency: number;
  readonly people: number;
  readonly actual: number;
  readonly expected: number;
}

const TOP_BIN = 7;

/**
 * Compares what a model fitted up to the end of `histories` expects of each customer with what they
 * did from then to `until`, as in Fader, Hardie & Lee (2005), figure 4.
 */
export function holdout(
  orders: OrderTable,
  histories: PurchaseHistories,
  parameters: BgnbdParameters,
  clock: { readonly end: EpochDay; readonly until: EpochDay; readonly unit: ClockUnit },
  job: JobControl,
): HoldoutBin[] {
  const people = new Float64Array(TOP_BIN + 1);
  const actual = new Float64Array(TOP_BIN + 1);
  const expected = new Float64Array(TOP_BIN + 1);
  const ahead = (clock.until - clock.end) / daysPerUnit[clock.unit];
  for (let i = 0; i < histories.frequency.length; i++) {
    checkEvery(job, i);
    const x = histories.frequency[i]!;
    const bin = Math.min(x, TOP_BIN);
    const history = { x, tx: histories.recency[i]!, T: histories.T[i]! };
    people[bin] = people[bin]! + 1;
    expected[bin] = expected[bin]! + expectedPurchases(parameters, history, ahead);
    eachPurchase(orders, histories.person[i]!, clock.until, (day) => {
      if (day > clock.end) actual[bin] = actual[bin]! + 1;
    });
  }
  return Array.from({ length: TOP_BIN + 1 }, (_, frequency) => ({
    frequency,
    people: people[frequency]!,
    actual: actual[frequency]! / people[frequency]!,
    expected: expected[frequency]! / people[frequency]!,
  })).filter((bin) => bin.people > 0);
}

/** Running totals of repeat purchases at the end of each week since the first purchase of all: figure 3 of the same paper. */
export function tracking(
  orders: OrderTable,
  { person, firstDay }: PurchaseHistories,
  parameters: BgnbdParameters,
  clock: { readonly end: EpochDay; readonly unit: ClockUnit },
  job: JobControl,
): { readonly week: number; readonly actual: number; readonly expected: number }[] {
  if (person.length === 0) return [];
  const origin = firstDay.reduce((first, day) => Math.min(first, day));
  const days = clock.end - origin + 1;
  const births = new Int32Array(days);
  const repeats = new Int32Array(days);
  for (let i = 0; i < person.length; i++) {
    checkEvery(job, i);
    const first = firstDay[i]!;
    births[first - origin] = births[first - origin]! + 1;
    eachPurchase(orders, person[i]!, clock.end, (day) => {
      if (day > first) repeats[day - origin] = repeats[day - origin]! + 1;
    });
  }
  const perCustomer = Float64Array.from({ length: days + 7 }, (_, age) =>
    expectedPurchasesOfNew(parameters, age / daysPerUnit[clock.unit]),
  );
  const weeks = [];
  let actual = 0;
  for (let week = 1, day = 0; day < days && 7 * week <= days; week++) {
    const time = 7 * week;
    let expected = 0;
    for (; day < time && day < days; day++) actual += repeats[day]!;
    for (let born = 0; born < time && born < days; born++)
      expected += births[born]! * perCustomer[time - born]!;
    weeks.push({ week, actual, expected });
  }
  return weeks;
}
