import type { EpochDay } from "../../base/calendar.ts";
import type { DataColumn, DataTable } from "../design/table.ts";

/** Orders of people, sorted by person, then day; `start[p]` to `start[p + 1]` are those of person p. */
export interface PeopleOrders {
  readonly start: Int32Array;
  readonly day: Int32Array;
  readonly amount: Float64Array;
  /** 1 for the people who may be considered. */
  readonly mask: Uint8Array;
}

/** What was known of people at the end of a day, one row a person. */
export interface Snapshot {
  /** Index of the person of each row. */
  readonly person: Int32Array;
  readonly table: DataTable;
}

const names = [
  "days since last order",
  "days since first order",
  "orders",
  "orders in last 90 days",
  "mean order",
  "last order against mean",
  "mean days between orders",
  "spread of days between orders",
  "days since last order against mean gap",
] as const;

/**
 * Recency, pace, trend and value of everybody who had ordered by the end of the day `cut`. Nothing after the cut is read, so
 * nothing that came later can leak in. A person with one order has no gaps: blank there. Returns (negative amounts) count
 * into the sums, not as orders.
 */
export function orderSnapshot({ start, day, amount, mask }: PeopleOrders, cut: EpochDay): Snapshot {
  const person: number[] = [];
  const values = names.map((): number[] => []);
  for (let p = 0; p < mask.length; p++) {
    if (mask[p] !== 1) continue;
    const row = personRow(day, amount, start[p]!, start[p + 1]!, cut);
    if (row === undefined) continue;
    person.push(p);
    row.forEach((value, k) => values[k]!.push(value));
  }
  const columns = names.map((name, k): DataColumn => ({
    name,
    kind: "number",
    values: Float64Array.from(values[k]!),
  }));
  return { person: Int32Array.from(person), table: { rows: person.length, columns } };
}

function personRow(
  day: Int32Array,
  amount: Float64Array,
  from: number,
  to: number,
  cut: EpochDay,
): number[] | undefined {
  let [orders, recent, sum, first, last, lastAmount] = [0, 0, 0, 0, 0, 0];
  let [gaps, gapSum, gapSquare] = [0, 0, 0];
  for (let o = from; o < to && day[o]! <= cut; o++) {
    sum += amount[o]!;
    if (amount[o]! < 0) continue;
    if (orders === 0) first = day[o]!;
    else if (day[o]! > last) {
      gaps++;
      gapSum += day[o]! - last;
      gapSquare += (day[o]! - last) ** 2;
    }
    orders++;
    if (day[o]! > cut - 90) recent++;
    last = day[o]!;
    lastAmount = amount[o]!;
  }
  if (orders === 0) return undefined;
  const mean = sum / orders;
  const gap = gaps === 0 ? NaN : gapSum / gaps;
  const spread = gaps < 2 ? NaN : Math.sqrt(Math.max(0, gapSquare / gaps - gap * gap));
  const against = mean > 0 ? lastAmount / mean : NaN;
  return [cut - last, cut - first, orders, recent, mean, against, gap, spread, (cut - last) / gap];
}

/**
 * Whether each person of a snapshot had no order in the days after its cut: 1 has left, 0 has come back. The horizon is one for
 * all, or one a row.
 */
export function leftAfter(
  { start, day, amount }: PeopleOrders,
  { person }: Snapshot,
  cut: EpochDay,
  horizon: number | Int32Array,
): Uint8Array {
  return Uint8Array.from(person, (p, row) => {
    const until = cut + (typeof horizon === "number" ? horizon : horizon[row]!);
    for (let o = start[p]!; o < start[p + 1]!; o++)
      if (day[o]! > cut && day[o]! <= until && amount[o]! >= 0) return 0;
    return 1;
  });
}
