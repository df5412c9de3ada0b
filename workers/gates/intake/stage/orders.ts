import type { ImportPlan, QuarantineReason } from "../../../terms/intake.ts";
import type { FieldTarget } from "../../../terms/field.ts";
import { currencyDigits, parseCurrency } from "../parse/money.ts";
import { displayText, normalizeId } from "../parse/person.ts";
import type { Cells } from "../read/cells.ts";
import { ByteDictionary } from "./byte-dictionary.ts";
import { CellValues, digitsOf, Words } from "./cell-values.ts";
import { Floats, Ints, Numbering } from "./growing.ts";
import type { Layout } from "./layout.ts";

/** Nobody yet: an order whose rows so far name no customer. */
export const NOBODY = -1;

/** A row that cannot be stored, and the cell to blame when it is one. */
export interface RowProblem {
  readonly reason: QuarantineReason;
  readonly target?: FieldTarget;
}

/** Columns of a batch of simple orders, a value a row; keys and channels where the file has them. */
export interface OrderRun {
  /** Slots of people, negative for nobody. */
  readonly persons: Int32Array;
  /** Epoch days, not finite for none. */
  readonly days: Float64Array;
  /** Minor units, not finite for none. */
  readonly totals: Float64Array;
  readonly channels: Int32Array | undefined;
  /** Numbers of order ids, -1 for none. */
  readonly keys: Int32Array | undefined;
}

/** Columns of simple orders, a value an order: slots of people, epoch days, minor units, words of channels. */
export interface OpenColumns {
  readonly person: Int32Array;
  readonly day: Int32Array;
  readonly total: Float64Array;
  readonly channel: Int32Array;
}

/** Words by which a shop says that an order came to nothing. */
const cancelled =
  /^(?:cancel+ed|canceled|voided|cancel|キャンセル|注文キャンセル|注文取消|取消|取消し|取り消し|キャンセル済み?)$/iu;

/**
 * The orders of a file as columns. Rows of one order id are lines of one order: its amount is the order
 * total where there is such a column (repeated totals count once, differing ones are added up), else the sum of
 * its lines. Returned and cancelled lines keep their sign; an order whose status says it was cancelled is worth 0.
 */
export class Orders {
  /** Per order: its person (`NOBODY` while unknown), epoch day, words of currency and channel, rows of the file. */
  readonly person = new Ints();
  readonly day = new Ints();
  /** Empty, and so -1 everywhere, where the file has no such column. */
  readonly currency = new Ints(-1);
  readonly channel = new Ints(-1);
  /** Empty, and so 1 everywhere, as long as no order has several. */
  readonly rows = new Ints(1);
  readonly currencies: Words;
  readonly channels = new Words(displayText);
  /** Number of its id in `keys`; -1 where the file has no order ids. */
  readonly key = new Numbering();
  readonly keys = new ByteDictionary();
  readonly keyed: boolean;
  /** Per line of goods. */
  readonly lineOrder = new Ints();
  readonly lineProduct = new Ints();
  readonly lineQuantity = new Floats();
  readonly lineAmount = new Floats();
  readonly products = new Words(displayText);
  /** Name of each product code, where the file has both. */
  readonly productNames = new Map<number, string>();
  private readonly orderOfKey = new Numbering();
  private readonly total = new Floats();
  /** Sums of all totals of an order where it has several; as long as none has, `total` says it all. */
  private readonly sums = new Floats();
  /** Empty, and so 0 everywhere, where the file has no amounts of lines. */
  private readonly lineSum = new Floats(0);
  /** The file has amounts of lines. */
  readonly summed: boolean;
  private readonly dead = new Set<number>();
  private severalTotals = 0;
  private differingTotals = 0;
  private readonly at: Layout["at"];
  private readonly layout: Layout;
  readonly values: CellValues;
  private readonly plan: ImportPlan;
  /** Digits of the minor unit where the file has no column of currencies. */
  readonly digits: number;

  constructor(plan: ImportPlan, layout: Layout) {
    this.plan = plan;
    this.layout = layout;
    this.at = layout.at;
    this.keyed = layout.at.order_id >= 0;
    this.values = new CellValues(plan);
    this.currencies = new Words(parseCurrency);
    this.digits = currencyDigits(plan.currency);
    this.summed = layout.at.line_total >= 0 || layout.at.unit_price >= 0;
  }

  get length(): number {
    return this.person.length;
  }

  /** Amount of an order in minor units of its currency. */
  amount(order: number): number {
    if (this.dead.has(order)) return 0;
    const added = this.differingTotals > this.severalTotals * 0.05;
    const first = this.total.at(order);
    const sum = added ? this.sums.at(order) : NaN;
    const total = sum === sum ? sum : first;
    return Number.isNaN(total) ? this.lineSum.at(order) : total;
  }

