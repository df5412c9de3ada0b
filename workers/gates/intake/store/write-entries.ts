import { eventKinds, messageEvents } from "../../../terms/entries.ts";
import type { BulkColumn } from "../../../vault/database.ts";
import type { StagedEntries } from "../stage/entries.ts";
import type { Events } from "../stage/events.ts";
import type { Messages } from "../stage/messages.ts";
import type { Reviews } from "../stage/reviews.ts";
import { insertWatched, type StoreContext } from "./context.ts";
import { rebuiltIndexes } from "./indexes.ts";
import { holderOf, VisitorBook } from "./visitors.ts";
import { writeSpend } from "./write-spend.ts";
import type { WrittenEntries } from "./written-entries.ts";

/** From this many new rows on, indexes are built afterwards instead of kept up row by row. */
const MANY = 50_000;

/** Stores the entries of a file whose people are `ids` (customers.id by slot, 0: not stored); what is there already is not stored again. */
export function writeEntries(context: StoreContext, entries: StagedEntries, ids: Int32Array): WrittenEntries {
  switch (entries.kind) {
    case "events":
      return writeEvents(context, entries.rows, ids);
    case "messages":
      return writeMessages(context, entries.rows, ids);
    case "reviews":
      return writeReviews(context, entries.rows, ids);
    case "spend":
      return writeSpend(context, entries.rows);
    case "consents":
      return { created: 0, storedRows: 0, repeatedRows: 0, unclaimed: 0 };
  }
}

type EntryTable = "events" | "messages" | "reviews";

/** The rows of a file that the vault does not hold yet, by their fingerprints. */
function freshRows({ db, job }: StoreContext, table: EntryTable, prints: Float64Array): Int32Array {
  const any = db.count(`SELECT EXISTS (SELECT 1 FROM ${table})`) > 0;
  const held = any ? db.prepare(`SELECT 1 FROM ${table} WHERE fingerprint = ?`) : undefined;
  const seen = new Set<number>();
  const repeats = repeatedPrints(prints);
  const fresh = new Int32Array(prints.length);
  let count = 0;
  prints.forEach((print, row) => {
    if ((row & 8191) === 0) job.check();
    if (repeats.has(print)) {
      if (seen.has(print)) return;
      seen.add(print);
    }
    if (held?.get([print]) === undefined) fresh[count++] = row;
  });
  held?.free();
  return fresh.subarray(0, count);
}

/** Fingerprints that occur more than once: entries whose ids say that they are one. */
function repeatedPrints(prints: Float64Array): ReadonlySet<number> {
  const sorted = prints.slice().sort();
  const repeated = new Set<number>();
  for (let row = 1; row < sorted.length; row++)
    if (sorted[row] === sorted[row - 1]) repeated.add(sorted[row] as number);
  return repeated;
}

/** Whose a row is: customers.id and visitors.id, NaN for none; `gone` where it is somebody's who was erased. */
class Owners {
  readonly customers: Float64Array;
  readonly visitors: Float64Array;
  unclaimed = 0;
  private readonly book: VisitorBook;
  private readonly context: StoreContext;
  private readonly holders = new Map<number, number>();

  constructor(context: StoreContext, book: VisitorBook, count: number) {
    this.context = context;
    this.book = book;
    this.customers = new Float64Array(count).fill(NaN);
    this.visitors = new Float64Array(count).fill(NaN);
  }

  /** Sets the owner of the `to`-th row to be stored; false for a row of somebody who was erased. */
  set(to: number, customer: number, visitor: number): boolean {
    this.customers[to] = NaN;
    this.visitors[to] = NaN;
    if (customer > 0) {
      this.customers[to] = customer;
      return true;
    }
    if (visitor >= 0) {
      const id = this.book.idOf(visitor);
      if (id < 0) return false;
      this.visitors[to] = id;
      const holder = this.holders.get(id) ?? holderOf(this.context.db, id);
      this.holders.set(id, holder);
      if (holder > 0) {
        this.customers[to] = holder;
        return true;
      }
    }
    this.unclaimed++;
    return true;
  }
}

interface Owned {
  readonly owners: Owners;
  /** Rows to store, in the order of the owners. */
  readonly rows: Int32Array;
}

function ownedRows(
  context: StoreContext,
  book: VisitorBook,
  fresh: Int32Array,
  of: (row: number) => readonly [customer: number, visitor: number],
): Owned {
  const owners = new Owners(context, book, fresh.length);
  const rows = new Int32Array(fresh.length);
  let count = 0;
  for (const row of fresh) {
    const [customer, visitor] = of(row);
    if (owners.set(count, customer, visitor)) rows[count++] = row;
  }
  return { owners, rows: rows.subarray(0, count) };
}

