import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import { checkEvery } from "../cancel.ts";
import {
  daysPerUnit,
  eachPurchase,
  type ClockUnit,
  type OrderTable,
  type PurchaseHistories,
} from "../purchase-histories.ts";
import { expectedAhead, type RepeatPurchaseModel } from "../repeat-purchase.ts";

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
 * Compares what a model fitted to `before` expects of each customer with what they did until `after`,
 * the same customers' histories at a later end: Fader, Hardie & Lee (2005), figure 4.
 *
 * @param ahead Time between the two ends, in the model's unit.
 */
export function holdout(
  before: PurchaseHistories,
  after: PurchaseHistories,
  model: RepeatPurchaseModel,
  ahead: number,
  job: JobControl,
): HoldoutBin[] {
  const people = new Float64Array(TOP_BIN + 1);
  const actual = new Float64Array(TOP_BIN + 1);
  const expected = new Float64Array(TOP_BIN + 1);
  for (let i = 0, later = 0; i < before.frequency.length; i++) {
    checkEvery(job, i);
    const x = before.frequency[i]!;
    const bin = Math.min(x, TOP_BIN);
    // Both lists are in the order of persons, and whoever bought before has a history after.
    while (after.person[later]! < before.person[i]!) later++;
    people[bin] = people[bin]! + 1;
    expected[bin] =
      expected[bin]! + expectedAhead(model, { x, tx: before.recency[i]!, T: before.T[i]! }, ahead);
    actual[bin] = actual[bin]! + after.frequency[later]! - x;
  }
  return Array.from({ length: TOP_BIN + 1 }, (_, frequency) => ({
    frequency,
    people: people[frequency]!,
    actual: actual[frequency]! / people[frequency]!,
    expected: expected[frequency]! / people[frequency]!,
  })).filter((bin) => bin.people > 0);
}

/** What came of a check on held-out time: repeat purchases of everybody known before. */
export interface HoldoutTotals {
  readonly actual: number;
  readonly expected: number;
  /** What the plain rule "as before" says: the pace of repeat purchases until then, continued. */
  readonly naive: number;
}

/** Sums of a held-out check; `ahead` as above. */
export function holdoutTotals(
  bins: readonly HoldoutBin[],
  before: PurchaseHistories,
  ahead: number,
): HoldoutTotals {
  const sum = (side: "actual" | "expected") => bins.reduce((total, bin) => total + bin.people * bin[side], 0);
  const repeats = before.frequency.reduce((total, x) => total + x, 0);
  const span = before.T.reduce((longest, age) => Math.max(longest, age), 0);
  return {
    actual: Math.round(sum("actual")),
    expected: sum("expected"),
    naive: span > 0 ? (repeats / span) * ahead : 0,
  };
}

/** Running totals of repeat purchases at the end of each week since the first purchase of all: figure 3 of the same paper. */
export function tracking(
  orders: OrderTable,
  { person, firstDay }: PurchaseHistories,
  model: RepeatPurchaseModel,
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
  const bornOn = Int32Array.from(births.keys()).filter((day) => births[day]! > 0);
  // Only the ages there are: one first order mistyped by a century has few.
  const known = new Float64Array(days + 7).fill(NaN);
  const perCustomer = (age: number): number => {
    if (Number.isNaN(known[age]!)) known[age] = model.expectedOfNew(age / daysPerUnit[clock.unit]);
    return known[age]!;
  };
  const weeks = [];
  let actual = 0;
  for (let week = 1, day = 0; day < days && 7 * week <= days; week++) {
    const time = 7 * week;
    let expected = 0;
    for (; day < time && day < days; day++) actual += repeats[day]!;
    checkEvery(job, 64 * week);
    for (let k = 0; k < bornOn.length && bornOn[k]! < time; k++)
      expected += births[bornOn[k]!]! * perCustomer(time - bornOn[k]!);
    weeks.push({ week, actual, expected });
  }
  return weeks;
}
