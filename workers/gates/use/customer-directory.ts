import type { Columns } from "../../columns/columns.ts";
import type { Database } from "../../vault/database.ts";
import type { customerSortKeys } from "../../terms/people.ts";

export type CustomerSort = (typeof customerSortKeys)[number];

/** What the orders of the main currency say of each person, by person index. Days are epoch days, `NO_DAY` without an order. */
export interface OrderTotals {
  readonly orders: Int32Array;
  readonly revenue: Float64Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
}

export const NO_DAY = -2_147_483_648;

/** Finding and ordering the customers of one commit; each part is built when first asked for and kept with the columns. */
export interface CustomerDirectory {
  totals(): OrderTotals;
  /** A byte per person: 1 where the search key holds `key`. */
  search(key: string): Uint8Array;
  /** Person indices in ascending order of `sort`, people without the value last. */
  order(sort: CustomerSort): Int32Array;
}

const directories = new WeakMap<Columns, CustomerDirectory>();

/** The directory that belongs to `columns`. */
export function customerDirectory(db: Database, columns: Columns): CustomerDirectory {
  const known = directories.get(columns);
  if (known !== undefined) return known;
  const directory = build(db, columns);
  directories.set(columns, directory);
  return directory;
}

function build(db: Database, columns: Columns): CustomerDirectory {
  let totals: OrderTotals | undefined;
  let keys: SearchKeys | undefined;
  const orders = new Map<CustomerSort, Int32Array>();
  const directory: CustomerDirectory = {
    totals: () => (totals ??= orderTotals(columns)),
    search: (key) => search((keys ??= readSearchKeys(db, columns)), key),
    order: (sort) => {
      const order = orders.get(sort) ?? sorted(db, columns, directory, sort);
      orders.set(sort, order);
      return order;
    },
  };
  return directory;
}

function orderTotals(columns: Columns): OrderTotals {
  const { start, day, amount } = columns.orders;
  const people = columns.people.count;
  const orders = new Int32Array(people);
  const revenue = new Float64Array(people);
  const first = new Int32Array(people).fill(NO_DAY);
  const last = new Int32Array(people).fill(NO_DAY);
  for (let person = 0; person < people; person++) {
    const from = start[person]!;
    const to = start[person + 1]!;
    orders[person] = to - from;
    if (to === from) continue;
    let sum = 0;
    for (let order = from; order < to; order++) sum += amount[order]!;
    revenue[person] = sum;
    first[person] = day[from]!;
    last[person] = day[to - 1]!;
  }
  return { orders, revenue, first, last };
}

interface SearchKeys {
  readonly codes: Int32Array;
  readonly words: readonly string[];
}

function readSearchKeys(db: Database, columns: Columns): SearchKeys {
  const [ids, keys] = db.readColumns("SELECT id, search_key FROM customers", ["int32", "text"]);
  const codes = new Int32Array(columns.people.count).fill(-1);
  for (let row = 0; row < ids.length; row++) {
    const person = columns.indexOf(ids[row]!);
    if (person >= 0) codes[person] = keys.codes[row]!;
  }
  return { codes, words: keys.words };
}

function search(keys: SearchKeys, key: string): Uint8Array {
  const found = Uint8Array.from(keys.words, (word) => (word.includes(key) ? 1 : 0));
  return Uint8Array.from(keys.codes, (code) => (code < 0 ? 0 : (found[code] ?? 0)));
}

function sorted(
  db: Database,
  columns: Columns,
  directory: CustomerDirectory,
  sort: CustomerSort,
): Int32Array {
  if (sort === "name") return byName(db, columns);
  const order = Int32Array.from({ length: columns.people.count }, (_, person) => person);
  // People are indexed in order of row id already.
  if (sort === "id") return order;
  const { orders, revenue, first, last } = directory.totals();
  const values = { orders, revenue, firstOrder: first, lastOrder: last }[sort];
  return order.sort((a, b) => values[a]! - values[b]! || a - b);
}

// By reading where there is one: that is how names are put in order in Japanese.
function byName(db: Database, columns: Columns): Int32Array {
  const [ids] = db.readColumns(
    `SELECT id FROM (SELECT id, coalesce(nullif(full_reading, ''),
         nullif(family_reading || coalesce(given_reading, ''), ''), nullif(full_name, ''),
         nullif(family_name || coalesce(given_name, ''), '')) AS name FROM customers)
     ORDER BY name IS NULL, name, id`,
    ["int32"],
  );
  return Int32Array.from(ids, (id) => columns.indexOf(id)).filter((person) => person >= 0);
}
