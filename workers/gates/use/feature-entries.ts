import type { JobControl } from "../../base/job.ts";
import { sortOrders } from "../../columns/order-sort.ts";
import {
  messageCodes,
  type CodedLog,
  type DatedLog,
  type TimedLog,
} from "../../models/propensity/person-history.ts";
import type { Database } from "../../vault/database.ts";
import { eachPortion } from "./feature-portions.ts";

const SECONDS_A_DAY = 86_400;
/** A moment counts as of the last day it can have been anywhere (UTC+14), so that no hour after a cut passes for before it. */
const LATEST_ZONE = 14 * 3600;

/** Where a run's dated entries are read from. */
export interface EntrySource {
  readonly db: Database;
  /** Row of the run of a customer, -1 for who is not in it. */
  readonly rowOf: (customerId: number) => number;
  readonly people: number;
  readonly job: JobControl;
}

/** Entries of one kind: a table, when they happened (a moment or a day), and which of them. */
interface Asked {
  readonly table: string;
  readonly where: string;
  readonly moment?: string;
  readonly day?: string;
}

/** Collected entries, sorted by row and day. */
export class Entries {
  private readonly rows: Int32Array[] = [];
  private readonly days: Int32Array[] = [];
  private readonly values: ArrayLike<number>[] = [];

  add(row: Int32Array, day: Int32Array, value: ArrayLike<number>): void {
    this.rows.push(row);
    this.days.push(day);
    this.values.push(value);
  }

  /** The log, with the value of each entry; undefined without any. */
  log(people: number): (DatedLog & { readonly value: Float64Array }) | undefined {
    const total = this.rows.reduce((sum, part) => sum + part.length, 0);
    const [row, day, value] = [new Int32Array(total), new Int32Array(total), new Float64Array(total)];
    let at = 0;
    this.rows.forEach((part, k) => {
      row.set(part, at);
      day.set(this.days[k]!, at);
      value.set(this.values[k]!, at);
      at += part.length;
    });
    const sorted = sortOrders(row, day, people);
    const count = sorted.row.length;
    if (count === 0) return undefined;
    const days = new Int32Array(new SharedArrayBuffer(4 * count));
    const values = new Float64Array(new SharedArrayBuffer(8 * count));
    sorted.row.forEach((from, to) => {
      days[to] = day[from]!;
      values[to] = value[from]!;
    });
    return { start: sorted.start, day: days, value: values };
  }
}

function dayOf(seconds: number): number {
  return Math.floor((seconds + LATEST_ZONE) / SECONDS_A_DAY);
}

/** Days of the entries asked for, by row. @throws Cancelled */
export function readLog(source: EntrySource, asked: Asked): DatedLog | undefined {
  const found = valued(source, asked, "0");
  return found && { start: found.start, day: found.day };
}

function valued({ db, rowOf, people, job }: EntrySource, from: Asked, value: string) {
  const entries = new Entries();
  const time = from.moment ?? from.day ?? "";
  eachPortion(db, from.table, job, (after, to) => {
    const [customer, when, values] = db.readColumns(
      `SELECT customer_id, ${time}, ${value} FROM ${from.table}
       WHERE id > ${String(after)} AND id <= ${String(to)} AND customer_id IS NOT NULL AND ${from.where}`,
      ["int32", "float64", "float64"],
    );
    const days = Int32Array.from(when, (one) => (from.moment === undefined ? one : dayOf(one)));
    entries.add(customer.map(rowOf), days, values);
  });
  return entries.log(people);
}

/** Days of log-ins; undefined where all visits are log-ins, which then tell nothing more. @throws Cancelled */
export function readLogins(source: EntrySource, visits: DatedLog): DatedLog | undefined {
  const logins = readLog(source, { table: "events", moment: "at", where: "kind = 'login'" });
  return logins?.day.length === visits.day.length ? undefined : logins;
}

/** How long each visit or use lasted, where it is told. @throws Cancelled */
export function readUse(source: EntrySource): TimedLog | undefined {
  const where = "kind <> 'other' AND seconds > 0";
  const found = valued(source, { table: "events", moment: "at", where }, "seconds");
  return found && { start: found.start, day: found.day, seconds: found.value };
}

/** What became of messages. @throws Cancelled */
export function readMessages(source: EntrySource): CodedLog | undefined {
  const { sent, opened, unsubscribed, delivered } = messageCodes;
  const code = `CASE event WHEN 'sent' THEN ${String(sent)} WHEN 'opened' THEN ${String(opened)}
    WHEN 'clicked' THEN ${String(opened)} WHEN 'delivered' THEN ${String(delivered)} ELSE ${String(unsubscribed)} END`;
  const where = "event IN ('sent', 'delivered', 'opened', 'clicked', 'unsubscribed', 'complained')";
  const found = valued(source, { table: "messages", moment: "at", where }, code);
  if (found === undefined) return undefined;
  const codes = new Uint8Array(new SharedArrayBuffer(found.value.length));
  codes.set(found.value);
  return { start: found.start, day: found.day, code: codes };
}
