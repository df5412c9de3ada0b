import type { Database } from "../vault/database.ts";
import type {
  Columns,
  LazyTable,
  OrderColumns,
  PeopleColumns,
  PurchaseColumns,
  WordColumn,
} from "./columns.ts";
import { readContacts } from "./contacts.ts";
import { readEvents, readMessages, readReviews } from "./entries.ts";
import { readOrderItems } from "./order-items.ts";
import { sortOrders } from "./order-sort.ts";
import { personIndex } from "./person-index.ts";
import { productWords } from "./product-words.ts";
import { pickWords } from "./words.ts";

/** `PeopleColumns.since` of somebody with neither a registration nor an order. */
export const sinceUnknown = -2_147_483_648;

/** Currency of a vault without orders. */
const DEFAULT_CURRENCY = "JPY";

/** Whether what is read now may be kept: not while a change is open that may be taken back. */
type MayKeep = () => boolean;

/**
 * Reads the vault's tables into columns in shared memory. Tables are read in the order they are stored and sorted
 * here: two counting passes instead of SQL's comparison sort. About linear in rows.
 */
export function buildColumns(db: Database, mayKeep: MayKeep = () => true): Columns {
  const [id, prefecture, country, gender, ageBand, source, registered] = db.readColumns(
    "SELECT id, prefecture, country, gender, age_band, source, registered_on FROM customers ORDER BY id",
    ["int32", "text", "text", "text", "text", "text", "float64"],
  );
  const indexOf = personIndex(id);
  const { orders, row } = readOrders(db, id.length, indexOf);
  const since = sinceDays(registered, orders);
  const people: PeopleColumns = {
    count: id.length,
    id,
    prefecture,
    country,
    gender,
    ageBand,
    source,
    since,
  };
  const frame = { people: id.length, indexOf, currency: orders.currency };
  const built = new Set<LazyTable>();
  const once = <T>(read: () => T, table?: LazyTable): (() => T) => {
    let known: T | undefined;
    return () => {
      if (known !== undefined) return known;
      const columns = read();
      if (!mayKeep()) return columns;
      if (table !== undefined) built.add(table);
      return (known = columns);
    };
  };
  return {
    people,
    orders,
    built,
    purchases: once(() => readPurchases(db, id.length, indexOf)),
    items: once(() => readOrderItems(db, row), "order_lines"),
    events: once(() => readEvents(db, frame), "events"),
    messages: once(() => readMessages(db, frame), "messages"),
    reviews: once(() => readReviews(db, frame), "reviews"),
    contacts: once(() => readContacts(db, id.length, indexOf), "identifiers"),
    indexOf,
  };
}

/** The order columns, and where each order lies among all as they are stored. */
function readOrders(
  db: Database,
  people: number,
  indexOf: (id: number) => number,
): { readonly orders: OrderColumns; readonly row: Int32Array } {
  const [customer, day, amount, currencies, channel] = db.readColumns(
    "SELECT customer_id, day, amount, currency, channel FROM orders ORDER BY id",
    ["int32", "int32", "float64", "text", "text"],
  );
  const main = mainCurrency(currencies);
  const owner = new Int32Array(customer.length);
  for (let i = 0; i < owner.length; i++)
    owner[i] = currencies.codes[i] === main.code ? indexOf(customer[i]!) : -1;
  const { start, row } = sortOrders(owner, day, people);
  const count = row.length;
  const person = new Int32Array(new SharedArrayBuffer(4 * count));
  const days = new Int32Array(new SharedArrayBuffer(4 * count));
  const amounts = new Float64Array(new SharedArrayBuffer(8 * count));
  for (let i = 0; i < count; i++) {
    const from = row[i]!;
    person[i] = owner[from]!;
    days[i] = day[from]!;
    amounts[i] = amount[from]!;
  }
  const orders: OrderColumns = {
    count,
    start,
    person,
    day: days,
    amount: amounts,
    channel: pickWords(channel, row),
    currency: main.word,
    otherCurrency: customer.length - main.orders,
  };
  return { orders, row };
}

/** The currency of most orders; of two with equally many the first by code. */
function mainCurrency({ codes, words }: WordColumn) {
  const orders = new Float64Array(words.length);
  for (const code of codes) if (code >= 0) orders[code] = orders[code]! + 1;
  let main = { code: -1, word: DEFAULT_CURRENCY, orders: 0 };
  words.forEach((word, code) => {
    const count = orders[code]!;
    if (count > main.orders || (count === main.orders && count > 0 && word < main.word))
      main = { code, word, orders: count };
  });
  return main;
}

function sinceDays(registered: Float64Array, { start, day }: OrderColumns): Int32Array<SharedArrayBuffer> {
  const since = new Int32Array(new SharedArrayBuffer(4 * registered.length));
  for (let p = 0; p < registered.length; p++) {
    const hasOrder = start[p]! < start[p + 1]!;
    if (!Number.isNaN(registered[p]!)) since[p] = registered[p]!;
    else since[p] = hasOrder ? day[start[p]!]! : sinceUnknown;
  }
  return since;
}

/** Pairs of person and product with something bought; returned lines (quantity below 1) make no pair. */
function readPurchases(db: Database, people: number, indexOf: (id: number) => number): PurchaseColumns {
  const { word, words } = productWords(db);
  const [customer, product] = db.readColumns(
    "SELECT o.customer_id, l.product_id FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE l.quantity > 0",
    ["int32", "int32"],
  );
  const owner = customer.map(indexOf);
  const codes = product.map((id) => word.get(id) ?? -1);
  for (let i = 0; i < owner.length; i++) if (codes[i]! < 0) owner[i] = -1;
  // Sorted by person and word, repeats of a pair lie together.
  const { start: all, row } = sortOrders(owner, codes, people);
  const start = new Int32Array(new SharedArrayBuffer(4 * (people + 1)));
  const pairs = new Int32Array(row.length);
  let count = 0;
  for (let p = 0; p < people; p++) {
    start[p] = count;
    for (let i = all[p]!; i < all[p + 1]!; i++) {
      const code = codes[row[i]!]!;
      if (count === start[p] || pairs[count - 1] !== code) pairs[count++] = code;
    }
  }
  start[people] = count;
  const shared = new Int32Array(new SharedArrayBuffer(4 * count));
  shared.set(pairs.subarray(0, count));
  return { start, product: { codes: shared, words } };
}
