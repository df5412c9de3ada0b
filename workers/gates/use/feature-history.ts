import type { JobControl } from "../../base/job.ts";
import type { Columns, WordColumn } from "../../columns/columns.ts";
import { sortOrders } from "../../columns/order-sort.ts";
import {
  messageCodes,
  type CodedLog,
  type CodedWords,
  type DatedLog,
  type PersonHistory,
} from "../../models/propensity/person-history.ts";
import type { OrderTable } from "../../models/purchase-histories.ts";
import type { FieldTarget } from "../../terms/field.ts";
import type { PurposeCode } from "../../terms/purpose.ts";
import type { Database } from "../../vault/database.ts";
import { readLines } from "./feature-lines.ts";
import { eachPortion } from "./feature-portions.ts";
import { visibleFields } from "./visible-fields.ts";

/** What a run's features are read from. */
export interface HistorySource {
  readonly db: Database;
  readonly columns: Columns;
  readonly purpose: PurposeCode;
  /** Person index of each row of the run. */
  readonly people: Int32Array;
  /** Their orders, by row. */
  readonly orders: OrderTable;
}

const SECONDS_A_DAY = 86_400;
/** A moment counts as of the last day it can have been anywhere (UTC+14), so that no hour after a cut passes for before it. */
const LATEST_ZONE = 14 * 3600;

/**
 * Everything dated that may be looked at for a purpose, under the row numbers of a run: fields declared for other purposes
 * stay out of sight, and so does everybody who is not in the run. Words are only those the run's people have.
 * @throws Cancelled
 */
export function personHistory(source: HistorySource, job: JobControl): PersonHistory {
  const { db, columns, purpose, people, orders } = source;
  const may = (...fields: FieldTarget[]) => visibleFields(purpose, fields).length === fields.length;
  const rowOf = new Int32Array(columns.people.count).fill(-1);
  people.forEach((person, row) => (rowOf[person] = row));
  const rowOfCustomer = (id: number) => {
    const person = columns.indexOf(id);
    return person < 0 ? -1 : rowOf[person]!;
  };
  const lines = may("product_code", "quantity", "line_total", "discount")
    ? readLines(db, rowOfCustomer, orders, job)
    : {};
  const messages = may("message_event", "occurred_at")
    ? readMessages(db, rowOfCustomer, people.length, job)
    : {};
  const channel = may("channel") ? channelsOf(source) : undefined;
  return {
    ...orders,
    ...lines,
    ...messages,
    ...(channel && { channel }),
    ...log("visits", may("event_name", "occurred_at"), () =>
      readLog(
        db,
        { table: "events", moment: "at", where: "kind <> 'other'" },
        rowOfCustomer,
        people.length,
        job,
      ),
    ),
    ...log("inquiries", may("occurred_at", "review_text"), () =>
      readLog(
        db,
        { table: "reviews", day: "day", where: "kind = 'inquiry'" },
        rowOfCustomer,
        people.length,
        job,
      ),
    ),
    source: present(columns.people.source, people),
  };
}

function log<K extends string>(name: K, allowed: boolean, read: () => DatedLog | undefined) {
  const found = allowed ? read() : undefined;
  return (found === undefined ? {} : { [name]: found }) as Partial<Record<K, DatedLog>>;
}

/** The channel of each order of the run. */
function channelsOf({ columns, people, orders }: HistorySource): CodedWords | undefined {
  const { start, channel } = columns.orders;
  const places = new Int32Array(orders.day.length);
  let next = 0;
  for (const person of people) for (let o = start[person]!; o < start[person + 1]!; o++) places[next++] = o;
  const found = present(channel, places);
  return found.words.length === 0 ? undefined : found;
}

