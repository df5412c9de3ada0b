import type { Database, PreparedStatement } from "../../../vault/database.ts";
import type { Orders } from "../stage/orders.ts";
import { insertWatched, nextId, type StoreContext } from "./context.ts";
import { rebuiltIndexes } from "./indexes.ts";
import { writeLines } from "./write-lines.ts";

/** What became of the orders of a file; rows are rows of the file. */
export interface WrittenOrders {
  readonly created: number;
  readonly changed: number;
  readonly storedRows: number;
  readonly repeatedRows: number;
}

/** An order as it stands in the vault. */
interface Stored {
  readonly id: number;
  readonly day: number;
  readonly amount: number;
  readonly currency: string;
  readonly channel: string | null;
}

/** From this many new orders on, indexes are built afterwards instead of kept up row by row. */
const MANY = 50_000;

/**
 * Stores orders of the people in `ids` (customers.id by slot, 0: not stored). An order whose key the vault has
 * from this source is repeated, or changed where day or amount differ; `adding` says that the file holds
 * further lines of orders already there (a mended row) instead of whole orders.
 */
export function writeOrders(
  context: StoreContext,
  orders: Orders,
  ids: Int32Array,
  adding: boolean,
): WrittenOrders {
  const lookup = new OrderLookup(context, orders);
  const orderIds = new Int32Array(orders.length);
  const fresh: number[] = [];
  const keys: string[] = [];
  let next = nextId(context.db, "orders");
  let changed = 0;
  let storedRows = 0;
  let repeatedRows = 0;
  for (let order = 0; order < orders.length; order++) {
    if ((order & 8191) === 0) {
      context.job.check();
      context.job.progress({ phase: "orders", done: 0, total: orders.length });
    }
    const person = orders.person.at(order);
    if (person < 0) continue;
    const customer = ids[person] ?? 0;
    const rows = orders.rows.at(order);
    if (customer === 0) {
      repeatedRows += rows;
      continue;
    }
    const key = lookup.needed ? lookup.key(order, customer) : "";
    const stored = lookup.find(key);
    if (stored === undefined) {
      orderIds[order] = next++;
      fresh.push(order);
      if (!orders.keyed) keys.push(key);
      storedRows += rows;
    } else if (lookup.change(order, customer, stored, adding)) {
      orderIds[order] = stored.id;
      changed++;
      storedRows += rows;
    } else repeatedRows += rows;
  }
  lookup.close();
  const insert = (): void => {
    insertOrders(context, orders, fresh, orderIds, keys, ids);
  };
  if (fresh.length >= MANY) rebuiltIndexes(context, "orders", insert);
  else insert();
  writeLines(context, orders, orderIds);
  return { created: fresh.length, changed, storedRows, repeatedRows };
}

function insertOrders(
  context: StoreContext,
  orders: Orders,
  fresh: readonly number[],
  orderIds: Int32Array,
  keys: readonly string[],
  ids: Int32Array,
): void {
  const { plan, importId } = context;
  const words = [...orders.currencies.list, plan.currency];
  const pick = (from: (order: number) => number): Int32Array => {
    const picked = new Int32Array(fresh.length);
    for (let row = 0; row < picked.length; row++) picked[row] = from(fresh[row] as number);
    return picked;
  };
  const amounts = new Float64Array(fresh.length);
  for (let row = 0; row < amounts.length; row++) amounts[row] = orders.amount(fresh[row] as number);
  insertWatched(
    context,
    "orders",
    `INSERT INTO orders (id, customer_id, source, order_key, day, amount, currency, channel, import_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      pick((order) => orderIds[order] ?? 0),
      pick((order) => ids[orders.person.at(order)] ?? 0),
      { constant: plan.source },
      orders.keyed ? { codes: pick((order) => orders.key.at(order)), ...orders.keys.bytes } : keys,
      pick((order) => orders.day.at(order)),
      amounts,
      {
        codes: pick((order) =>
          orders.currency.at(order) < 0 ? words.length - 1 : orders.currency.at(order),
        ),
        words,
      },
      { codes: pick((order) => orders.channel.at(order)), words: orders.channels.list },
      { constant: importId },
    ],
    fresh.length,
  );
}

/** Knows which orders of this source the vault already holds. */
class OrderLookup {
  private readonly context: StoreContext;
  private readonly orders: Orders;
  private readonly statement: PreparedStatement | undefined;
  private readonly seen = new Map<string, number>();
  /** Keys must be made: to look them up, or to be stored where the file has none. */
  readonly needed: boolean;

  constructor(context: StoreContext, orders: Orders) {
    this.context = context;
    this.orders = orders;
    const { db, plan } = context;
    const any = db.count("SELECT EXISTS (SELECT 1 FROM orders WHERE source = ?)", [plan.source]) > 0;
    this.statement = any
      ? db.prepare("SELECT id, day, amount, currency, channel FROM orders WHERE order_key = ? AND source = ?")
      : undefined;
    this.needed = any || !orders.keyed;
  }

  /**
   * The order's id in the file; without ids one is made of customer, day, amount and how many such there were,
   * so that the same file read twice repeats nothing.
   */
  key(order: number, customer: number): string {
    const { orders } = this;
    if (orders.keyed) return orders.keys.text(orders.key.at(order));
    const base = `~${customer}:${orders.day.at(order)}:${orders.amount(order)}`;
    const count = (this.seen.get(base) ?? 0) + 1;
    this.seen.set(base, count);
    return `${base}:${count}`;
  }

  find(key: string): Stored | undefined {
    const row = this.statement?.get([key, this.context.plan.source]);
    if (row === undefined) return undefined;
    const [id, day, amount, currency, channel] = row;
    return {
      id: Number(id),
      day: Number(day),
      amount: Number(amount),
      currency: String(currency),
      channel: typeof channel === "string" ? channel : null,
    };
  }

  /** Brings a stored order up to what the file says; false when it says the same. */
  change(order: number, customer: number, stored: Stored, adding: boolean): boolean {
    const { db, importId } = this.context;
    const amount = adding ? stored.amount + this.orders.lineAmountOf(order) : this.orders.amount(order);
    const day = adding ? stored.day : this.orders.day.at(order);
    if (!adding && stored.amount === amount && stored.day === day) return false;
    const lines = linesOf(db, stored.id);
    db.run(
      "INSERT INTO customer_revisions (customer_id, import_id, field, before) VALUES (?, ?, 'order', ?)",
      [customer, importId, JSON.stringify({ ...stored, lines })],
    );
    db.run("UPDATE orders SET day = ?, amount = ? WHERE id = ?", [day, amount, stored.id]);
    if (!adding) db.run("DELETE FROM order_lines WHERE order_id = ?", [stored.id]);
    return true;
  }

  close(): void {
    this.statement?.free();
  }
}

/** A line as a revision remembers it. */
export interface LineRevision {
  readonly product_id: number;
  readonly quantity: number;
  readonly amount: number;
  readonly import_id: number;
}

function linesOf(db: Database, order: number): LineRevision[] {
  return db.rows<LineRevision>(
    "SELECT product_id, quantity, amount, import_id FROM order_lines WHERE order_id = ? ORDER BY id",
    [order],
  );
}
