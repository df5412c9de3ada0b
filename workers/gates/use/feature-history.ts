import type { JobControl } from "../../base/job.ts";
import type { Columns, WordColumn } from "../../columns/columns.ts";
import type { CodedWords, PersonHistory } from "../../models/propensity/person-history.ts";
import type { OrderTable } from "../../models/purchase-histories.ts";
import type { FieldTarget } from "../../terms/field.ts";
import type { PurposeCode } from "../../terms/purpose.ts";
import type { Database } from "../../vault/database.ts";
import { readLog, readLogins, readMessages, readUse, type EntrySource } from "./feature-entries.ts";
import { readLines } from "./feature-lines.ts";
import { readTexts } from "./feature-texts.ts";
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
  const channel = may("channel") ? channelsOf(source) : undefined;
  const from: EntrySource = { db, rowOf: rowOfCustomer, people: people.length, job };
  const events = may("event_name", "occurred_at");
  const visits = events
    ? readLog(from, { table: "events", moment: "at", where: "kind <> 'other'" })
    : undefined;
  return {
    ...orders,
    ...lines,
    ...(channel && { channel }),
    ...there("messages", may("message_event", "occurred_at") ? readMessages(from) : undefined),
    ...there("visits", visits),
    ...there("logins", visits && readLogins(from, visits)),
    ...there("use", events && may("duration") ? readUse(from) : undefined),
    ...there(
      "actions",
      events ? readLog(from, { table: "events", moment: "at", where: "kind = 'other'" }) : undefined,
    ),
    since: sinceOf(columns.people.since, people),
    ...(may("occurred_at", "review_text") && {
      ...there("inquiries", readLog(from, { table: "reviews", day: "day", where: "kind = 'inquiry'" })),
      ...there("texts", readTexts(from)),
    }),
    source: present(columns.people.source, people),
  };
}

/** A member where there is something, none where there is nothing. */
function there<K extends string, T>(name: K, found: T | undefined) {
  return (found === undefined ? {} : { [name]: found }) as Partial<Record<K, T>>;
}

function sinceOf(since: Int32Array, people: Int32Array): Int32Array {
  const shared = new Int32Array(new SharedArrayBuffer(4 * people.length));
  people.forEach((person, row) => (shared[row] = since[person]!));
  return shared;
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
