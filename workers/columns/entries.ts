import type { Database } from "../vault/database.ts";
import type { EventColumns, MessageColumns, ReviewColumns } from "./columns.ts";
import { sortOrders } from "./order-sort.ts";
import { pickWords } from "./words.ts";

const SECONDS_PER_DAY = 86_400;
/** Minutes east of UTC of a day in a vault of yen: the zone its files are read in. */
const JAPAN_MINUTES = 540;

/** Seconds east of UTC by which the days of a vault's moments are told, by its main currency. */
export function secondsEast(currency: string): number {
  return currency === "JPY" ? JAPAN_MINUTES * 60 : 0;
}

/** Who is meant by a customers.id, and how days are told. */
interface EntryFrame {
  readonly people: number;
  readonly indexOf: (id: number) => number;
  readonly currency: string;
}

/** Events of known people. Linear in rows. */
export function readEvents(db: Database, frame: EntryFrame): EventColumns {
  const [customer, at, kind, name] = db.readColumns(
    "SELECT customer_id, at, kind, name FROM events WHERE customer_id IS NOT NULL",
    ["int32", "float64", "text", "text"],
  );
  const { row, ...sorted } = sortMoments(customer, at, frame);
  return { ...sorted, kind: pickWords(kind, row), name: pickWords(name, row) };
}

/** Messages and what became of them. Linear in rows. */
export function readMessages(db: Database, frame: EntryFrame): MessageColumns {
  const [customer, at, event, channel, campaign] = db.readColumns(
    "SELECT customer_id, at, event, channel, campaign FROM messages",
    ["int32", "float64", "text", "text", "text"],
  );
  const { row, ...sorted } = sortMoments(customer, at, frame);
  return {
    ...sorted,
    event: pickWords(event, row),
    channel: pickWords(channel, row),
    campaign: pickWords(campaign, row),
  };
}

/** Reviews and inquiries of known people. Linear in rows. */
export function readReviews(db: Database, { people, indexOf }: EntryFrame): ReviewColumns {
  const [customer, days, kind, rating, product] = db.readColumns(
    "SELECT customer_id, day, kind, rating, product FROM reviews WHERE customer_id IS NOT NULL",
    ["int32", "int32", "text", "float64", "text"],
  );
  const { start, row } = sortOrders(customer.map(indexOf), days, people);
  return {
    start,
    day: pickInts(days, row),
    kind: pickWords(kind, row),
    rating: pickFloats(rating, row),
    product: pickWords(product, row),
  };
}

/** Sorts by person, day and second: two counting passes, then the few rows of one person and day among themselves. */
function sortMoments(customer: Int32Array, at: Float64Array, { people, indexOf, currency }: EntryFrame) {
  const east = secondsEast(currency);
  const days = Int32Array.from(at, (seconds) => Math.floor((seconds + east) / SECONDS_PER_DAY));
  const { start, row } = sortOrders(customer.map(indexOf), days, people);
  for (let p = 0; p < people; p++) {
    for (let low = start[p]!; low < start[p + 1]!;) {
      let high = low + 1;
      let inOrder = true;
      while (high < start[p + 1]! && days[row[high]!] === days[row[low]!]) {
        if (at[row[high]!]! < at[row[high - 1]!]!) inOrder = false;
        high++;
      }
      if (!inOrder) row.subarray(low, high).sort((a, b) => at[a]! - at[b]! || a - b);
      low = high;
    }
  }
  return { start, row, day: pickInts(days, row), at: pickFloats(at, row) };
}

function pickInts(values: Int32Array, rows: Int32Array): Int32Array<SharedArrayBuffer> {
  const picked = new Int32Array(new SharedArrayBuffer(4 * rows.length));
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]!]!;
  return picked;
}

function pickFloats(values: Float64Array, rows: Int32Array): Float64Array<SharedArrayBuffer> {
  const picked = new Float64Array(new SharedArrayBuffer(8 * rows.length));
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]!]!;
  return picked;
}
