import type { EpochDay } from "../../base/calendar.ts";
import { unwatched } from "../../base/job.ts";
import { featureRun } from "../../gates/use/feature-run.ts";
import { dayOf } from "../../models/messages/clock.ts";
import { sendsOf } from "../../models/messages/sends.ts";
import { eachPurchase } from "../../models/purchase-histories.ts";
import type { BestSpend, ForecastOutcome } from "../../terms/track-record.ts";
import type { Workspace } from "../../workspace.ts";
import { bestSpenders, newProductBuyers } from "./bought.ts";

/** Days an e-mail has to be opened, as the model of openings has it, and in which the next one may go out. */
const OPEN_DAYS = 7;
const NEXT_DAYS = 30;

/** Days after which it is known whether the next e-mail was opened. */
export const nextMessageDays = NEXT_DAYS + OPEN_DAYS;

/** People whose outcome is asked for; each from the day after `from` for so many days, at most until `until`. */
export interface Asked {
  readonly outcome: ForecastOutcome;
  /** customers.id */
  readonly ids: Int32Array;
  readonly from: EpochDay;
  readonly days: Int32Array;
  readonly until: EpochDay;
  /** Of the outcome `best-spend`. */
  readonly best?: BestSpend;
}

/**
 * What happened to each person: 1 or 0, or how many purchases; NaN for those it cannot be said of (no message reached them). An
 * order is one with an amount of 0 or more, a purchase a day with orders that returns do not outweigh, as the models count.
 */
export function outcomesOf(workspace: Workspace, asked: Asked): Float64Array {
  const { outcome, ids, from, days, until } = asked;
  if (outcome === "opened" || outcome === "clicked")
    return messageOutcomes(workspace, outcome, ids, from, until);
  if (outcome === "new-product") return newProductBuyers(workspace, asked);
  if (outcome === "best-spend") return bestSpenders(workspace, asked);
  const columns = workspace.columns();
  const { start, day, amount } = columns.orders;
  const orders = { start, day, amount, mask: new Uint8Array(0) };
  return Float64Array.from(ids, (id, i) => {
    const person = columns.indexOf(id);
    const last = Math.min(until, from + days[i]!);
    if (person < 0) return NaN;
    let count = 0;
    if (outcome === "orders")
      eachPurchase(orders, person, last, (on) => {
        if (on > from) count++;
      });
    else
      for (let o = start[person]!; o < start[person + 1]! && day[o]! <= last; o++)
        if (day[o]! > from && amount[o]! >= 0) count++;
    if (outcome === "orders") return count;
    return count > 0 === (outcome === "order") ? 1 : 0;
  });
}

/**
 * Whether the first e-mail that went out to each after a day was opened (clicked), of those that had a week for it; NaN of people who
 * were sent none in that time.
 */
function messageOutcomes(
  workspace: Workspace,
  outcome: "opened" | "clicked",
  ids: Int32Array,
  from: EpochDay,
  until: EpochDay,
): Float64Array {
  const run = featureRun(workspace, "profiling");
  const log = run.messages("UTC", unwatched);
  if (log === undefined) return new Float64Array(ids.length).fill(NaN);
  const { start, at, channel, ...sends } = sendsOf(log, unwatched);
  const email = log.channels.indexOf("email");
  const customers = run.customersOf(Int32Array.from({ length: start.length - 1 }, (_, row) => row));
  const known = new Map<number, number>();
  for (let row = 0; row < customers.length; row++)
    for (let s = start[row]!; s < start[row + 1]!; s++) {
      if (channel[s] !== email || dayOf(at[s]!) <= from) continue;
      if (dayOf(at[s]!) <= until - OPEN_DAYS)
        known.set(customers[row]!, dayOf(sends[outcome][s]!) <= until ? 1 : 0);
      break;
    }
  return Float64Array.from(ids, (id) => known.get(id) ?? NaN);
}
