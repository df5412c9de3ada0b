import { isoDate, isoMonth, monthIndex } from "../base/calendar.ts";
import { ok } from "../base/result.ts";
import type { Outcome } from "../base/fault.ts";
import type { Columns, OrderColumns } from "../columns/columns.ts";
import type { Overview } from "../terms/insight.ts";
import type { Workspace } from "../workspace.ts";

/** The state of the shop over the people analytics may consider: one pass over orders and their mask. */
export async function overview(workspace: Workspace): Promise<Outcome<Overview>> {
  const columns = workspace.columns();
  const { mask, count, withheld } = workspace.permitted("analytics");
  const { db } = workspace.vault;
  return ok({
    currency: columns.orders.currency,
    customers: count,
    withheld,
    ...orderFigures(columns, mask),
    quarantineWaiting: db.count("SELECT count(*) FROM quarantine WHERE state = 'waiting'"),
    imports: db.count("SELECT count(*) FROM imports WHERE undone_at IS NULL"),
    segments: db.count("SELECT count(*) FROM segments"),
    releases: db.count("SELECT count(*) FROM releases"),
  });
}

/** Sums of one pass; slot 0 of a channel list is for orders without one. */
interface Sums {
  readonly orders: Float64Array;
  readonly revenue: Float64Array;
}

function orderFigures({ orders }: Columns, mask: Uint8Array) {
  const span = daySpan(orders, mask);
  const months = monthTable(span);
  const byMonth = sums(months.count);
  const newcomers = new Float64Array(months.count);
  const byChannel = sums(orders.channel.words.length + 1);
  let [count, returns, revenue, buyers, repeaters] = [0, 0, 0, 0, 0];
  for (let p = 0; p < mask.length; p++) {
    if (mask[p] !== 1) continue;
    let bought = 0;
    for (let o = orders.start[p]!, stop = orders.start[p + 1]!; o < stop; o++) {
      const amount = orders.amount[o]!;
      const month = months.table[orders.day[o]! - span.first]!;
      // A negative amount is a return: it lowers revenue and is no order.
      const isOrder = amount >= 0 ? 1 : 0;
      add(byMonth, month, isOrder, amount);
      add(byChannel, orders.channel.codes[o]! + 1, isOrder, amount);
      revenue += amount;
      returns += 1 - isOrder;
      if (isOrder === 1 && bought++ === 0) newcomers[month] = newcomers[month]! + 1;
    }
    count += bought;
    if (bought > 0) buyers++;
    if (bought > 1) repeaters++;
  }
  return {
    orders: count,
    returns,
    revenue,
    averageOrder: count === 0 ? 0 : Math.round(revenue / count),
    repeatRate: buyers === 0 ? 0 : repeaters / buyers,
    ...(months.count > 0 && { firstDay: isoDate(span.first), lastDay: isoDate(span.last) }),
    months: Array.from({ length: months.count }, (_, month) => ({
      month: isoMonth(months.first + month),
      orders: byMonth.orders[month]!,
      revenue: byMonth.revenue[month]!,
      newCustomers: newcomers[month]!,
    })),
    channels: channelList(["", ...orders.channel.words], byChannel),
  };
}

function sums(length: number): Sums {
  return { orders: new Float64Array(length), revenue: new Float64Array(length) };
}

function add(to: Sums, slot: number, orders: number, revenue: number): void {
  to.orders[slot] = to.orders[slot]! + orders;
  to.revenue[slot] = to.revenue[slot]! + revenue;
}

/** Channels with an order, most revenue first; the channel of orders without one is the empty word. */
function channelList(words: readonly string[], { orders, revenue }: Sums) {
  return words
    .map((channel, slot) => ({ channel, orders: orders[slot]!, revenue: revenue[slot]! }))
    .filter((entry) => entry.orders > 0 || entry.revenue !== 0)
    .sort((a, b) => b.revenue - a.revenue);
}

interface DaySpan {
  readonly first: number;
  readonly last: number;
}

function daySpan({ start, day }: OrderColumns, mask: Uint8Array): DaySpan {
  let [first, last] = [Infinity, -Infinity];
  for (let p = 0; p < mask.length; p++) {
    if (mask[p] !== 1 || start[p] === start[p + 1]) continue;
    // Orders of a person are sorted by day.
    first = Math.min(first, day[start[p]!]!);
    last = Math.max(last, day[start[p + 1]! - 1]!);
  }
  return { first, last };
}

function monthTable({ first, last }: DaySpan) {
  if (first > last) return { first: 0, count: 0, table: new Int32Array(0) };
  const firstMonth = monthIndex(first);
  const table = Int32Array.from(
    { length: last - first + 1 },
    (_, offset) => monthIndex(first + offset) - firstMonth,
  );
  return { first: firstMonth, count: table[table.length - 1]! + 1, table };
}
