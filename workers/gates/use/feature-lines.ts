import type { JobControl } from "../../base/job.ts";
import { sortOrders } from "../../columns/order-sort.ts";
import { checkEvery } from "../../models/cancel.ts";
import type { DatedLog, PersonHistory } from "../../models/propensity/person-history.ts";
import type { OrderTable } from "../../models/purchase-histories.ts";
import type { Database } from "../../vault/database.ts";
import { eachPortion } from "./feature-portions.ts";

/**
 * What the lines of orders add: the days on which each person bought a product for the first time, and of each order the share
 * of its lines' price that was taken off. A total above its lines (delivery, tax) counts as nothing off. Empty without lines.
 * @throws Cancelled
 */
export function readLines(
  db: Database,
  rowOf: (customerId: number) => number,
  orders: OrderTable,
  job: JobControl,
): Pick<PersonHistory, "newProducts" | "discount"> {
  const lines = readOrderLines(db, job);
  if (lines.order.length === 0) return {};
  const known = readOrders(db, rowOf, job);
  return {
    newProducts: firstTimes(lines, known, orders, job),
    discount: sharesOff(lines, known, orders, job),
  };
}

interface Lines {
  readonly order: Int32Array;
  readonly product: Int32Array;
  readonly amount: Float64Array;
}

/** Orders by id: whose, when, and how much. */
interface KnownOrders {
  /** Row of the person, or -1. */
  readonly row: Int32Array;
  readonly day: Int32Array;
  readonly amount: Float64Array;
}

function readOrderLines(db: Database, job: JobControl): Lines {
  const parts: Lines[] = [];
  eachPortion(db, "order_lines", job, (after, to) => {
    const [order, product, amount] = db.readColumns(
      `SELECT order_id, product_id, amount FROM order_lines
       WHERE id > ${String(after)} AND id <= ${String(to)} AND quantity > 0`,
      ["int32", "int32", "float64"],
    );
    parts.push({ order, product, amount });
  });
  const total = parts.reduce((sum, { order }) => sum + order.length, 0);
  const whole = {
    order: new Int32Array(total),
    product: new Int32Array(total),
    amount: new Float64Array(total),
  };
  let at = 0;
  for (const part of parts) {
    whole.order.set(part.order, at);
    whole.product.set(part.product, at);
    whole.amount.set(part.amount, at);
    at += part.order.length;
  }
  return whole;
}

function readOrders(db: Database, rowOf: (customerId: number) => number, job: JobControl): KnownOrders {
  const size = db.count("SELECT max(id) FROM orders") + 1;
  const known = {
    row: new Int32Array(size).fill(-1),
    day: new Int32Array(size),
    amount: new Float64Array(size),
  };
  eachPortion(db, "orders", job, (after, to) => {
    const [id, customer, day, amount] = db.readColumns(
      `SELECT id, customer_id, day, amount FROM orders WHERE id > ${String(after)} AND id <= ${String(to)}`,
      ["int32", "int32", "int32", "float64"],
    );
    id.forEach((order, i) => {
      known.row[order] = rowOf(customer[i]!);
      known.day[order] = day[i]!;
      known.amount[order] = amount[i]!;
    });
  });
  return known;
}

/** By person, the days on which a product came for the first time. */
function firstTimes(lines: Lines, known: KnownOrders, { mask }: OrderTable, job: JobControl): DatedLog {
  const people = mask.length;
  const row = lines.order.map((order) => known.row[order]!);
  job.check();
  const sorted = sortOrders(row, lines.product, people);
  job.check();
  const owner: number[] = [];
  const days: number[] = [];
  for (let p = 0; p < people; p++) {
    checkEvery(job, 8 * p);
    let [product, first] = [-1, 0];
    for (let at = sorted.start[p]!; at <= sorted.start[p + 1]!; at++) {
      const line = at < sorted.start[p + 1]! ? sorted.row[at]! : -1;
      const own = line < 0 ? -1 : lines.product[line]!;
      if (own !== product) {
        if (product >= 0) {
          owner.push(p);
          days.push(first);
        }
        product = own;
        first = line < 0 ? 0 : known.day[lines.order[line]!]!;
      } else if (line >= 0) first = Math.min(first, known.day[lines.order[line]!]!);
    }
  }
  const dayOf = Int32Array.from(days);
  job.check();
  const byDay = sortOrders(Int32Array.from(owner), dayOf, people);
  const day = new Int32Array(new SharedArrayBuffer(4 * byDay.row.length));
  byDay.row.forEach((from, to) => (day[to] = dayOf[from]!));
  return { start: byDay.start, day };
}

/**
 * Of each order of the run the share taken off. Orders of the run have no ids: those of one person, day and amount are alike,
 * so the share goes by these; two orders that differ in it only get its mean.
 */
function sharesOff(lines: Lines, known: KnownOrders, orders: OrderTable, job: JobControl): Float64Array {
  const full = new Float64Array(known.row.length);
  lines.order.forEach((order, i) => (full[order] = full[order]! + lines.amount[i]!));
  const shares = new Float64Array(new SharedArrayBuffer(8 * orders.day.length)).fill(NaN);
  const counts = new Uint16Array(orders.day.length);
  for (let order = 0; order < full.length; order++) {
    checkEvery(job, order);
    const row = known.row[order]!;
    if (row < 0 || !(full[order]! > 0) || known.amount[order]! < 0) continue;
    const at = placeOf(orders, row, known.day[order]!, known.amount[order]!);
    if (at < 0) continue;
    const share = Math.max(0, 1 - known.amount[order]! / full[order]!);
    const before = counts[at]!;
    shares[at] = before === 0 ? share : (shares[at]! * before + share) / (before + 1);
    counts[at] = Math.min(65_535, before + 1);
  }
  return shares;
}

/** The first order of a person on a day with an amount, or -1 (another currency). */
function placeOf({ start, day, amount }: OrderTable, row: number, on: number, of: number): number {
  let [low, high] = [start[row]!, start[row + 1]!];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (day[middle]! < on) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < start[row + 1]! && day[at] === on; at++) if (amount[at] === of) return at;
  return -1;
}