/** The words at some places of a column, sorted by code point, and no others. */
function present({ codes, words }: WordColumn, places: Int32Array): CodedWords {
  const used = new Uint8Array(words.length);
  for (const at of places) if (codes[at]! >= 0) used[codes[at]!] = 1;
  const kept = [...words.keys()]
    .filter((code) => used[code] === 1)
    .sort((a, b) => (words[a]! < words[b]! ? -1 : 1));
  const place = new Int32Array(words.length).fill(-1);
  kept.forEach((code, at) => (place[code] = at));
  const shared = new Int32Array(new SharedArrayBuffer(4 * places.length));
  places.forEach((at, row) => (shared[row] = codes[at]! < 0 ? -1 : place[codes[at]!]!));
  return { codes: shared, words: kept.map((code) => words[code]!) };
}

type RowOf = (customerId: number) => number;

function dayOf(seconds: number): number {
  return Math.floor((seconds + LATEST_ZONE) / SECONDS_A_DAY);
}

/** Collected entries, sorted by row and day; undefined without any. */
class Entries {
  private readonly rows: Int32Array[] = [];
  private readonly days: Int32Array[] = [];
  private readonly codes: Uint8Array[] = [];

  add(row: Int32Array, day: Int32Array, code: Uint8Array): void {
    this.rows.push(row);
    this.days.push(day);
    this.codes.push(code);
  }

  log(people: number): CodedLog | undefined {
    const total = this.rows.reduce((sum, part) => sum + part.length, 0);
    const [row, day, code] = [new Int32Array(total), new Int32Array(total), new Uint8Array(total)];
    let at = 0;
    this.rows.forEach((part, k) => {
      row.set(part, at);
      day.set(this.days[k]!, at);
      code.set(this.codes[k]!, at);
      at += part.length;
    });
    const sorted = sortOrders(row, day, people);
    const count = sorted.row.length;
    if (count === 0) return undefined;
    const days = new Int32Array(new SharedArrayBuffer(4 * count));
    const codes = new Uint8Array(new SharedArrayBuffer(count));
    sorted.row.forEach((from, to) => {
      days[to] = day[from]!;
      codes[to] = code[from]!;
    });
    return { start: sorted.start, day: days, code: codes };
  }
}

function readLog(
  db: Database,
  from: { readonly table: string; readonly where: string; readonly moment?: string; readonly day?: string },
  rowOf: RowOf,
  people: number,
  job: JobControl,
): DatedLog | undefined {
  const entries = new Entries();
  const time = from.moment ?? from.day ?? "";
  eachPortion(db, from.table, job, (after, to) => {
    const [customer, when] = db.readColumns(
      `SELECT customer_id, ${time} FROM ${from.table}
       WHERE id > ${String(after)} AND id <= ${String(to)} AND customer_id IS NOT NULL AND ${from.where}`,
      ["int32", "float64"],
    );
    const days = Int32Array.from(when, (value) => (from.moment === undefined ? value : dayOf(value)));
    entries.add(customer.map(rowOf), days, new Uint8Array(days.length));
  });
  return entries.log(people);
}

function readMessages(
  db: Database,
  rowOf: RowOf,
  people: number,
  job: JobControl,
): { readonly messages?: CodedLog } {
  const entries = new Entries();
  const { sent, opened, unsubscribed, delivered } = messageCodes;
  eachPortion(db, "messages", job, (after, to) => {
    const [customer, at, code] = db.readColumns(
      `SELECT customer_id, at, CASE event WHEN 'sent' THEN ${String(sent)} WHEN 'opened' THEN ${String(opened)}
         WHEN 'clicked' THEN ${String(opened)} WHEN 'delivered' THEN ${String(delivered)} ELSE ${String(unsubscribed)} END FROM messages
       WHERE id > ${String(after)} AND id <= ${String(to)}
         AND event IN ('sent', 'delivered', 'opened', 'clicked', 'unsubscribed', 'complained')`,
      ["int32", "float64", "int32"],
    );
    entries.add(customer.map(rowOf), Int32Array.from(at, dayOf), Uint8Array.from(code));
  });
  const messages = entries.log(people);
  return messages === undefined ? {} : { messages };
}
