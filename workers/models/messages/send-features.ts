import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import type { BehaviourField } from "../../terms/propensity.ts";
import { checkEvery } from "../cancel.ts";
import type { Past } from "../propensity/past.ts";
import { fieldColumns } from "../propensity/field-columns.ts";
import type { PersonHistory } from "../propensity/person-history.ts";
import type { Put } from "../propensity/put.ts";
import { dayOf, hourOf, weekdayOf } from "./clock.ts";
import type { BetaPrior } from "./rates.ts";
import { happenings, type MessageLog, type Sends } from "./sends.ts";

const SECONDS_A_DAY = 86_400;
/** A message so young is not counted among those that were not opened. */
const YOUNG = SECONDS_A_DAY;
/** Messages after which somebody is not new any more. */
const MANY = 6;

/** Which messages become rows. */
export interface RowsAsked {
  readonly sends: Sends;
  readonly log: MessageLog;
  readonly history: PersonHistory;
  readonly question: "open" | "click";
  /** Of a person's rate of the outcome. */
  readonly prior: BetaPrior;
  /** Days: later than `after`, not after `to`; at most `each` of one person, the latest. */
  readonly window: { readonly after: number; readonly to: number; readonly each: number };
}

const weekdays = ["0", "1", "2", "3", "4", "5", "6"];
const words: ReadonlyMap<BehaviourField, readonly string[]> = new Map([["weekday", weekdays]]);

/**
 * A row a message: what was known the moment it went out, and whether it was opened (clicked). Nothing that happened at or after
 * that moment is read, but the outcome itself.
 * @throws Cancelled
 */
export function messageRows(asked: RowsAsked, job: JobControl): Past & { readonly person: Int32Array } {
  const { sends, question, window } = asked;
  const chosen: { person: number; send: number }[] = [];
  for (let person = 0; person + 1 < sends.start.length; person++) {
    checkEvery(job, 16 * person);
    let taken = 0;
    for (
      let send = sends.start[person + 1]! - 1;
      send >= sends.start[person]! && taken < window.each;
      send--
    ) {
      const day = dayOf(sends.at[send]!);
      if (!(day > window.after && day <= window.to)) continue;
      chosen.push({ person, send });
      taken++;
    }
  }
  const columns = fieldColumns(chosen.length);
  chosen.forEach(({ person, send }, row) => {
    checkEvery(job, 16 * row);
    const at = sends.at[send]!;
    putMessage(asked, { person, at, next: false }, columns.put(row));
    putClock(at, columns.put(row));
  });
  const outcome = question === "open" ? sends.opened : sends.clicked;
  const labels = Uint8Array.from(chosen, ({ send }) => (Number.isNaN(outcome[send]!) ? 0 : 1));
  return { table: columns.table(words), labels, person: Int32Array.from(chosen, ({ person }) => person) };
}

/**
 * The next message to whoever got one in the window and has not left since: what is known at the end of a day, at the hour and on
 * the weekday most messages of the window went out.
 * @throws Cancelled
 */
export function nextRows(asked: RowsAsked, end: EpochDay, job: JobControl) {
  const { sends, log, window } = asked;
  const people: number[] = [];
  const [hours, days] = [new Int32Array(24), new Int32Array(7)];
  for (let p = 0; p + 1 < sends.start.length; p++) {
    checkEvery(job, 16 * p);
    let reached = false;
    for (let s = sends.start[p]!; s < sends.start[p + 1]!; s++) {
      const at = sends.at[s]!;
      if (!(dayOf(at) > window.after)) continue;
      reached = true;
      hours[hourOf(at)] = hours[hourOf(at)]! + 1;
      days[weekdayOf(at)] = days[weekdayOf(at)]! + 1;
    }
    if (reached && !hasLeft(log, p)) people.push(p);
  }
  const most = (counts: Int32Array) => counts.reduce((top, n, k) => (n > counts[top]! ? k : top), 0);
  const [hour, weekday] = [most(hours), most(days)];
  const columns = fieldColumns(people.length);
  people.forEach((person, row) => {
    const put = columns.put(row);
    putMessage(asked, { person, at: (end + 1) * SECONDS_A_DAY, next: true }, put);
    put("sendHour", hour);
    put("weekday", weekday);
  });
  return { person: Int32Array.from(people), table: columns.table(words) };
}

function hasLeft({ start, happening }: MessageLog, person: number): boolean {
  for (let e = start[person]!; e < start[person + 1]!; e++) if (happening[e] === happenings.left) return true;
  return false;
}

function putClock(at: number, put: Put): void {
  put("sendHour", hourOf(at));
  put("weekday", weekdayOf(at));
}

function putMessage(
  { sends, history, question, prior }: RowsAsked,
  { person, at, next }: { readonly person: number; readonly at: number; readonly next: boolean },
  put: Put,
): void {
  let [n, before, opens, clicks, run, gap, lastSend] = [0, 0, 0, 0, 0, NaN, NaN];
  for (let s = sends.start[person]!; s < sends.start[person + 1]! && sends.at[s]! < at; s++) {
    before++;
    gap = sends.at[s]! - lastSend;
    lastSend = sends.at[s]!;
    if (at - sends.at[s]! < YOUNG) continue;
    n++;
    run = sends.opened[s]! < at ? 0 : run + 1;
    if (run === 0) opens++;
    if (sends.clicked[s]! < at) clicks++;
  }
  const drawn = (hits: number) => (hits + prior.prior * prior.mean) / (n + prior.prior);
  put("openRate", question === "open" ? drawn(opens) : n === 0 ? NaN : opens / n);
  put("clickRate", question === "click" ? drawn(clicks) : n === 0 ? NaN : clicks / n);
  // Beyond some, their number only tells the date: what one campaign happened to do would pass for what comes.
  put("messagesBefore", Math.min(before, MANY));
  // Of the next message nobody knows when it goes: after the days there were between the last two.
  put("sinceMessage", Math.floor((next ? gap : at - lastSend) / SECONDS_A_DAY));
  put("unopenedRun", run);
  putOrders(history, person, dayOf(at), put);
}

/** Orders of days before the message's. */
function putOrders({ start, day, amount }: PersonHistory, person: number, today: EpochDay, put: Put): void {
  let [orders, first, last] = [0, NaN, NaN];
  for (let o = start[person]!; o < start[person + 1]! && day[o]! < today; o++) {
    if (amount[o]! < 0) continue;
    if (orders === 0) first = day[o]!;
    last = day[o]!;
    orders++;
  }
  put("orders", orders);
  put("sinceFirst", today - first);
  put("sinceLast", today - last);
}