function writeEvents(context: StoreContext, events: Events, ids: Int32Array): WrittenEntries {
  const book = new VisitorBook(context, events.who.visitors);
  book.link(events.who.links, ids);
  const prints = events.fingerprints();
  const { owners, rows } = ownedRows(context, book, freshRows(context, "events", prints), (row) => [
    ids[events.person.at(row)] ?? 0,
    events.visitor.at(row),
  ]);
  const ints = (from: (row: number) => number) => Int32Array.from(rows, from);
  const floats = (from: (row: number) => number) => Float64Array.from(rows, from);
  insertEntries(
    context,
    "events",
    ["customer_id", "visitor_id", "at", "kind", "name", "page", "seconds", "fingerprint", "import_id"],
    [
      owners.customers.subarray(0, rows.length),
      owners.visitors.subarray(0, rows.length),
      floats((row) => events.at.at(row)),
      { codes: ints((row) => events.kind.at(row)), words: eventKinds },
      { codes: ints((row) => events.name.at(row)), words: events.names.list },
      { codes: ints((row) => events.page.at(row)), words: events.pages.list },
      floats((row) => events.seconds.at(row)),
      floats((row) => prints[row] as number),
      { constant: context.importId },
    ],
    rows.length,
  );
  return counted(prints.length + events.withheldRows, rows.length, owners.unclaimed);
}

function writeMessages(context: StoreContext, messages: Messages, ids: Int32Array): WrittenEntries {
  const prints = messages.fingerprints();
  const rows = freshRows(context, "messages", prints).filter(
    (row) => (ids[messages.person.at(row)] ?? 0) > 0,
  );
  const ints = (from: (row: number) => number) => Int32Array.from(rows, from);
  insertEntries(
    context,
    "messages",
    ["customer_id", "at", "event", "channel", "campaign", "fingerprint", "import_id"],
    [
      ints((row) => ids[messages.person.at(row)] ?? 0),
      Float64Array.from(rows, (row) => messages.at.at(row)),
      { codes: ints((row) => messages.event.at(row)), words: messageEvents },
      { codes: ints((row) => messages.channel.at(row)), words: messages.channels },
      { codes: ints((row) => messages.campaign.at(row)), words: messages.campaigns.list },
      Float64Array.from(rows, (row) => prints[row] as number),
      { constant: context.importId },
    ],
    rows.length,
  );
  return counted(prints.length, rows.length, 0);
}

function writeReviews(context: StoreContext, reviews: Reviews, ids: Int32Array): WrittenEntries {
  const book = new VisitorBook(context, reviews.who.visitors);
  book.link(reviews.who.links, ids);
  const prints = reviews.fingerprints();
  const { owners, rows } = ownedRows(context, book, freshRows(context, "reviews", prints), (row) => {
    const review = reviews.list[row];
    return [ids[review?.person ?? -1] ?? 0, review?.visitor ?? -1];
  });
  const chosen = [...rows].flatMap((row) => reviews.list[row] ?? []);
  insertEntries(
    context,
    "reviews",
    [
      "customer_id",
      "visitor_id",
      "day",
      "kind",
      "rating",
      "text",
      "masked",
      "product",
      "fingerprint",
      "import_id",
    ],
    [
      owners.customers.subarray(0, rows.length),
      owners.visitors.subarray(0, rows.length),
      Int32Array.from(chosen, ({ day }) => day),
      { constant: reviews.kind },
      Float64Array.from(chosen, ({ rating }) => rating ?? NaN),
      chosen.map(({ text }) => text ?? null),
      Int32Array.from(chosen, ({ masked }) => masked),
      chosen.map(({ product }) => product ?? null),
      Float64Array.from(rows, (row) => prints[row] as number),
      { constant: context.importId },
    ],
    rows.length,
  );
  return counted(prints.length + reviews.withheldRows, rows.length, owners.unclaimed);
}

function counted(all: number, stored: number, unclaimed: number): WrittenEntries {
  return { created: stored, storedRows: stored, repeatedRows: all - stored, unclaimed };
}

function insertEntries(
  context: StoreContext,
  table: EntryTable,
  names: readonly string[],
  columns: readonly BulkColumn[],
  count: number,
): void {
  const sql = `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`;
  const insert = (): void => insertWatched(context, "entries", sql, columns, count);
  if (count >= MANY) rebuiltIndexes(context, table, insert);
  else insert();
}