  /** Sum of the lines of an order where its amount comes from them, 0 where it has a total. */
  lineAmountOf(order: number): number {
    return Number.isNaN(this.total.at(order)) ? this.lineSum.at(order) : 0;
  }

  /** Takes a record of a person (or of nobody yet); `goods` is false for a row that is no line of goods. */
  add(cells: Cells, person: number, goods: boolean): number | RowProblem {
    const key = this.keyed ? this.keyOfRecord(cells) : -1;
    if (this.keyed && key < 0) return { reason: "order-missing", target: "order_id" };
    const known = this.orderOf(key);
    const open = known >= 0;
    if (person === NOBODY && !this.keyed) return { reason: "customer-missing" };
    let day = open ? this.day.at(known) : 0;
    if (!cells.blank(this.at.order_date)) {
      const found = this.values.day(cells, this.at.order_date);
      if (found.problem !== undefined) return { reason: found.problem, target: "order_date" };
      if (!open) day = found.value;
    } else if (!open) return { reason: "date-missing", target: "order_date" };
    const currency = this.currencies.code(cells, this.at.currency);
    const digits =
      this.at.currency < 0
        ? this.digits
        : digitsOf(
            this.currencies,
            open && currency < 0 ? this.currency.at(known) : currency,
            this.plan.currency,
          );
    const money = this.money(cells, digits, open);
    if (typeof money !== "number") return money;
    const order = this.put(person, day, currency, this.channels.code(cells, this.at.channel), key);
    this.addTotal(order, this.totalFound);
    if (goods) this.addLine(order, cells, money);
    if (this.at.order_status >= 0 && isCancelled(cells.text(this.at.order_status))) this.dead.add(order);
    return order;
  }

  /** The order of an id's number, -1 while there is none. */
  orderOf(key: number): number {
    if (key < 0) return -1;
    return this.orderOfKey.at(key);
  }

  /** Counts a row to its order, which is opened with what the row says when it is its first. */
  put(person: number, day: number, currency: number, channel: number, key: number): number {
    const known = key < 0 ? -1 : this.orderOfKey.at(key);
    if (known < 0) return this.open(person, day, currency, channel, key);
    if (person !== NOBODY && this.person.at(known) === NOBODY) this.person.set(known, person);
    this.rows.fillTo(known + 1, 1);
    this.rows.set(known, this.rows.at(known) + 1);
    return known;
  }

  private totalFound = NaN;
  private quantityFound = 1;

  /** The line's amount (0 where the file has none), with `totalFound` and `quantityFound` set beside it. */
  private money(cells: Cells, digits: number, open: boolean): number | RowProblem {
    const { at, values } = this;
    this.totalFound = NaN;
    this.quantityFound = 1;
    let line = NaN;
    if (at.quantity >= 0 && !cells.blank(at.quantity)) {
      const found = values.quantity(cells, at.quantity);
      if (found.problem !== undefined) return { reason: found.problem, target: "quantity" };
      this.quantityFound = found.value;
    }
    if (at.order_total >= 0 && !cells.blank(at.order_total)) {
      const found = values.amount(cells, at.order_total, digits);
      if (found.problem !== undefined) return { reason: found.problem, target: "order_total" };
      this.totalFound = found.value;
    }
    for (const target of ["line_total", "unit_price"] as const) {
      if (at[target] < 0 || cells.blank(at[target]) || line === line) continue;
      const found = values.amount(cells, at[target], digits);
      if (found.problem !== undefined) return { reason: found.problem, target };
      line = target === "unit_price" ? Math.round(found.value * this.quantityFound) : found.value;
    }
    if (at.discount >= 0 && at.order_total < 0 && line === line && !cells.blank(at.discount)) {
      const found = values.amount(cells, at.discount, digits);
      if (found.problem !== undefined) return { reason: found.problem, target: "discount" };
      line -= Math.abs(found.value);
    }
    if (line !== line && this.totalFound !== this.totalFound && !open)
      return { reason: "amount-missing", target: at.order_total >= 0 ? "order_total" : "unit_price" };
    return line === line ? line + 0 : 0;
  }

  /** Number of the record's order id in `keys`, -1 when it has none. */
  private keyOfRecord(cells: Cells): number {
    const index = this.at.order_id;
    const { bytes } = cells;
    let start = cells.starts[index] ?? 0;
    let end = cells.ends[index] ?? 0;
    while (start < end && (bytes[start] as number) <= 0x20) start++;
    while (end > start && (bytes[end - 1] as number) <= 0x20) end--;
    if (start === end) return -1;
    for (let at = start; at < end; at++)
      if ((bytes[at] as number) >= 0x80 || bytes[at] === 0x27) {
        const id = normalizeId(cells.text(index));
        return id === undefined ? -1 : this.keys.internText(id);
      }
    return this.keys.intern(bytes, start, end);
  }

