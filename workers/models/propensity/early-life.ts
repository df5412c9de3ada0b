import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import type { BehaviourField } from "../../terms/propensity.ts";
import { checkEvery } from "../cancel.ts";
import type { DataTable } from "../design/table.ts";
import { fieldColumns } from "./field-columns.ts";
import { messageCodes, type DatedLog, type PersonHistory } from "./person-history.ts";
import type { Put } from "./put.ts";
import { wordsOf } from "./snapshot.ts";

const BEFORE = 90;

/** Fields of the first days of somebody's life as a customer. */
export const earlyFields = [
  "firstChannel",
  "source",
  "firstAmount",
  "earlyAmount",
  "earlyOrders",
  "earlyBreadth",
  "earlySecond",
  "earlyDiscount",
  "earlyVisits",
  "earlyOpened",
  "visitsBefore",
] as const satisfies readonly BehaviourField[];

/** Customers whose first days are over, one row each. */
export interface EarlyLives {
  readonly person: Int32Array;
  /** Day of the first order. */
  readonly first: Int32Array;
  readonly table: DataTable;
  /** Customers whose first days are not over yet. */
  readonly tooNew: number;
}

/**
 * What customers did in the first `days` days after their first order, by the end of the day `end`. Nothing later is read: what
 * somebody became says nothing of how they began.
 * @throws Cancelled
 */
export function earlyLives(
  history: PersonHistory,
  { days, end }: { readonly days: number; readonly end: EpochDay },
  job: JobControl,
): EarlyLives {
  const { start, day, amount, mask } = history;
  const [people, places]: [number[], number[]] = [[], []];
  let tooNew = 0;
  for (let p = 0; p < mask.length; p++) {
    checkEvery(job, p);
    if (mask[p] !== 1) continue;
    let o = start[p]!;
    while (o < start[p + 1]! && amount[o]! < 0) o++;
    if (o === start[p + 1]! || day[o]! > end) continue;
    if (day[o]! + days > end) {
      tooNew++;
      continue;
    }
    people.push(p);
    places.push(o);
  }
  const person = Int32Array.from(people);
  const columns = fieldColumns(person.length);
  person.forEach((p, row) => {
    checkEvery(job, row);
    putEarly(history, { person: p, at: places[row]!, days }, columns.put(row));
  });
  return {
    person,
    first: Int32Array.from(places, (at) => day[at]!),
    table: columns.table(wordsOf(history)),
    tooNew,
  };
}

interface Beginning {
  readonly person: number;
  /** Place of the first order. */
  readonly at: number;
  readonly days: number;
}

function putEarly(history: PersonHistory, { person, at, days }: Beginning, put: Put): void {
  const { start, day, amount, channel, discount, source, visits, newProducts, messages } = history;
  const first = day[at]!;
  const cut = first + days;
  let [orders, sum, second, off, known] = [0, 0, NaN, 0, 0];
  for (let o = at; o < start[person + 1]! && day[o]! <= cut; o++) {
    sum += amount[o]!;
    if (amount[o]! < 0) continue;
    orders++;
    if (Number.isNaN(second) && day[o]! > first) second = day[o]! - first;
    const share = discount?.[o] ?? NaN;
    if (Number.isNaN(share)) continue;
    off += share;
    known++;
  }
  put("firstAmount", amount[at]!);
  put("earlyAmount", sum);
  put("earlyOrders", orders);
  put("earlySecond", second);
  if (discount !== undefined) put("earlyDiscount", off / known);
  if (channel !== undefined) put("firstChannel", channel.codes[at]!);
  if (source !== undefined) put("source", source.codes[person]!);
  if (newProducts !== undefined) put("earlyBreadth", within(newProducts, person, first, cut));
  if (visits !== undefined) {
    put("visitsBefore", within(visits, person, first - BEFORE, first - 1));
    put("earlyVisits", within(visits, person, first, cut));
  }
  if (messages !== undefined)
    put(
      "earlyOpened",
      within(messages, person, first, cut, (e) => messages.code[e] === messageCodes.opened),
    );
}

/** How many entries lie from one day to another, both counted. */
function within(
  { start, day }: DatedLog,
  person: number,
  from: EpochDay,
  to: EpochDay,
  counts: (entry: number) => boolean = () => true,
): number {
  let count = 0;
  for (let e = start[person]!; e < start[person + 1]! && day[e]! <= to; e++)
    if (day[e]! >= from && counts(e)) count++;
  return count;
}