  /** Makes room for a number of orders whose ids have a length, so that nothing is copied as they come. */
  reserve(count: number, keyLength: number): void {
    const columns: (Ints | Floats)[] = [this.person, this.day, this.total];
    if (this.at.currency >= 0) columns.push(this.currency);
    if (this.at.channel >= 0) columns.push(this.channel);
    if (this.summed) columns.push(this.lineSum);
    for (const column of columns) column.reserve(count);
    if (this.keyed) this.keys.reserve(count, keyLength);
  }

  /** The columns of simple orders with room for a number more: rows are written behind the end, then `opened`. */
  openColumns(count: number): OpenColumns {
    const { person, day, total, channel } = this;
    const room = this.length + count;
    for (const column of [person, day, total]) column.reserve(room);
    if (this.at.channel >= 0) channel.reserve(room);
    return { person: person.values, day: day.values, total: total.values, channel: channel.values };
  }

  /** Ends the columns behind the last order written. */
  opened(length: number): void {
    this.person.length = this.day.length = this.total.length = length;
    if (this.at.channel >= 0) this.channel.length = length;
  }

  /** Gives the newest order its id's number. */
  nameNew(key: number, order: number): void {
    while (this.orderOfKey.length < key) this.orderOfKey.push(-1);
    if (key === this.orderOfKey.length) this.orderOfKey.push(order);
    else this.orderOfKey.set(key, order);
    this.key.push(key);
  }

  /** Whether all that can be said of an order is its person, day, channel and total. */
  get simple(): boolean {
    return !this.summed && !this.layout.lines && this.at.currency < 0 && this.at.order_status < 0;
  }

  /**
   * Opens orders of rows `from` to `to` at most, up to the first that has something missing or is of an id already
   * known; answers which row that is. Only where orders are `simple`.
   */
  openRun(run: OrderRun, from: number, to: number): number {
    const { persons, days, totals, channels, keys } = run;
    const first = this.length;
    const { person, day, total, channel } = this.openColumns(to - from);
    let order = first;
    let row = from;
    for (; row < to; row++, order++) {
      const known = persons[row] as number;
      const date = days[row] as number;
      const sum = totals[row] as number;
      if (known < 0 || date - date !== 0 || sum - sum !== 0) break;
      if (keys !== undefined) {
        const key = keys[row] as number;
        if (key < this.orderOfKey.length) break;
        this.nameNew(key, order);
      }
      person[order] = known;
      day[order] = date;
      total[order] = sum;
      if (channels !== undefined) channel[order] = channels[row] as number;
    }
    this.opened(order);
    return row;
  }

  private open(person: number, day: number, currency: number, channel: number, key: number): number {
    const order = this.person.length;
    if (key >= 0) this.nameNew(key, order);
    this.person.push(person);
    this.day.push(day);
    if (this.at.currency >= 0) this.currency.push(currency);
    if (this.at.channel >= 0) this.channel.push(channel);
    this.total.push(NaN);
    if (this.summed) this.lineSum.push(0);
    return order;
  }

  /** A total of an order; NaN says nothing. */
  addTotal(order: number, total: number): void {
    if (total !== total) return;
    const first = this.total.at(order);
    if (first !== first) {
      this.total.set(order, total);
      return;
    }
    this.severalTotals++;
    if (first !== total) this.differingTotals++;
    this.sums.fillTo(order + 1, NaN);
    const sum = this.sums.at(order);
    this.sums.set(order, (sum === sum ? sum : first) + total);
  }

  /** The order came to nothing. */
  kill(order: number): void {
    this.dead.add(order);
  }

  /** A line of goods by the numbers of its product, -1 for none. */
  putLine(order: number, product: number, quantity: number, amount: number): void {
    if (this.summed) this.lineSum.set(order, this.lineSum.at(order) + amount);
    if (!this.layout.lines || product < 0) return;
    this.lineOrder.push(order);
    this.lineProduct.push(product);
    this.lineQuantity.push(Math.round(quantity));
    this.lineAmount.push(amount);
  }

  /** Whether a product known by its code still lacks a name the file may give. */
  unnamed(product: number): boolean {
    const { at } = this;
    return at.product_code >= 0 && at.product_name >= 0 && product >= 0 && !this.productNames.has(product);
  }

  private addLine(order: number, cells: Cells, amount: number): void {
    let product = -1;
    if (this.layout.lines) {
      const byCode = this.at.product_code >= 0 ? this.products.code(cells, this.at.product_code) : -1;
      if (this.unnamed(byCode)) this.name(byCode, cells);
      product = byCode >= 0 ? byCode : this.products.code(cells, this.at.product_name);
    }
    this.putLine(order, product, this.quantityFound, amount);
  }

  /** Takes a product's name from a record. */
  name(product: number, cells: Cells): void {
    const index = this.at.product_name;
    if (!cells.blank(index)) this.productNames.set(product, displayText(cells.text(index)));
  }
}

/** Whether a cell of the order status says that the order was cancelled. */
export function isCancelled(text: string): boolean {
  return cancelled.test(text.trim());
}
